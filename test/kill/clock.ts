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
