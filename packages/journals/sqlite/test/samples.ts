import { join } from 'node:path'
import type { Intent, Observation, OperationRecord, OperationState, Outcome } from '@polyrail/core'
import Database from 'libsql'
import { temporaryFolder } from './folder.js'

export const journalPath = (): string => join(temporaryFolder(), 'payments.db')

export const intentFor = (reference: string, changes: Partial<Intent> = {}): Intent => ({
  id: `operation-${reference}`,
  merchant: 'default',
  kind: 'payout.create',
  reference,
  fingerprint: 'f'.repeat(64),
  provider: 'acme',
  providerReference: reference,
  tried: [],
  request: JSON.stringify({ reference, amount: { amount: '150000.50', currency: 'COP' } }),
  step: 'createPayout',
  steps: {},
  lanes: [],
  object: objectFor(reference, 'unknown'),
  owner: 'process-1',
  leaseMs: 60_000,
  ...changes,
})

const objectFor = (reference: string, status: string) => ({
  id: `payout-${reference}`,
  type: 'payout' as const,
  provider: 'acme',
  reference,
  status,
  body: JSON.stringify({ reference, status }),
})

export const outcomeOf = (operation: OperationRecord, state: Outcome['state']): Outcome => {
  const { id, merchant, fence, attempt, reference } = operation
  return { id, merchant, fence, attempt, state, cause: 'answered', object: objectFor(reference, state.toLowerCase()) }
}

export const observationOf = (operation: OperationRecord, state: OperationState): Observation => {
  const { id, merchant, version, reference } = operation
  return { id, merchant, version, state, cause: 'looked_up', object: objectFor(reference, state.toLowerCase()) }
}

/** A connection of the test's own, past the journal. */
export const withDatabase = <T>(path: string, use: (database: Database.Database) => T): T => {
  const database = new Database(path)
  try {
    return use(database)
  } finally {
    database.close()
  }
}

/** While `use` runs, nobody else can write: the database is locked by a connection of the test's own. */
export const whileLocked = async (path: string, use: () => Promise<void>): Promise<void> => {
  const database = new Database(path)
  database.exec('BEGIN IMMEDIATE')
  try {
    await use()
  } finally {
    database.exec('ROLLBACK')
    database.close()
  }
}
