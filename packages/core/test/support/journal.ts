import type { Journal } from '../../src/index.js'

export type Method = Exclude<keyof Journal, 'name' | 'tokens' | 'inbox' | 'outbox'>

/** The journal, with one method that fails: at every call, or only at the one that is counted. */
export const failingAt = (journal: Journal, method: Method, only?: number): Journal => {
  let calls = 0
  const real = journal[method].bind(journal) as (...args: unknown[]) => Promise<unknown>
  return {
    ...journal,
    [method]: async (...args: unknown[]) => {
      calls += 1
      if (only === undefined || calls === only) throw new Error('the disk is full')
      return real(...args)
    },
  }
}
