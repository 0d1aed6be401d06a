import { Session, type Profiler } from 'node:inspector'
import { openClient } from '../client/contestants.js'
import { runSlice } from '../client/slice.js'
import { PROFILE_CONCURRENCY, type Assignment, type ProfiledName } from '../settings.js'
import { summaryOf, type ProfileSummary } from './summary.js'

export interface ProfileReport extends ProfileSummary {
  readonly name: ProfiledName
  readonly calls: number
  /** Of all threads; the profile sees the main one. */
  readonly cpuUsPerCall: number
}

/**
 * One client alone, warmed, under the profiler of V8: what `node --cpu-prof` records, without the start of the
 * process and the compilation in it.
 */
export const profileOf = async (name: ProfiledName, assignment: Assignment): Promise<ProfileReport> => {
  const client = await openClient(name, assignment)
  await runSlice(client.call, { concurrency: PROFILE_CONCURRENCY, ...assignment.settings.warmUp })
  const profiler = startProfiler()
  const slice = await runSlice(client.call, { concurrency: PROFILE_CONCURRENCY, ...assignment.settings.profile })
  const profile = profiler.stop()
  await client.close()
  return { name, calls: slice.calls, cpuUsPerCall: slice.cpuUs / slice.calls, ...summaryOf(profile, slice.calls) }
}

/** The inspector of one's own thread answers before `post` returns. */
const startProfiler = (): { readonly stop: () => Profiler.Profile } => {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: 200 })
  session.post('Profiler.start')
  return {
    stop: () => {
      let stopped: Profiler.Profile | undefined
      session.post('Profiler.stop', (error, { profile }) => {
        if (error !== null) throw error
        stopped = profile
      })
      session.disconnect()
      if (stopped === undefined) throw new Error('the profiler did not answer')
      return stopped
    },
  }
}
