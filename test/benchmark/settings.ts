/** Goes on for this time and for so many calls: on a busy machine time alone says little. */
export interface Span {
  readonly forMs: number
  readonly atLeastCalls: number
}

/** How much is measured. */
export interface Settings {
  readonly concurrencies: readonly number[]
  readonly rounds: number
  readonly slice: Span
  /** Per client, before anything counts: the compilers of V8 need thousands of calls. */
  readonly warmUp: Span
  readonly coldStartRounds: number
  readonly profile: Span
}

export const DEFAULT: Settings = {
  concurrencies: [1, 16, 128],
  rounds: 5,
  slice: { forMs: 200, atLeastCalls: 400 },
  warmUp: { forMs: 1_000, atLeastCalls: 4_000 },
  coldStartRounds: 9,
  profile: { forMs: 4_000, atLeastCalls: 10_000 },
}

export const QUICK: Settings = {
  ...DEFAULT,
  rounds: 3,
  slice: { forMs: 100, atLeastCalls: 200 },
  warmUp: { forMs: 200, atLeastCalls: 1_500 },
  coldStartRounds: 3,
}

export const PROFILE_CONCURRENCY = 16

export const CLIENT_NAMES = ['stripe', 'none', 'memory', 'blind', 'sqlite'] as const
/** What is measured against node:http: stripe-node, and polyrail on no journal and on two; `blind` has no look-up. */
export type ClientName = (typeof CLIENT_NAMES)[number]

export const PROFILED_NAMES = ['http', ...CLIENT_NAMES] as const
export type ProfiledName = (typeof PROFILED_NAMES)[number]

/** What the measured process is told. */
export interface Assignment {
  /** The provider's address. */
  readonly url: string
  /** A folder for journals, on a disk. */
  readonly folder: string
  readonly settings: Settings
  /** Profile this client alone instead of measuring all. */
  readonly profile?: ProfiledName
}
