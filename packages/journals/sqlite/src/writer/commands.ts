import type { Database } from 'libsql'
import type { Intent, Observation, OperationState, Outcome } from '@polyrail/core'
import type { Command, Result, TokenChange, WriterSetup } from '../protocol.js'
import type { OperationRow } from '../rows.js'
import { changedRow, observedState, outcomeState, sawLatest } from './rules.js'
import { prepareStatements, type Statements } from './statements.js'

type Rules = Pick<WriterSetup, 'edges' | 'replaceable'>

/** Carries out one command inside the transaction that the caller has begun. What it refuses it has not written. */
export type Execute = (command: Command, now: number) => Result

export const prepareCommands = (database: Database, { edges, replaceable }: Rules): Execute => {
  const statements = prepareStatements(database)
  return ([verb, what, at], clock) => {
    const now = at ?? clock
    if (verb === 'arm') return arm(statements, { intent: what, replaceable, now })
    if (verb === 'record')
      return change(statements, { change: what, decide: (row) => outcomeState(edges, row, what), now })
    if (verb === 'observe')
      return change(statements, { change: what, decide: (row) => observedState(edges, row, what), now })
    if (verb === 'token') return token(statements, what, now)
    return reap(statements, what, now)
  }
}

interface Arming {
  readonly intent: Intent
  readonly replaceable: readonly OperationState[]
  readonly now: number
}

const arm = (statements: Statements, { intent, replaceable, now }: Arming): Result => {
  const { id, seen, supersedes } = intent
  if (id !== seen?.id && supersedes !== seen?.id) return ['failed', 'A new operation supersedes the one seen']
  const latest = statements.latest(intent)
  if (!sawLatest(seen, latest)) {
    return latest === undefined
      ? ['failed', `The operation ${seen?.id ?? ''} is not in this journal`]
      : ['refused', latest]
  }
  const [, , generation = 0, state = 'ABSENT'] = latest ?? []
  const claims = latest !== undefined && id === seen?.id
  if (latest !== undefined && (claims ? state !== 'NOT_SENT' : !replaceable.includes(state))) return ['refused', latest]
  const obstacle = obstacleTo(statements, intent)
  if (obstacle !== undefined) return obstacle
  if (claims) statements.claim(intent, now)
  else statements.insert(intent, generation + 1, now)
  intent.lanes.forEach((lane) => statements.holdLane(intent.merchant, lane, id))
  statements.writeObject(intent.object, intent, now)
  if (intent.parent !== undefined) statements.touchParent(intent.merchant, intent.parent.id)
  return claims ? ['done', statements.byId(intent) as OperationRow] : ['new', generation + 1, now]
}

/** What else stands in the way of an intent that has seen the latest operation. */
const obstacleTo = (statements: Statements, intent: Intent): Result | undefined => {
  const { merchant, lanes, object, objectVersion, parent } = intent
  for (const lane of lanes) {
    const holder = statements.holderOf(merchant, lane)
    if (holder !== undefined) return ['lane', statements.byId({ merchant, id: holder }) as OperationRow]
  }
  const expected = [
    ...(objectVersion === undefined ? [] : [{ id: object.id, version: objectVersion }]),
    ...(parent === undefined ? [] : [parent]),
  ]
  for (const { id, version } of expected) {
    const [found, operation] = statements.versionOf(merchant, id) ?? []
    if (operation === undefined) return ['failed', `The object ${id} is not in this journal`]
    if (found !== version) return ['object', statements.byId({ merchant, id: operation }) as OperationRow]
  }
  return undefined
}

const isStale = (statements: Statements, { merchant, object, objectVersion }: Observation): boolean =>
  objectVersion !== undefined && statements.versionOf(merchant, object.id)?.[0] !== objectVersion

const token = (statements: Statements, change: TokenChange, now: number): Result => {
  const kept =
    'save' in change
      ? statements.saveToken(change.save, change.name)
      : statements.claimToken(change.name, change.claim, { now, until: now + change.forMs })
  return [kept ? 'kept' : 'not_kept']
}

interface Changing {
  readonly change: Outcome | Observation
  readonly decide: (row: OperationRow) => OperationState | undefined
  readonly now: number
}

const change = (statements: Statements, { change, decide, now }: Changing): Result => {
  const row = statements.byId(change)
  if (row === undefined) return ['failed', `The operation ${change.id} is not in this journal`]
  const state = decide(row)
  const stale = 'objectVersion' in change && isStale(statements, change)
  if (state === undefined || stale) return ['refused', row]
  const next = changedRow(row, change, { state, now })
  statements.change(next)
  statements.writeObject(change.object, change, now)
  return ['done', next]
}

const reap = (statements: Statements, limit: number, now: number): Result => {
  const rows = statements.expired(now, limit).map((row) => {
    const [, , , , , , fence] = row
    // A new fence: whoever sent it can no longer record as its owner.
    return changedRow(row, { cause: 'lease_expired' }, { state: 'UNKNOWN', fence: fence + 1, now })
  })
  rows.forEach((row) => statements.change(row))
  return ['reaped', rows]
}
