import type { Journal } from '@polyrail/core'
import { wrappedJournal } from '../support/wrapped-journal.js'
import type { Job, Point } from './job.js'

/** The journal of a process that kills itself, without a warning, at the n-th time it comes to a point. */
export const suicidal = (journal: Journal, { point, nth, stops = false }: NonNullable<Job['suicide']>): Journal => {
  let arrivals = 0
  const at = async (here: Point): Promise<void> => {
    if (here !== point || (arrivals += 1) < nth) return
    if (stops) await new Promise((resolve) => process.send?.('stops', resolve))
    process.kill(process.pid, stops ? 'SIGSTOP' : 'SIGKILL')
    if (!stops) await new Promise(() => undefined)
  }
  const around = async <T>(before: Point, after: Point, work: () => Promise<T>): Promise<T> => {
    await at(before)
    const done = await work()
    await at(after)
    return done
  }
  return wrappedJournal(journal, {
    open: (options) => around('while the journal is opened', 'when the journal is open', () => journal.open(options)),
    arm: (intent) => around('before the arm', 'after the arm', () => journal.arm(intent)),
    record: (outcome) => around('before the record', 'after the record', () => journal.record(outcome)),
    observe: (it) => around('before a look-up is recorded', 'after a look-up was recorded', () => journal.observe(it)),
    reap: (limit) =>
      around('before the crashed are reaped', 'after the crashed were reaped', () => journal.reap(limit)),
    due: (claim) => around('before a check is claimed', 'after a check was claimed', () => journal.due(claim)),
    postpone: (check) =>
      around('before a check is postponed', 'after a check was postponed', () => journal.postpone(check)),
    object: async (selector) => {
      await at('before an object is read')
      return journal.object(selector)
    },
    findOperation: async (key) => {
      await at('before an operation is found')
      return journal.findOperation(key)
    },
    tokens: {
      load: (name) => journal.tokens.load(name),
      save: (name, token) =>
        around('before a token is kept', 'after a token was kept', () => journal.tokens.save(name, token)),
      claim: (name, generation, forMs) =>
        around('before the right to a token is claimed', 'after the right to a token was claimed', () =>
          journal.tokens.claim(name, generation, forMs),
        ),
    },
  })
}
