import { Worker } from 'node:worker_threads'

/**
 * Counts the commits of the SQLite journal: its writer thread gives one message for each. Counted where messages
 * arrive, so that the journal needs no door for it.
 */
export const countCommits = (): (() => number) => {
  let commits = 0
  const prototype = Worker.prototype as { emit: (name: string, ...values: unknown[]) => boolean }
  const { emit } = prototype
  prototype.emit = function (this: Worker, name, ...values) {
    if (name === 'message') commits += 1
    return emit.call(this, name, ...values)
  }
  return () => commits
}
