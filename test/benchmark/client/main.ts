import { countCommits } from '../journal/commits.js'
import { flushesPerSecond } from '../journal/disk.js'
import { builtFileOf } from '../clients/installed.js'
import { profileOf } from '../profile/profile.js'
import type { Assignment } from '../settings.js'
import { measurementOf, type Measurement } from './measurement.js'
import { runRounds } from './rounds.js'

// The measured process: all clients in one, so that what they share (the machine, V8, the noise) is the same for all.

export interface ClientReport {
  /** Which files were measured. */
  readonly built: readonly string[]
  readonly measurements: readonly Measurement[]
  readonly flushesPerSecond: number
}

const built = ['@polyrail/core', '@polyrail/journal-sqlite'].map(builtFileOf)

const measure = async (assignment: Assignment): Promise<ClientReport> => {
  const { folder, settings } = assignment
  const commits = countCommits()
  const measurements: Measurement[] = []
  const flushes = [flushesPerSecond(folder, settings.slice.forMs)]
  for (const concurrency of settings.concurrencies) {
    measurements.push(measurementOf(concurrency, await runRounds(assignment, { concurrency, commits })))
    flushes.push(flushesPerSecond(folder, settings.slice.forMs))
  }
  return { built, measurements, flushesPerSecond: Math.max(...flushes) }
}

const assignment = JSON.parse(process.argv[2] ?? '') as Assignment
const { profile } = assignment
process.send?.(profile === undefined ? await measure(assignment) : await profileOf(profile, assignment))
process.disconnect()
