import { memoryJournal, type Journal, type OperationRecord } from '@polyrail/core'

/**
 * Takes everything and keeps nothing, so that what polyrail costs without a journal can be told from what a journal
 * adds. The engine reads no more of a record than is given here.
 */
export const noJournal = (): Journal => ({
  ...memoryJournal(),
  findOperation: async () => undefined,
  arm: async (intent) => ({ armed: true, operation: recordOf(intent, 'SENDING') }),
  record: async (outcome) => ({ recorded: true, operation: recordOf(outcome, outcome.state) }),
})

const recordOf = (
  { id, merchant }: Pick<OperationRecord, 'id' | 'merchant'>,
  state: OperationRecord['state'],
): OperationRecord => {
  const now = Date.now()
  const known = { id, merchant, state, fence: 1, attempt: 1, version: 1, createdAt: now, updatedAt: now }
  return known as unknown as OperationRecord
}
