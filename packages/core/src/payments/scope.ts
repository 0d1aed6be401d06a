import { UnsupportedOperationError, ValidationError } from '../errors/errors.js'
import type { Clock } from '../clock/clock.js'
import type { ProviderClient } from '../engine/client.js'
import type { Engine } from '../engine/engine.js'
import type { QuarantineFacts } from '../engine/quarantine.js'
import type { Journal, OperationRecord } from '../journal/port.js'
import type { Logger } from '../log/logger.js'
import type { Router } from '../routing/router.js'

/** What the facade of one merchant works with. */
export interface Scope {
  readonly merchant: string
  readonly engine: Engine
  readonly journal: Journal
  readonly clock: Clock
  readonly router: Router
  readonly logger: Logger
  /** 0 ≤ n < 1: spreads checks. */
  readonly random: () => number
  /** A provider's silence says nothing before our own part of the way is certainly over. */
  readonly settleFloorMs: number
  /** Of a content, keyed with the journal's key. */
  readonly fingerprint: (content: unknown) => string
  /** That the journal may lack sends, and why. */
  readonly quarantine: () => QuarantineFacts | undefined
  /** Ends the quarantine, by a person's word. */
  readonly release: (decision: { readonly by: string; readonly evidence: string }) => Promise<void>
  /** Has the provider asked about an unknown outcome in the background, at most every few seconds. */
  readonly nudge: (operation: OperationRecord) => void
  /** The merchant's accounts by name. */
  readonly clients: () => Promise<ReadonlyMap<string, ProviderClient>>
}

/** The account of that name; throws `ValidationError`. */
export const clientNamed = async ({ clients }: Scope, name: string): Promise<ProviderClient> => {
  const known = await clients()
  const client = known.get(name)
  if (client !== undefined) return client
  const names = [...known.keys()].join(', ')
  throw new ValidationError([
    { path: 'provider', message: names === '' ? 'there is no provider' : `expected one of ${names}` },
  ])
}

/** The named account's part of its adapter; throws `UnsupportedOperationError` where the adapter has none. */
export const partOf = <Part>(client: ProviderClient, part: Part | undefined, what: string): Part => {
  if (part !== undefined) return part
  throw new UnsupportedOperationError(`${client.account.name} has no ${what}`, { provider: client.account.name })
}
