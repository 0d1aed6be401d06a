import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@polyrail/core'
import { SPEED } from './job.js'

/** All processes agree on it: it runs fast from one moment on. */
const BEGINNING = Date.UTC(2026, 0, 1)

/** A clock that runs fast; `ahead` is how much later it is besides. */
export const fastClock = (ahead: () => number = () => 0): Clock => ({
  now: () => Math.round(BEGINNING + (Date.now() - BEGINNING) * SPEED + ahead()),
  monotonic: () => performance.now() * SPEED,
  sleep: (ms) => sleep(ms / SPEED),
})

/** Shows the same time for ever, so that nobody sees how long he was stopped. */
export const standing = (clock: Clock): Clock => {
  const [now, monotonic] = [clock.now(), clock.monotonic()]
  return { ...clock, now: () => now, monotonic: () => monotonic }
}
