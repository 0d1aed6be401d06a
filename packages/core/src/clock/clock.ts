import { randomInt } from 'node:crypto'

/** Time as an argument, so that tests decide it. */
export interface Clock {
  /** Milliseconds since 1970, as the wall has it; may jump. */
  now(): number
  /** Milliseconds since some start; never jumps and never goes back. */
  monotonic(): number
  sleep(ms: number): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** 0 ≤ n < 1, to spread repeats; nothing that must be unguessable. */
export const systemRandom = (): number => randomInt(2 ** 32) / 2 ** 32
