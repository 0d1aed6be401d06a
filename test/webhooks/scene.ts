import { request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal, PaymentEvent, Webhook } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startSimulator, type PalladiumSimulator, type PalommaSimulator } from '@polyrail/simulators'
import { temporaryFolder } from '../support/folder.js'
import { all } from '../support/world.js'
import { wrappedJournal } from '../support/wrapped-journal.js'
import { API_KEY, CALLBACK_TOKEN, INTEGRITY_KEY, openPlatform, startHooks, type Platform } from './platform.js'
import type { Sent } from './signed.js'

/** Two providers that tell a merchant's server over real sockets what happens; the journal is a file. */
export interface Scene extends AsyncDisposable {
  readonly palomma: PalommaSimulator
  readonly palladium: PalladiumSimulator
  readonly payments: Platform
  /** What a subscriber was told: `payin.succeeded ref-1`. */
  readonly told: readonly string[]
  /** What rang: causes. */
  readonly alarms: readonly string[]
  /** Everything that was told has been delivered and looked at. */
  readonly quiet: () => Promise<void>
  /** Time goes on, for the platform, which looks at what is due. */
  readonly later: (ms: number) => Promise<void>
  readonly webhooks: () => Promise<readonly Webhook[]>
  /** How the provider's attempts were answered. */
  readonly answers: (provider: 'palomma' | 'palladium') => readonly (number | string)[]
  /** What no simulator sends, over a socket; resolves with the status. */
  readonly post: (sent: Sent) => Promise<number>
  /** While it fails nothing can be stored. */
  readonly disk: { fails: boolean }
}

export interface SceneOptions {
  readonly maxHeaderBytes?: number
}

interface Fields {
  readonly cause?: string
}

export const startScene = async (options: SceneOptions = {}): Promise<Scene> => {
  const folder = await temporaryFolder()
  const palomma = await startSimulator('palomma', { apiKey: API_KEY, callbacks: { integrityKey: INTEGRITY_KEY } })
  const palladium = await startSimulator('palladium', {
    ...{ apiKey: API_KEY, qaTiming: false },
    callbacks: { token: CALLBACK_TOKEN },
  })
  const disk = { fails: false }
  let ahead = 0
  const clock = {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
    sleep: (ms: number) => sleep(ms),
  }
  const alarms: string[] = []
  const logger = {
    ...{ debug: () => undefined, info: () => undefined, warn: () => undefined },
    error: ({ cause = '' }: Fields) => void alarms.push(cause),
  }
  const payments = await openPlatform({
    journal: failing(sqliteJournal({ path: folder.file('payments.db'), clock }), disk),
    ...{ logger, clock, recovery: false, urls: { palomma: palomma.url, palladium: palladium.url } },
  })
  const told: string[] = []
  const handler = (event: PaymentEvent): void => {
    told.push(`${event.type} ${event.object.reference}`)
  }
  await payments.events.subscribe(handler, { name: 'ledger', everyMs: 2 })
  const hooks = await startHooks(payments, options)
  palomma.callbacks.sendTo(hooks.urlFor('palomma'))
  palladium.callbacks.sendTo(hooks.urlFor('palladium'))
  const quiet = async (): Promise<void> => {
    await Promise.all([palomma.callbacks.idle(), palladium.callbacks.idle()])
    for (;;) {
      const looked = (await all(payments.webhooks.list())).every(({ cause }) => cause !== undefined)
      const [subscriber] = await payments.events.subscribers()
      if (looked && subscriber?.behind === 0) return
      await sleep(2)
    }
  }
  return {
    ...{ palomma, palladium, payments, told, alarms, quiet, disk },
    later: async (ms) => {
      ahead += ms
      await payments.recover()
      await quiet()
    },
    webhooks: () => all(payments.webhooks.list()),
    answers: (provider) =>
      (provider === 'palomma' ? palomma : palladium).callbacks.delivered.map((attempt) =>
        'status' in attempt ? (attempt.status ?? '') : (attempt.failure ?? ''),
      ),
    post: async ({ provider, headers, body }) => {
      const url = hooks.urlFor(provider === 'palomma' ? 'palomma' : 'palladium')
      const outgoing = request(url, { method: 'POST', agent: false, headers })
      outgoing.end(body)
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      answer.resume()
      return answer.statusCode ?? 0
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([palomma.close(), palladium.close()])
      await hooks[Symbol.asyncDispose]()
      await payments.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const failing = (journal: Journal, disk: { readonly fails: boolean }): Journal =>
  wrappedJournal(journal, {
    inbox: {
      ...journal.inbox,
      keep: async (delivery, forMs) => {
        if (disk.fails) throw new Error('the disk is full')
        return journal.inbox.keep(delivery, forMs)
      },
    },
  })
