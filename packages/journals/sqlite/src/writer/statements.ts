import type { Database } from 'libsql'
import type { Intent, ObjectWrite } from '@polyrail/core'
import { OPERATION_COLUMNS, type OperationRow } from '../rows.js'

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
  const insert = database.prepare(INSERT_OPERATION)
  const claim = database.prepare(CLAIM_OPERATION)
  const change = database.prepare(CHANGE_OPERATION)
  const write = database.prepare(WRITE_OBJECT)
  return {
    latest: ({ merchant, kind, reference }: Intent) => latest.one(merchant, kind, reference),
    byId: ({ merchant, id }: { readonly merchant: string; readonly id: string }) => byId.one(merchant, id),
    expired: (now: number, limit: number) => expired.all(now, limit),

    insert(intent: Intent, generation: number, now: number): void {
      const { id, merchant, kind, reference, supersedes = null, steps } = intent
      const born = [JSON.stringify(steps), id, generation, merchant, kind, reference, supersedes, now]
      insert.run([...born, ...sent(intent, now)])
    },
    claim(intent: Intent, now: number): void {
      claim.run([...sent(intent, now), intent.merchant, intent.id])
    },
    change(row: OperationRow): void {
      const [seq, , , state, cause, version, fence, , providerId, error, steps, , updatedAt] = row
      change.run([state, cause, version, fence, providerId, error, steps, updatedAt, seq])
    },
    writeObject(object: ObjectWrite, by: { readonly merchant: string; readonly id: string }, now: number): void {
      const { id, type, provider, providerId = null, reference, status, body } = object
      write.run([by.merchant, id, type, provider, providerId, reference, status, body, by.id, now, now])
    },
  }
}

const sent = (intent: Intent, now: number): readonly unknown[] => {
  const { fingerprint, provider, providerReference, tried, request, step, owner, leaseMs, object } = intent
  const what = [fingerprint, provider, providerReference, JSON.stringify(tried), request, step, owner, object.id]
  return [...what, now + leaseMs, now, now]
}

const INSERT_OPERATION = `
  INSERT INTO operation (state, cause, version, fence, attempt, steps,
    id, generation, merchant, kind, reference, supersedes, created_at,
    fingerprint, provider, provider_reference, tried, request, step, owner, object, lease_until, armed_at, updated_at)
  VALUES ('SENDING', 'armed', 1, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const CLAIM_OPERATION = `
  UPDATE operation SET state = 'SENDING', cause = 'armed', version = version + 1, fence = fence + 1,
    attempt = attempt + 1, error = NULL,
    fingerprint = ?, provider = ?, provider_reference = ?, tried = ?, request = ?, step = ?, owner = ?, object = ?,
    lease_until = ?, armed_at = ?, updated_at = ?
  WHERE merchant = ? AND id = ?`

const CHANGE_OPERATION = `
  UPDATE operation SET state = ?, cause = ?, version = ?, fence = ?, provider_id = ?, error = ?, steps = ?,
    lease_until = NULL, updated_at = ?
  WHERE seq = ?`

const WRITE_OBJECT = `
  INSERT INTO object (merchant, id, type, provider, provider_id, reference, status, body, operation, created_at,
    updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (merchant, id) DO UPDATE SET type = excluded.type, provider = excluded.provider,
    provider_id = excluded.provider_id, reference = excluded.reference, status = excluded.status,
    body = excluded.body, operation = excluded.operation, updated_at = excluded.updated_at`
