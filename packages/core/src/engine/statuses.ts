import type { OperationState } from '../journal/states.js'

/** How far each status of an object is: evidence of a lower rank that comes later is not applied. */
const RANKS: Readonly<Record<string, number>> = {
  unknown: 0,
  requires_action: 1,
  requires_authorization: 1,
  pending: 1,
  processing: 2,
  ready: 2,
  authorized: 3,
  partially_captured: 4,
  active: 4,
  succeeded: 5,
  declined: 5,
  canceled: 5,
  expired: 5,
  failed: 5,
}
const FINAL = 5

/** Whether it is a status that an object may have by the word of its provider. */
export const isStatus = (status: string): boolean => status !== 'unknown' && Object.hasOwn(RANKS, status)

/** Whether evidence may move an object from one status to the other: never back, and never from one end to another. */
export const mayFollow = (from: string, to: string): boolean => {
  const [before, after] = [RANKS[from] ?? 0, RANKS[to] ?? 0]
  return before === FINAL ? from === to : after >= before
}

/** Whether nothing happens to an object with this status any more. */
export const isFinal = (status: string): boolean => RANKS[status] === FINAL

/** Two ends that cannot both be true: money has moved, and it has not. */
export const contradicts = (known: string, said: string): boolean =>
  RANKS[known] === FINAL && RANKS[said] === FINAL && (known === 'succeeded') !== (said === 'succeeded')

const ENDS: Readonly<Record<string, OperationState>> = {
  authorized: 'SUCCEEDED',
  partially_captured: 'SUCCEEDED',
  active: 'SUCCEEDED',
  succeeded: 'SUCCEEDED',
  declined: 'DECLINED',
  failed: 'DECLINED',
  canceled: 'CANCELLED',
  expired: 'CANCELLED',
}

/** The state of the operation that made an object, by what has become of the object. */
export const stateFor = (status: string): OperationState => ENDS[status] ?? 'PENDING'
