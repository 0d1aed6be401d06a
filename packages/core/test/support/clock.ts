import type { Clock } from '../../src/index.js'

export interface ManualClock extends Clock {
  /** Moves wall and monotonic time. */
  advance(ms: number): void
  /** Moves the wall only, as a person who sets the time does. */
  jump(ms: number): void
  readonly slept: readonly number[]
}

/** A clock that moves by hand, and by every sleep: whoever sleeps wakes up almost at once, later. */
export const manualClock = (start = Date.UTC(2031, 4, 17, 12)): ManualClock => {
  let elapsed = 0
  let shift = 0
  const slept: number[] = []
  const advance = (ms: number): void => void (elapsed += ms)
  return {
    now: () => start + elapsed + shift,
    monotonic: () => elapsed,
    sleep: async (ms) => {
      slept.push(ms)
      advance(ms)
      await new Promise((resolve) => setTimeout(resolve, 1))
    },
    advance,
    jump: (ms) => void (shift += ms),
    slept,
  }
}
