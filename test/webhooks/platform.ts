import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPayments, type Journal, type PolyrailOptions } from '@polyrail/core'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import { silentLogger } from '../support/logger.js'

export const API_KEY = 'key-of-the-tests'
export const INTEGRITY_KEY = 'integrity-key-of-the-tests'
export const CALLBACK_TOKEN = 'callback-token-of-the-tests'

interface PlatformOptions extends Pick<PolyrailOptions, 'clock' | 'recovery' | 'logger'> {
  readonly journal: Journal
  readonly urls: { readonly palomma: string; readonly palladium: string }
  readonly timeoutMs?: number
}

/** The library over the two providers that have callbacks, with what it takes to tell that a callback is theirs. */
export const openPlatform = ({ urls, timeoutMs = 10_000, logger = silentLogger, ...options }: PlatformOptions) =>
  createPayments({
    timeoutMs,
    logger,
    limits: { circuit: false, unresolved: 1_000_000 },
    ...options,
    providers: [
      palomma({ apiKey: API_KEY, integrityKey: INTEGRITY_KEY, baseUrl: urls.palomma }),
      palladium({ apiKey: API_KEY, callbackToken: CALLBACK_TOKEN, baseUrl: urls.palladium }),
    ],
  })
export type Platform = Awaited<ReturnType<typeof openPlatform>>

export interface HookServer extends AsyncDisposable {
  readonly port: number
  readonly urlFor: (account: 'palomma' | 'palladium') => string
}

/** A merchant's server whose only purpose is to take callbacks. */
export const startHooks = async (
  { webhooks }: Pick<Platform, 'webhooks'>,
  { maxHeaderBytes = 65_536 }: { readonly maxHeaderBytes?: number } = {},
): Promise<HookServer> => {
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, webhooks.nodeHandler({ maxHeaderBytes }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    urlFor: (account) => `http://127.0.0.1:${String(port)}/hooks/${account}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
