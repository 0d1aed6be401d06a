import type { OperationState } from '../journal/states.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const FIRST = [5 * SECOND, 15 * SECOND, 45 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]

/** After this time without an answer an unknown outcome is a person's, and an absent one is not watched any more. */
export const PATIENCE_MS = 7 * DAY

/** Statuses in which something is still to happen at the provider. */
const AWAITING: readonly string[] = [
  'requires_action',
  'requires_authorization',
  'pending',
  'processing',
  'ready',
  'authorized',
  'partially_captured',
]

/** Whether the provider should be asked again about an operation in this state, whose object has this status. */
export const staysOpen = (state: OperationState, status: string): boolean =>
  state === 'UNKNOWN' || ((state === 'PENDING' || state === 'SUCCEEDED') && AWAITING.includes(status))

/** When to look for the first time. */
export const FIRST_CHECK_MS = 5 * SECOND

interface Asked {
  readonly checks: number
  readonly ageMs: number
  /** 0 ≤ n < 1. */
  readonly random: () => number
}

/** The pause before the next check: longer each time, and spread, so that a thousand do not come at once. */
export const pauseMs = ({ checks, ageMs, random }: Asked): number => {
  const planned = FIRST[checks] ?? (ageMs < DAY ? HOUR : DAY)
  return Math.round(planned * (0.8 + 0.4 * random()))
}
