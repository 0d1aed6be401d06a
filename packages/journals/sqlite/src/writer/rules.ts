import type { Intent, Observation, OperationState, Outcome } from '@polyrail/core'
import type { WriterSetup } from '../protocol.js'
import type { OperationRow } from '../rows.js'

type Edges = WriterSetup['edges']

type Learned = Pick<Outcome, 'cause' | 'providerId' | 'error' | 'step' | 'nextCheckInMs' | 'absent'> &
  Pick<Observation, 'shred'>

/** Whether the sender has seen what is there now. */
export const sawLatest = (seen: Intent['seen'], latest: OperationRow | undefined): boolean => {
  if (latest === undefined || seen === undefined) return latest === seen
  const [, id, , , , version] = latest
  return seen.id === id && seen.version === version
}

/** The state that an outcome leads to, if its sender may still record it. */
export const outcomeState = (edges: Edges, row: OperationRow, outcome: Outcome): OperationState | undefined => {
  const [, , , current, , , fence, attempt] = row
  if (outcome.attempt !== attempt) return undefined
  if (current === 'SENDING') {
    return outcome.fence === fence && edges.SENDING.includes(outcome.state) ? outcome.state : undefined
  }
  if ((current !== 'UNKNOWN' && current !== 'MANUAL') || outcome.fence > fence) return undefined
  // Nobody owns it any more: "not sent" may no longer open it for another attempt.
  const late = outcome.state === 'NOT_SENT' ? 'ABSENT' : outcome.state
  return edges[current].includes(late) ? late : undefined
}

/** The state that evidence leads to; to stay in a state while details are learned is not an edge and always legal. */
export const observedState = (edges: Edges, row: OperationRow, seen: Observation): OperationState | undefined => {
  const [, , , current, , version] = row
  if (seen.version !== version || current === 'SENDING' || seen.state === 'SENDING') return undefined
  return seen.state === current || edges[current].includes(seen.state) ? seen.state : undefined
}

/** Whether its call goes on, so that nobody is told; where it is recorded as something else, the call has ended. */
export const isQuiet = (change: Outcome | Observation, state: OperationState): boolean =>
  Object.hasOwn(change, 'quiet') && state === change.state

interface Decided {
  readonly state: OperationState
  readonly fence?: number
  readonly now: number
}

/** The row after a change: what was learned is kept; an error, and the absences, are of the state and go with it. */
export const changedRow = (row: OperationRow, learned: Learned, { state, fence, now }: Decided): OperationRow => {
  const [seq, id, generation, before, , version, knownFence, attempt, knownId, known, knownSteps, , , ...rest] = row
  const [knownRequest, absences, absentSince, , ...fixed] = rest
  const { cause, providerId = knownId, error, step, nextCheckInMs, absent, shred } = learned
  const steps =
    step === undefined ? knownSteps : JSON.stringify({ ...JSON.parse(knownSteps), [step.name]: step.answer })
  const stays = state === before
  const told = error === undefined ? (stays ? known : null) : JSON.stringify(error)
  const counts = [version + 1, fence ?? knownFence, attempt] as const
  const kept = [shred === true ? SHREDDED : knownRequest, shred === true ? SHREDDED : steps] as const
  const since = stays ? absentSince : null
  const seen = absent === true ? ([absences + 1, since ?? now] as const) : ([stays ? absences : 0, since] as const)
  const next = nextCheckInMs === undefined ? null : now + nextCheckInMs
  return [
    ...([seq, id, generation, state, cause, ...counts, providerId, told, kept[1], null, now] as const),
    ...([kept[0], ...seen, next] as const),
    ...fixed,
  ]
}

// What core calls a command that was forgotten; core's code is not loaded in this thread.
const SHREDDED = '{}'
