import assert from 'node:assert/strict'
import { LEGAL_EDGES, isLegal, type OperationState } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import type Database from 'libsql'
import { removeFolders } from './folder.js'
import { intentFor, journalPath, observationOf, outcomeOf, withDatabase } from './samples.js'

const STATES = Object.keys(LEGAL_EDGES) as OperationState[]

/** A journal with one payout, closed; what follows goes past the journal's code. */
const pathWith = async (state: 'SENDING' | 'UNKNOWN' | 'NOT_SENT') => {
  const path = journalPath()
  const journal = sqliteJournal({ path })
  await journal.open()
  const { operation } = await journal.arm(intentFor('invoice-1'))
  if (state !== 'SENDING') await journal.record(outcomeOf(operation, state))
  await journal.close()
  return path
}

const refuses = (database: Database.Database, sql: string, message: RegExp) =>
  assert.throws(() => database.exec(sql), message, sql)

/** An insert of a copy of the operation, with some columns changed. */
const copy = (changes: Record<string, string>) => {
  const columns = (
    'state, cause, version, fence, attempt, steps, lease_until, updated_at, merchant, id, kind, reference, ' +
    'generation, fingerprint, provider, provider_reference, supersedes, tried, request, step, owner, armed_at, object, ' +
    'created_at'
  ).split(', ')
  return `INSERT INTO operation (${columns.join()}) SELECT ${columns
    .map((column) => changes[column] ?? column)
    .join()} FROM operation LIMIT 1`
}

describe('the database of a journal itself', () => {
  afterEach(removeFolders)

  it('refuses every change of state that is not a legal edge', async () => {
    const path = await pathWith('SENDING')
    const to = (state: OperationState) =>
      `UPDATE operation SET state = '${state}', version = version + 1, fence = fence + 1, attempt = attempt + 1,
       lease_until = iif('${state}' = 'SENDING', 1, NULL)`
    withDatabase(path, (database) => {
      const [guard] = database.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'operation_edge'`).raw().get([]) as [
        string,
      ]
      for (const from of STATES) {
        for (const target of STATES.filter((state) => state !== from)) {
          // Without the guard any state can be reached; all of it is rolled back.
          database.exec(`BEGIN; DROP TRIGGER operation_edge; ${to(from)}; ${guard}`)
          if (isLegal(from, target)) database.exec(to(target))
          else refuses(database, to(target), /illegal change of state/)
          database.exec('ROLLBACK')
        }
      }
    })
  })

  it('refuses a first state other than CREATED and SENDING', async () => {
    const path = await pathWith('SENDING')
    withDatabase(path, (database) => {
      const other = { id: `'other'`, reference: `'invoice-2'`, provider_reference: `'invoice-2'` }
      for (const state of STATES.filter((each) => each !== 'CREATED' && each !== 'SENDING')) {
        refuses(database, copy({ ...other, state: `'${state}'`, lease_until: 'NULL' }), /illegal first state/)
      }
      database.exec(copy(other))
    })
  })

  it('refuses to change or delete the history, or an operation', async () => {
    const path = await pathWith('UNKNOWN')
    withDatabase(path, (database) => {
      refuses(database, `UPDATE transition SET cause = 'other'`, /append-only/)
      refuses(database, 'DELETE FROM transition', /append-only/)
      refuses(database, 'DELETE FROM operation', /operations are kept/)
      refuses(database, `UPDATE operation SET reference = 'other', version = version + 1`, /identity/)
    })
  })

  it('refuses a change that does not count the version, and a fence that goes back', async () => {
    const path = await pathWith('UNKNOWN')
    withDatabase(path, (database) => {
      refuses(database, `UPDATE operation SET cause = 'x'`, /count up the version/)
      refuses(database, `UPDATE operation SET version = version + 2`, /count up the version/)
      refuses(database, `UPDATE operation SET version = version + 1, fence = 0`, /fence/)
      refuses(database, `UPDATE operation SET version = version + 1, attempt = 0`, /attempt/)
    })
  })

  it('refuses a claim without a new fence and attempt', async () => {
    const path = await pathWith('NOT_SENT')
    const claim = `UPDATE operation SET state = 'SENDING', lease_until = 1, version = version + 1`
    withDatabase(path, (database) => {
      refuses(database, claim, /claim/)
      refuses(database, `${claim}, fence = fence + 1`, /claim/)
      refuses(database, `${claim}, attempt = attempt + 1`, /claim/)
      database.exec(`${claim}, attempt = attempt + 1, fence = fence + 1`)
    })
  })

  it('refuses a second operation under a reference whose first may have executed something', async () => {
    const next = { id: `'next'`, generation: '2', supersedes: 'id', state: `'SENDING'`, lease_until: '1' }
    withDatabase(await pathWith('UNKNOWN'), (database) => {
      refuses(database, copy(next), /executed nothing/)
      refuses(database, copy({ ...next, generation: '1', supersedes: 'NULL' }), /UNIQUE/)
    })
    withDatabase(await pathWith('NOT_SENT'), (database) => {
      refuses(database, copy({ ...next, supersedes: `'other'` }), /executed nothing/)
      refuses(database, copy({ ...next, supersedes: 'NULL' }), /CHECK|executed nothing/)
      refuses(database, copy({ ...next, generation: '3' }), /executed nothing/)
      database.exec(copy(next))
      const claim = `UPDATE operation SET state = 'SENDING', lease_until = 1, version = version + 1,
        attempt = attempt + 1, fence = fence + 1 WHERE generation = 1`
      refuses(database, claim, /latest operation/)
    })
  })

  it('refuses a provider reference of another payment, but not of an earlier operation of the same', async () => {
    const other = { id: `'other'`, reference: `'invoice-2'`, state: `'SENDING'`, lease_until: '1' }
    withDatabase(await pathWith('NOT_SENT'), (database) => {
      refuses(database, copy(other), /same provider reference/)
      refuses(database, copy({ ...other, merchant: `'merchant-2'` }), /same provider reference/)
      database.exec(copy({ ...other, provider: `'elsewhere'` }))
      const move = `UPDATE operation SET provider = 'acme', version = version + 1 WHERE id = 'other'`
      refuses(database, move, /same provider reference/)
      database.exec(copy({ id: `'next'`, generation: '2', supersedes: 'id', state: `'SENDING'`, lease_until: '1' }))
    })
  })

  it('holds a row of history for every change', async () => {
    const path = journalPath()
    let now = 1_000
    const journal = sqliteJournal({ path, clock: { now: () => now } })
    await journal.open()
    const { operation } = await journal.arm(intentFor('invoice-1'))
    now = 2_000
    const { operation: unknown } = await journal.record(outcomeOf(operation, 'UNKNOWN'))
    now = 3_000
    await journal.observe(observationOf(unknown, 'SUCCEEDED'))
    await journal.close()
    const history = withDatabase(path, (database) =>
      database.prepare('SELECT seq, from_state, to_state, cause, at, attempt, fence FROM transition').raw().all([]),
    )
    assert.deepEqual(history, [
      [1, null, 'SENDING', 'armed', 1_000, 1, 1],
      [2, 'SENDING', 'UNKNOWN', 'answered', 2_000, 1, 1],
      [3, 'UNKNOWN', 'SUCCEEDED', 'looked_up', 3_000, 1, 1],
    ])
  })
})
