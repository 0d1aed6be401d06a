import { startWorld } from '../support/world.js'
import { TIMEOUT_MS, UNGUARDED, type Job } from './job.js'
import { bundleWorker, liveAndStop } from './lives.js'
import { COUNTED, afterwards, executionsOf } from './run.js'

export interface StopReport {
  /** Each stopped between arm and write of one operation. */
  readonly processes: number
  /** Not executed exactly once by those who took over. */
  readonly notOnceWhileStopped: readonly string[]
  /** Executed a second time by a process that went on. */
  readonly double: readonly string[]
}

/**
 * One process for every kind of operation is stopped between the arm and the write. Their leases end, others find out
 * that nothing was executed and execute it; then those that were stopped go on. `guarded: false`: the sender does not
 * look at how long it was stopped.
 */
export const stopAndGoOn = async ({ guarded = true }: { readonly guarded?: boolean } = {}): Promise<StopReport> => {
  await bundleWorker()
  const world = await startWorld({ journal: 'sqlite', timeoutMs: TIMEOUT_MS })
  try {
    await world.payments.close()
    const journal = world.folder.file('stopped.db')
    const calls: Job['calls'] = COUNTED.map((creation) => ({ creation, reference: `stop-${String(creation)}` }))
    const suicide = { point: 'after the arm', nth: 1, stops: true } as const
    const policy = guarded ? {} : ({ policy: UNGUARDED } as const)
    const stopped = await Promise.all(
      calls.map((call) => liveAndStop({ journal, urls: world.urls, calls: [call], suicide, ...policy })),
    )
    try {
      const { notOnceInTheEnd } = await afterwards(world, { journal, calls, told: new Map(), policy: undefined })
      await Promise.all(stopped.map((process) => process.goOn(2_000)))
      return {
        processes: stopped.length,
        notOnceWhileStopped: notOnceInTheEnd,
        double: calls.filter((call) => executionsOf(world, call) > 1).map(({ reference }) => reference),
      }
    } finally {
      await Promise.all(stopped.map((process) => process.end()))
    }
  } finally {
    await world[Symbol.asyncDispose]()
  }
}
