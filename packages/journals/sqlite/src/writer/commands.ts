import type { Database } from 'libsql'
import type { Intent, Observation, OperationState, Outcome } from '@polyrail/core'
import type { Command, Due, Postponed, Release, Result, TokenChange, WriterSetup } from '../protocol.js'
import type { OperationRow } from '../rows.js'
import { changedRow, isQuiet, observedState, outcomeState, sawLatest } from './rules.js'
import { seal } from './history.js'
import { prepareInbox } from './inbox.js'
import { prepareOutbox } from './outbox.js'
import { prepareStatements, type Statements } from './statements.js'

// Positions in the rows.
const VERSION = 5
const NEXT_CHECK_AT = 16
const CHECKS = 31

type Rules = Pick<WriterSetup, 'edges' | 'replaceable'>

export interface Commands {
  /** Carries out one command inside the transaction that the caller has begun. What it refuses it has not written. */
  readonly execute: (command: Command, now: number) => Result
  /** Adds to the count of sends, and gives it. */
  readonly countSends: (sends: number) => number
}

export const prepareCommands = (database: Database, { edges, replaceable }: Rules): Commands => {
  const statements = prepareStatements(database)
  const inbox = prepareInbox(database)
  const outbox = prepareOutbox(database)
  const execute: Commands['execute'] = ([verb, what, at], clock) => {
    const now = at ?? clock
    if (verb === 'arm') return arm(statements, { intent: what, replaceable, now })
    if (verb === 'record')
      return change(statements, { change: what, decide: (row) => outcomeState(edges, row, what), now })
    if (verb === 'observe')
      return change(statements, { change: what, decide: (row) => observedState(edges, row, what), now })
    if (verb === 'inbox') return inbox(what, now)
    if (verb === 'outbox') return outbox(what, now)
    if (verb === 'token') return token(statements, what, now)
    if (verb === 'due') return due(statements, what, now)
    if (verb === 'postpone') return postpone(statements, what, now)
    if (verb === 'release') return release(statements, what, now)
    return reap(statements, what, now)
  }
  return { execute, countSends: statements.countSends }
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
  const seq = claims ? latest[0] : statements.insert(intent, generation + 1, now)
  if (claims) statements.claim(intent, now)
  seal(statements, { seq, id, version: claims ? latest[5] + 1 : 1 })
  intent.lanes.forEach((lane) => statements.holdLane(intent.merchant, lane, id))
  statements.writeObject(intent.object, intent, { now, tells: false })
  if (intent.parent !== undefined) statements.touchParent(intent.merchant, intent.parent.id)
  return claims ? ['done', statements.byId(intent) as OperationRow] : ['new', generation + 1, now]
}

/** What else stands in the way of an intent that has seen the latest operation. */
const obstacleTo = (statements: Statements, intent: Intent): Result | undefined => {
  const { merchant, lanes, object, objectVersion, parent, acknowledged } = intent
  for (const lane of lanes) {
    const known = acknowledged?.lanes.includes(lane) === true ? acknowledged.operations : []
    const holder = statements.holdersOf(merchant, lane).find((name) => !known.includes(name))
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
  objectVersion !== undefined && statements.versionOf(merchant, object?.id ?? '')?.[0] !== objectVersion

/** A sender that comes late must not write over what others have made of the object; who read its version may. */
const mayWrite = (statements: Statements, { merchant, id, object, ...evidence }: Outcome | Observation): boolean => {
  if ('objectVersion' in evidence || object === undefined) return true
  const [, operation = id] = statements.versionOf(merchant, object.id) ?? []
  return operation === id
}

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
  seal(statements, { ...change, seq: next[0], version: next[5] })
  if (change.object !== undefined && mayWrite(statements, change))
    statements.writeObject(change.object, change, { now, tells: !isQuiet(change, state) })
  return ['done', next]
}

const reap = (statements: Statements, limit: number, now: number): Result => {
  const rows = statements.expired(now, limit).map((row) => {
    const [, , , , , , fence] = row
    // A new fence: whoever sent it can no longer record as its owner.
    return changedRow(row, { cause: 'lease_expired', nextCheckInMs: 0 }, { state: 'UNKNOWN', fence: fence + 1, now })
  })
  for (const row of rows) {
    statements.change(row)
    seal(statements, { seq: row[0], id: row[1], version: row[5] })
    statements.tell(row, now)
  }
  return ['rows', rows]
}

const due = (statements: Statements, { limit, forMs }: Due, now: number): Result => {
  const rows = statements.due(now, limit)
  for (const row of rows) statements.schedule(row[0], now + forMs, row[CHECKS] + 1)
  return [
    'rows',
    rows.map(
      (row) =>
        row.toSpliced(NEXT_CHECK_AT, 1, now + forMs).toSpliced(CHECKS, 1, row[CHECKS] + 1) as unknown as OperationRow,
    ),
  ]
}

const postpone = (statements: Statements, { merchant, id, version, inMs }: Postponed, now: number): Result => {
  const row = statements.byId({ merchant, id })
  if (row === undefined) return ['failed', `The operation ${id} is not in this journal`]
  if (row[VERSION] === version) statements.schedule(row[0], inMs === undefined ? null : now + inMs, row[CHECKS])
  return ['kept']
}

const release = (statements: Statements, decision: Release, now: number): Result => {
  statements.release(JSON.stringify({ ...decision, at: now }))
  return ['kept']
}
