import type { Database, Row, Value } from './database.js'
import type { PaymentRows } from './rows.js'

/** What the journal writes for the payment of this number, inside a transaction that somebody else has begun. */
export interface Writes {
  readonly armed: (payment: number) => void
  readonly answered: (payment: number) => void
}

// The columns that the journal sets when an answer is recorded.
const CHANGED = ['state', 'cause', 'version', 'fence', 'provider_id', 'error', 'steps', 'lease_until', 'updated_at']
const REPLACED = [
  'type',
  'provider',
  'provider_id',
  'reference',
  'status',
  'body',
  'operation',
  'updated_at',
  'version',
]

export const prepareWrites = (database: Database, { armed, answered }: PaymentRows): Writes => {
  const insertOperation = database.prepare(insertion('operation', armed.operation))
  const changeOperation = database.prepare(
    `UPDATE operation SET ${CHANGED.map((column) => `${column} = ?`).join(', ')} WHERE seq = ?`,
  )
  const replacements = REPLACED.map((column) => `${column} = excluded.${column}`).join(', ')
  const writeObject = database.prepare(
    `${insertion('object', armed.object)} ON CONFLICT (merchant, id) DO UPDATE SET ${replacements}`,
  )
  const armedOperation = numbered(armed.operation)
  const armedObject = numbered(armed.object)
  const answeredObject = numbered(answered.object)
  const changes = CHANGED.map((column) => answered.operation[column] ?? null)
  return {
    armed: (payment) => {
      insertOperation.run(armedOperation(payment))
      writeObject.run(armedObject(payment))
    },
    answered: (payment) => {
      changeOperation.run([...changes, payment])
      writeObject.run(answeredObject(payment))
    },
  }
}

const insertion = (table: string, row: Row): string => {
  const columns = Object.keys(row)
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}

const NAMES = new Set(['id', 'object', 'operation', 'reference', 'provider_reference', 'provider_id'])
const DIGITS = 10

/** The values of the same row for any payment: its names end in the number, and are as long as they were. */
const numbered = (row: Row): ((payment: number) => readonly Value[]) => {
  const values = Object.values(row)
  const columns = Object.keys(row)
  const seq = columns.indexOf('seq')
  const names = [...values.entries()].flatMap(([at, value]) =>
    NAMES.has(columns[at] ?? '') && typeof value === 'string' ? [{ at, start: value.slice(0, -DIGITS) }] : [],
  )
  return (payment) => {
    const copy = [...values]
    const number = String(payment).padStart(DIGITS, '0')
    for (const { at, start } of names) copy[at] = start + number
    if (seq >= 0) copy[seq] = payment
    return copy
  }
}
