import type { ProfileSummary } from '../../benchmark/profile/summary.js'
import type { LoadOptions, Target } from './plan.js'

export interface ReceiverJob {
  readonly journal: string
  readonly url: string
  readonly profile: boolean
}

/** What the receiver says when everything is applied and told. */
export interface Received {
  readonly cpuSeconds: number
  readonly rssMb: number
  /** How long its event loop was held up, in ms. */
  readonly loopP99Ms: number
  readonly loopMaxMs: number
  /** How long after the last callback all was applied and told, in seconds. */
  readonly drainSeconds: number
  /** How often each status of each object was told: `pi_… payin.succeeded`. */
  readonly told: Readonly<Record<string, number>>
  readonly profile?: ProfileSummary
}

export interface SenderJob {
  readonly url: string
  readonly options: LoadOptions
  readonly targets: readonly Target[]
  /** A payin link as the provider shows it. */
  readonly template: object
}

export interface SentReport {
  readonly callbacks: number
  readonly repeated: number
  readonly seconds: number
  readonly answers: Readonly<Record<string, number>>
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** How far behind its plan the sender was at most. */
  readonly behindMs: number
}
