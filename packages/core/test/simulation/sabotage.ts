import type { Journal } from '../../src/index.js'

/** A way to break the library from outside, so that it is seen whether a run would notice. */
export interface Sabotage {
  readonly journal?: (journal: Journal) => Journal
  /** How often each request is written. */
  readonly copies?: number
}

/** An outcome that nobody knows is kept as proof that nothing was sent. */
const unknownAsNotSent: Sabotage = {
  journal: (journal) => ({
    ...journal,
    record: (outcome) => journal.record(outcome.state === 'UNKNOWN' ? { ...outcome, state: 'NOT_SENT' } : outcome),
  }),
}

/** One look without a trace is taken for the end. */
const hastyAbsence: Sabotage = {
  journal: (journal) => ({
    ...journal,
    observe: (observation) => journal.observe(observation.absent ? { ...observation, state: 'ABSENT' } : observation),
  }),
}

/** Who comes late may send again what somebody else has sent without an answer. */
const armsUnknown: Sabotage = {
  journal: (journal) => ({
    ...journal,
    arm: async (intent) => {
      const armed = await journal.arm(intent)
      const { id, merchant, version, state } = armed.operation
      if (armed.armed || armed.because !== undefined || state !== 'UNKNOWN') return armed
      const { operation } = await journal.observe({ id, merchant, version, state: 'ABSENT', cause: 'sabotage' })
      return journal.arm({ ...intent, seen: { id, version: operation.version }, supersedes: id })
    },
  }),
}

export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'a journal that keeps UNKNOWN as NOT_SENT': unknownAsNotSent,
  'a journal that takes one absence for ABSENT': hastyAbsence,
  'a journal that arms what is UNKNOWN': armsUnknown,
  'a transport that sends twice': { copies: 2 },
}
