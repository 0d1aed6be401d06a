import type { Database } from 'libsql'
import type { Intent, ObjectWrite, StoredToken } from '@polyrail/core'
import { OPERATION_COLUMNS, TRANSITION_COLUMNS, type OperationRow, type TransitionRow } from '../rows.js'

// Positions in the rows.
const MERCHANT = 17
const OBJECT = 28

export type Statements = ReturnType<typeof prepareStatements>

/** The SQL of the writer, each statement as a function of the values it binds. */
export const prepareStatements = (database: Database) => {
  const select = (condition: string) => {
    const statement = database.prepare(`SELECT ${OPERATION_COLUMNS} FROM operation WHERE ${condition}`).raw()
    return {
      one: (...values: readonly unknown[]) => statement.get(values) as OperationRow | undefined,
      all: (...values: readonly unknown[]) => statement.all(values) as OperationRow[],
    }
  }
  const latest = select('merchant = ? AND kind = ? AND reference = ? ORDER BY generation DESC LIMIT 1')
  const byId = select('merchant = ? AND id = ?')
  const expired = select("state = 'SENDING' AND lease_until <= ? ORDER BY lease_until LIMIT ?")
  const due = select('next_check_at <= ? ORDER BY next_check_at LIMIT ?')
  const schedule = database.prepare('UPDATE operation SET next_check_at = ?, checks = ? WHERE seq = ?')
  const transition = database
    .prepare(`SELECT ${TRANSITION_COLUMNS} FROM transition t WHERE t.operation = ? AND t.seq = ?`)
    .raw()
  const seal = database.prepare(
    'UPDATE transition SET hash = ?, actor = ?, evidence = ? WHERE operation = ? AND seq = ?',
  )
  const countSends = database.prepare('UPDATE mark SET sends = sends + ? RETURNING sends').raw()
  const release = database.prepare('UPDATE mark SET quarantined_at = NULL, quarantine = NULL, released = ?')
  const insert = database.prepare(INSERT_OPERATION)
  const claim = database.prepare(CLAIM_OPERATION)
  const change = database.prepare(CHANGE_OPERATION)
  const write = database.prepare(WRITE_OBJECT)
  const writeAndTell = database.prepare(`${WRITE_OBJECT}, told = excluded.status, told_at = excluded.updated_at`)
  const tell = database.prepare(
    'UPDATE object SET told = status, told_at = ? WHERE merchant = ? AND id = ? AND operation = ?',
  )
  const versionOf = database.prepare('SELECT version, operation FROM object WHERE merchant = ? AND id = ?').raw()
  const touchParent = database.prepare(TOUCH_PARENT)
  const holder = database.prepare('SELECT operation FROM lane WHERE merchant = ? AND name = ?').raw()
  const holdLane = database.prepare('INSERT INTO lane (merchant, name, operation) VALUES (?, ?, ?)')
  const saveToken = database.prepare(SAVE_TOKEN)
  const claimToken = database.prepare(CLAIM_TOKEN)
  return {
    latest: ({ merchant, kind, reference }: Intent) => latest.one(merchant, kind, reference),
    byId: ({ merchant, id }: { readonly merchant: string; readonly id: string }) => byId.one(merchant, id),
    expired: (now: number, limit: number) => expired.all(now, limit),

    /** The number of the row. */
    insert(intent: Intent, generation: number, now: number): number {
      const { id, merchant, kind, reference, supersedes = null } = intent
      const born = [id, generation, merchant, kind, reference, supersedes, now]
      const { lastInsertRowid } = insert.run([...born, ...sent(intent, now)])
      return Number(lastInsertRowid)
    },
    claim(intent: Intent, now: number): void {
      claim.run([...sent(intent, now), intent.merchant, intent.id])
    },
    change(row: OperationRow): void {
      const [seq, , , state, cause, version, fence, , providerId, error, steps, , updatedAt, ...rest] = row
      const [request, absences, absentSince, nextCheckAt] = rest
      const checked = [request, absences, absentSince, nextCheckAt]
      change.run([state, cause, version, fence, providerId, error, steps, updatedAt, ...checked, seq])
    },
    due: (now: number, limit: number) => due.all(now, limit),
    schedule: (seq: number, at: number | null, checks: number) => void schedule.run([at, checks, seq]),
    transition: (seq: number, version: number) => transition.get([seq, version]) as TransitionRow | undefined,
    seal: (line: readonly (string | number | null)[]) => void seal.run(line),
    countSends: (sends: number) => (countSends.get([sends]) as readonly [number])[0],
    release: (decision: string) => void release.run([decision]),
    /** `tells`: subscribers are told where the status is another than the one that was told last. */
    writeObject(
      object: ObjectWrite,
      by: { readonly merchant: string; readonly id: string },
      { now, tells }: { readonly now: number; readonly tells: boolean },
    ): void {
      const { id, type, provider, providerId = null, reference, status, body, parent = null } = object
      const laidTo = object.operation ?? by.id
      const row = [by.merchant, id, type, provider, providerId, reference, status, body, laidTo, now, now, parent]
      ;(tells ? writeAndTell : write).run(row)
    },
    /** Tells of an object that shows what its operation has come to without being written. */
    tell(row: OperationRow, now: number): void {
      tell.run([now, row[MERCHANT], row[OBJECT], row[1]])
    },
    versionOf(merchant: string, id: string): readonly [version: number, operation: string] | undefined {
      return versionOf.get([merchant, id]) as readonly [number, string] | undefined
    },
    touchParent: (merchant: string, id: string) => void touchParent.run([merchant, id]),
    holdersOf: (merchant: string, lane: string) =>
      (holder.all([merchant, lane]) as (readonly [string])[]).map(([operation]) => operation),
    holdLane: (merchant: string, lane: string, operation: string) => void holdLane.run([merchant, lane, operation]),
    saveToken({ sealed, generation, refreshAt, expiresAt }: StoredToken, name: string): boolean {
      return saveToken.run([name, sealed, generation, refreshAt, expiresAt]).changes > 0
    },
    claimToken(
      name: string,
      generation: number,
      { now, until }: { readonly now: number; readonly until: number },
    ): boolean {
      return claimToken.run([name, generation, until, now]).changes > 0
    },
  }
}

const sent = (intent: Intent, now: number): readonly unknown[] => {
  const { fingerprint, provider, providerReference, tried, request, step, owner, leaseMs, object } = intent
  const lists = [JSON.stringify(tried), JSON.stringify(intent.steps), JSON.stringify(intent.lanes)]
  const what = [fingerprint, provider, providerReference, ...lists, request, step, owner, object.id]
  return [...what, now + leaseMs, now, now]
}

const INSERT_OPERATION = `
  INSERT INTO operation (state, cause, version, fence, attempt,
    id, generation, merchant, kind, reference, supersedes, created_at,
    fingerprint, provider, provider_reference, tried, steps, lanes, request, step, owner, object, lease_until, armed_at,
    updated_at)
  VALUES ('SENDING', 'armed', 1, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const CLAIM_OPERATION = `
  UPDATE operation SET state = 'SENDING', cause = 'armed', version = version + 1, fence = fence + 1,
    attempt = attempt + 1, error = NULL,
    fingerprint = ?, provider = ?, provider_reference = ?, tried = ?, steps = json_patch(steps, ?), lanes = ?, request = ?, step = ?,
    owner = ?, object = ?, absences = 0, absent_since = NULL, next_check_at = NULL,
    lease_until = ?, armed_at = ?, updated_at = ?
  WHERE merchant = ? AND id = ?`

const CHANGE_OPERATION = `
  UPDATE operation SET state = ?, cause = ?, version = ?, fence = ?, provider_id = ?, error = ?, steps = ?,
    lease_until = NULL, updated_at = ?, request = ?, absences = ?, absent_since = ?, next_check_at = ?
  WHERE seq = ?`

const WRITE_OBJECT = `
  INSERT INTO object (merchant, id, type, provider, provider_id, reference, status, body, operation, created_at,
    updated_at, parent)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (merchant, id) DO UPDATE SET type = excluded.type, provider = excluded.provider,
    provider_id = excluded.provider_id, reference = excluded.reference, status = excluded.status,
    body = excluded.body, operation = excluded.operation, updated_at = excluded.updated_at, version = version + 1`

const TOUCH_PARENT = 'UPDATE object SET version = version + 1, children = children + 1 WHERE merchant = ? AND id = ?'

const SAVE_TOKEN = `
  INSERT INTO token (name, sealed, generation, refresh_at, expires_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, generation = excluded.generation,
    refresh_at = excluded.refresh_at, expires_at = excluded.expires_at
  WHERE excluded.generation > generation`

const CLAIM_TOKEN = `
  INSERT INTO token (name, claimed, claimed_until) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET claimed = excluded.claimed, claimed_until = excluded.claimed_until
  WHERE claimed < excluded.claimed OR claimed_until <= ?`
