import type { Database, Row } from './database.js'

/** The rows that one payment leaves in the journal: before it was sent, and after its answer. */
export interface PaymentRows {
  readonly armed: { readonly operation: Row; readonly object: Row }
  readonly answered: { readonly operation: Row; readonly object: Row }
}

/** Taken from a journal that polyrail itself has written one payment into. */
export const rowsOf = (database: Database): PaymentRows => {
  // `_metadata` is libsql's own; objects are numbered by the database.
  const { _metadata: _, ...operation } = database.prepare('SELECT * FROM operation').get([])
  const { _metadata: __, seq: ___, ...object } = database.prepare('SELECT * FROM object').get([])
  const {
    raw: ____,
    providerId: _____,
    ...draft
  } = JSON.parse(String(object['body'])) as Readonly<Record<string, unknown>>
  return {
    armed: {
      operation: {
        ...operation,
        ...{ state: 'SENDING', cause: 'armed', version: 1, provider_id: null },
        ...{ lease_until: Number(operation['armed_at']) + 60_000, updated_at: operation['armed_at'] ?? 0 },
      },
      object: { ...object, provider_id: null, status: 'unknown', version: 1, body: JSON.stringify(draft) },
    },
    answered: { operation, object },
  }
}
