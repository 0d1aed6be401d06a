import type { Change, Intent, Observation, OperationRecord, Outcome } from './port.js'
import { isLegal, REPLACEABLE, type OperationState } from './states.js'

/** A command that was forgotten. */
export const SHREDDED = '{}'

// What the port's methods make of a record, without a store: pure.

export const expired = ({ leaseUntil }: OperationRecord, now: number): boolean =>
  leaseUntil !== undefined && leaseUntil <= now

/** Whether the sender has seen what is there now, and what is there may be claimed or replaced. */
export const mayArm = ({ id, version, state }: OperationRecord, intent: Intent): boolean =>
  intent.seen?.id === id &&
  intent.seen.version === version &&
  (intent.id === id ? state === 'NOT_SENT' : REPLACEABLE.includes(state))

/** The state that an outcome leads to, if its sender may still record it. */
export const outcomeState = (
  record: OperationRecord,
  { state, fence, attempt }: Outcome,
): OperationState | undefined => {
  if (attempt !== record.attempt) return undefined
  if (record.state === 'SENDING') return fence === record.fence && isLegal('SENDING', state) ? state : undefined
  if ((record.state !== 'UNKNOWN' && record.state !== 'MANUAL') || fence > record.fence) return undefined
  // Nobody owns it any more: "not sent" may no longer open it for another attempt.
  const late = state === 'NOT_SENT' ? 'ABSENT' : state
  return isLegal(record.state, late) ? late : undefined
}

/** The state that evidence leads to; to stay in a state while details are learned is not an edge and always legal. */
export const observedState = (record: OperationRecord, { state, version }: Observation): OperationState | undefined =>
  version === record.version &&
  record.state !== 'SENDING' &&
  state !== 'SENDING' &&
  (state === record.state || isLegal(record.state, state))
    ? state
    : undefined

/** Whether its call goes on, so that nobody is told; where it is recorded as something else, the call has ended. */
export const isQuiet = (change: Outcome | Observation, state: OperationState): boolean =>
  Object.hasOwn(change, 'quiet') && state === change.state

/** States in which nobody knows what became of it, so that nothing else may be done about the same thing. */
export const holdsLanes = ({ state }: OperationRecord): boolean =>
  state === 'SENDING' || state === 'UNKNOWN' || state === 'MANUAL'

export const claimed = (
  { error, nextCheckAt, absentSince, ...kept }: OperationRecord,
  intent: Intent,
  now: number,
): OperationRecord => ({
  ...kept,
  ...sent(intent, now),
  steps: { ...kept.steps, ...intent.steps },
  absences: 0,
  attempt: kept.attempt + 1,
  fence: kept.fence + 1,
  version: kept.version + 1,
})

// What happens for every payment spreads one object, and first: V8 is many times slower with a second one.
export const sent = (intent: Intent, now: number) => {
  const { fingerprint, provider, providerReference, tried, request, step, steps, lanes, owner, leaseMs, object } =
    intent
  const what = {
    fingerprint,
    provider,
    providerReference,
    tried,
    request,
    step,
    steps,
    lanes,
    owner,
    object: object.id,
  }
  const armed = { ...what, state: 'SENDING' as const, cause: 'armed', armedAt: now, updatedAt: now }
  return { ...armed, leaseUntil: now + leaseMs, leaseExpired: false }
}

type Learned = Pick<Change, 'cause' | 'providerId' | 'error' | 'step' | 'nextCheckInMs' | 'absent'> &
  Pick<Observation, 'shred'>

/** What was learned is kept; an error, and how often there was no trace, are of the state and go with it. */
export const changed = (
  { error: known, leaseUntil: _, nextCheckAt: __, absentSince: since, ...kept }: OperationRecord,
  { cause, providerId, error, step, nextCheckInMs, absent, shred }: Learned,
  { state, now }: { readonly state: OperationState; readonly now: number },
): OperationRecord => {
  const stays = state === kept.state
  const told = error ?? (stays ? known : undefined)
  const absentSince = absent === true ? (since ?? now) : stays ? since : undefined
  return {
    ...kept,
    absences: absent === true ? kept.absences + 1 : stays ? kept.absences : 0,
    ...(absentSince === undefined ? {} : { absentSince }),
    ...(nextCheckInMs === undefined ? {} : { nextCheckAt: now + nextCheckInMs }),
    state,
    cause,
    version: kept.version + 1,
    updatedAt: now,
    ...(providerId === undefined ? {} : { providerId }),
    ...(told === undefined ? {} : { error: told }),
    ...(step === undefined ? {} : { steps: { ...kept.steps, [step.name]: step.answer } }),
    ...(shred === undefined ? {} : { request: SHREDDED, steps: {} }),
  }
}
