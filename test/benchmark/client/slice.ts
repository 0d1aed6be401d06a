import type { Span } from '../settings.js'

/** What one client did in one slice of time. */
export interface Slice {
  readonly calls: number
  /** Of all threads of the process. */
  readonly cpuUs: number
  readonly wallMs: number
  readonly latenciesMs: readonly number[]
}

export interface Load extends Span {
  readonly concurrency: number
}

/** Calls in a closed loop: each of the callers calls again as soon as it has its answer. */
export const runSlice = async (call: () => Promise<void>, load: Load): Promise<Slice> => {
  const { concurrency, forMs, atLeastCalls } = load
  const latenciesMs: number[] = []
  const usageBefore = process.cpuUsage()
  const startedAt = performance.now()
  const caller = async (): Promise<void> => {
    do {
      const calledAt = performance.now()
      await call()
      latenciesMs.push(performance.now() - calledAt)
    } while (latenciesMs.length < atLeastCalls || performance.now() - startedAt < forMs)
  }
  await Promise.all(Array.from({ length: concurrency }, caller))
  const wallMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(usageBefore)
  return { calls: latenciesMs.length, cpuUs: user + system, wallMs, latenciesMs }
}
