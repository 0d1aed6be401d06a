import { brokenAt, type Journal, type OperationRecord } from '../../src/index.js'
import type { Books } from './books.js'
import type { Call } from './callers.js'

// What must be true at certain times only. Each throws what is not so.

const UNRESOLVED = ['SENDING', 'UNKNOWN', 'MANUAL']

const expectOfEach = async (journal: Journal, problem: (operation: OperationRecord) => string | undefined) => {
  const { items } = await journal.operations({ merchant: 'default', limit: 1_000 })
  const problems = items.map(problem).filter((found) => found !== undefined)
  if (problems.length > 0) throw new Error(problems.join('; '))
}

/** After a pass over what is open, somebody looks after every unknown outcome. */
export const checkRecovered = (journal: Journal): Promise<void> =>
  expectOfEach(journal, ({ reference, state, nextCheckAt, leaseExpired }) => {
    if (state === 'UNKNOWN' && nextCheckAt === undefined) return `nobody looks after ${reference}`
    return state === 'SENDING' && leaseExpired ? `${reference} is SENDING after its lease` : undefined
  })

/** When the provider has been asked for long enough, only what it cannot be asked about is left to a person. */
export const checkSettled = (journal: Journal): Promise<void> =>
  expectOfEach(journal, ({ reference, kind, state, cause }) => {
    const isKnown = !UNRESOLVED.includes(state) || (state === 'MANUAL' && kind === 'payout.create')
    return isKnown ? undefined : `${reference} is still ${state}: ${cause}`
  })

const ENDS: readonly unknown[] = ['idempotency_conflict', 'declined', 'failed']

/** Whatever has happened: ordered once more when everything works, each has been executed or has ended otherwise. */
export const checkDone = (calls: readonly Call[], books: Books): void => {
  for (const { order, said } of calls) {
    const isExecuted = books.of(order.reference).length === 1 && said !== 'unknown'
    if (!isExecuted && !ENDS.includes(said)) throw new Error(`${order.reference} has ended as ${said ?? 'nothing'}`)
  }
}

/** Every line of every history follows from the one before. */
export const checkHistories = async (journal: Journal): Promise<void> => {
  const { items } = await journal.operations({ merchant: 'default', limit: 1_000 })
  for (const operation of items) {
    const lines = await journal.history('default', operation.id)
    if (brokenAt(operation, lines) !== undefined) throw new Error(`the history of ${operation.reference} is broken`)
  }
}
