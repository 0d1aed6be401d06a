import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@polyrail/core'

const LONGEST_SLEEP_MS = 5

/** The machine's clock and a step that a case makes; pauses are kept short, so that no case waits for them. */
export class CaseClock implements Clock {
  #aheadMs = 0

  now(): number {
    return Date.now() + this.#aheadMs
  }

  monotonic(): number {
    return performance.now()
  }

  sleep(ms: number): Promise<void> {
    return sleep(Math.min(ms, LONGEST_SLEEP_MS))
  }

  /** From now on it is that much later. */
  advance(ms: number): void {
    this.#aheadMs += ms
  }
}
