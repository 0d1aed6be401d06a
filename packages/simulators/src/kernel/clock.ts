import { SimulatorError } from './errors.js'

/** The simulator's own time: real time plus an offset that a test moves. Everything timed in a simulator follows it. */
export interface Clock {
  now(): Date
  /** Moves time forward by `ms` milliseconds; everything that falls due on the way happens, in order. */
  advance(ms: number): void
  /** Jumps to a date; time goes on from there. Going back does not undo what has happened. */
  set(date: Date): void
}

export function createClock(onMove: () => void): Clock {
  let offsetMs = 0
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new SimulatorError('bad_action', 'ms must be a number of at least 0')
      offsetMs += ms
      onMove()
    },
    set(date) {
      if (Number.isNaN(date.getTime())) throw new SimulatorError('bad_action', 'date must be a valid date')
      offsetMs = date.getTime() - Date.now()
      onMove()
    },
  }
}
