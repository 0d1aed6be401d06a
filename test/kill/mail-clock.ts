import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@polyrail/core'

/** So that what a dead process has claimed is free again after half a second. */
const SPEED = 100

/** A clock that runs fast from `began` on; `ahead` is how much later it is besides. */
export const mailClock = (began: number, ahead: () => number = () => 0): Clock => ({
  now: () => Math.round(began + (Date.now() - began) * SPEED + ahead()),
  monotonic: () => performance.now() * SPEED,
  sleep: (ms) => sleep(ms / SPEED),
})
