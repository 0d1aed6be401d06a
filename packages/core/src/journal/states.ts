/**
 * The life of an operation. There is no edge from anything that may have been sent back to SENDING: a new attempt
 * needs proof (NOT_SENT) or a new operation that replaces this one.
 */
export type OperationState =
  | 'CREATED'
  | 'SENDING'
  | 'PENDING'
  | 'UNKNOWN'
  | 'MANUAL'
  | 'SUCCEEDED'
  | 'DECLINED'
  | 'NOT_SENT'
  | 'ABSENT'
  | 'CANCELLED'
  | 'REVERSED'

/** Every legal change of state; journals enforce this table in the store itself. */
export const LEGAL_EDGES: Readonly<Record<OperationState, readonly OperationState[]>> = {
  CREATED: ['SENDING', 'CANCELLED', 'NOT_SENT', 'DECLINED'],
  SENDING: ['PENDING', 'SUCCEEDED', 'DECLINED', 'NOT_SENT', 'UNKNOWN'],
  NOT_SENT: ['SENDING', 'CANCELLED'],
  PENDING: ['SUCCEEDED', 'DECLINED', 'CANCELLED', 'MANUAL'],
  UNKNOWN: ['PENDING', 'SUCCEEDED', 'DECLINED', 'ABSENT', 'CANCELLED', 'MANUAL'],
  MANUAL: ['PENDING', 'SUCCEEDED', 'DECLINED', 'ABSENT', 'CANCELLED'],
  ABSENT: ['PENDING', 'SUCCEEDED', 'MANUAL'],
  DECLINED: ['MANUAL'],
  SUCCEEDED: ['REVERSED'],
  CANCELLED: [],
  REVERSED: [],
}

/** States in which nothing was executed, so that another operation may replace this one. */
export const REPLACEABLE: readonly OperationState[] = ['NOT_SENT', 'DECLINED', 'ABSENT']

/** States that nothing leaves any more, but by a person, a new attempt, or a very late finding. */
export const ENDED: readonly OperationState[] = ['SUCCEEDED', 'DECLINED', 'CANCELLED', 'NOT_SENT', 'ABSENT', 'REVERSED']

export const isLegal = (from: OperationState, to: OperationState): boolean => LEGAL_EDGES[from].includes(to)
