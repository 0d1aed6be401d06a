import type {
  DeliverySettled,
  DeliveryWrite,
  Inbox,
  Intent,
  Journal,
  Observation,
  OperationState,
  Outbox,
  Outcome,
  Progress,
  StoredToken,
  SubscriberKey,
} from '@polyrail/core'
import type { DeliveryRow } from './rows-mail.js'
import type { OperationRow } from './rows.js'

/** What the writer thread needs to know; the rules come from core, whose code the thread does not load. */
export interface WriterSetup {
  readonly path: string
  /** Where the count of sends is mirrored. */
  readonly markPath: string
  readonly busyTimeoutMs: number
  readonly applicationId: number
  readonly migrations: readonly string[]
  readonly edges: Readonly<Record<OperationState, readonly OperationState[]>>
  readonly replaceable: readonly OperationState[]
}

/** The first message of the writer. */
export type Started =
  | { readonly fingerprintKey: string; readonly quarantine?: { readonly since: number; readonly why: string } }
  | { readonly failed: string }

/** One change, with the host's time where a clock was given; else the writer's, taken inside the transaction. */
export type Command =
  | readonly [verb: 'arm', intent: Intent, at: number | null]
  | readonly [verb: 'record', outcome: Outcome, at: number | null]
  | readonly [verb: 'observe', observation: Observation, at: number | null]
  | readonly [verb: 'reap', limit: number, at: number | null]
  | readonly [verb: 'due', due: Due, at: number | null]
  | readonly [verb: 'postpone', check: Postponed, at: number | null]
  | readonly [verb: 'release', decision: Release, at: number | null]
  | readonly [verb: 'token', token: TokenChange, at: number | null]
  | readonly [verb: 'inbox', change: InboxChange, at: number | null]
  | readonly [verb: 'outbox', change: OutboxChange, at: number | null]

export type Due = Parameters<Journal['due']>[0]
export type Postponed = Parameters<Journal['postpone']>[0]
export type Release = Parameters<Journal['release']>[0]

/** A token to keep, or the right to get the next one. */
export type TokenChange =
  | { readonly name: string; readonly save: StoredToken }
  | { readonly name: string; readonly claim: number; readonly forMs: number }

export type InboxChange =
  | { readonly keep: DeliveryWrite; readonly forMs: number }
  | { readonly due: Parameters<Inbox['due']>[0] }
  | { readonly settle: DeliverySettled }
  | { readonly forget: Parameters<Inbox['forget']>[0] }

export type OutboxChange =
  | { readonly forget: Parameters<Outbox['forget']>[0] }
  | (SubscriberKey &
      (
        | { readonly claim: { readonly owner: string; readonly forMs: number } }
        | { readonly advance: Omit<Progress, keyof SubscriberKey> }
        | { readonly retry: number }
        | { readonly release: string }
        | { readonly unsubscribe: true }
      ))

/** Results come in the order of the commands, after their commit. `new` says only what the host cannot know. */
export type Result =
  | readonly [verdict: 'new', generation: number, at: number]
  | readonly [verdict: 'done' | 'refused', row: OperationRow]
  | readonly [verdict: 'lane' | 'object', row: OperationRow]
  | readonly [verdict: 'kept' | 'not_kept']
  | readonly [verdict: 'deliveries', rows: readonly DeliveryRow[]]
  | readonly [verdict: 'count', count: number]
  | readonly [verdict: 'rows', rows: readonly OperationRow[]]
  | readonly [verdict: 'failed', message: string]

export const CLOSE = 'close'

/** As many commands share one commit at most; beyond that only the latency grows. */
export const COMMANDS_PER_COMMIT = 64
