import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sqliteJournal, type SqliteJournalOptions } from '@polyrail/journal-sqlite'
import Database from 'libsql'
import { MIGRATIONS, APPLICATION_ID } from '../src/schema.js'
import { connect, makeDurable } from '../src/writer/connection.js'
import { removeFolders, temporaryFolder } from './folder.js'
import { intentFor, journalPath, withDatabase } from './samples.js'

const refused = (path: string, message: RegExp) =>
  assert.rejects(sqliteJournal({ path }).open(), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'journal_unavailable')
    assert.match(error.message, message)
    assert.match(error.message, /option path/)
    assert.ok(error.message.includes(path))
    return true
  })

describe('sqliteJournal, when it is opened', () => {
  afterEach(removeFolders)

  it('makes a file that only its owner can read, and so the files beside it', async () => {
    const path = journalPath()
    const journal = sqliteJournal({ path })
    await journal.open()
    await journal.arm(intentFor('invoice-1'))
    const files = readdirSync(dirname(path)).sort()
    assert.deepEqual(files, ['payments.db', 'payments.db-shm', 'payments.db-wal', 'payments.db.mark'])
    for (const file of files) assert.equal(statSync(join(dirname(path), file)).mode & 0o777, 0o600, file)
    await journal.close()
  })

  it('gives the same facts when it is opened again, and opens once when asked twice at once', async () => {
    const journal = sqliteJournal({ path: journalPath() })
    const [one, two] = await Promise.all([journal.open(), journal.open()])
    assert.equal(one, two)
    assert.equal(await journal.open(), one)
    await journal.close()
    await assert.rejects(journal.open(), { code: 'journal_unavailable', message: /closed/ })
  })

  it('rejects everything before it is open', async () => {
    const journal = sqliteJournal({ path: journalPath() })
    await assert.rejects(journal.arm(intentFor('invoice-1')), { code: 'journal_unavailable', message: /not open yet/ })
    await journal.close()
  })

  it('makes one journal when many open a new file at the same time', async () => {
    const path = journalPath()
    const journals = Array.from({ length: 8 }, () => sqliteJournal({ path }))
    const facts = await Promise.all(journals.map((journal) => journal.open()))
    const keys = new Set(facts.map(({ fingerprintKey }) => Buffer.from(fingerprintKey).toString('hex')))
    assert.equal(keys.size, 1)
    await Promise.all(journals.map((journal) => journal.close()))
  })

  it('refuses a folder that does not exist, or a folder in the place of the file', async () => {
    const folder = temporaryFolder()
    await refused(join(folder, 'missing', 'payments.db'), /cannot be opened/)
    mkdirSync(join(folder, 'payments.db'))
    await refused(join(folder, 'payments.db'), /cannot be opened/)
    assert.deepEqual(readdirSync(folder), ['payments.db'])
  })

  it('opens after it was refused, once the reason is gone', async () => {
    const path = join(temporaryFolder(), 'later', 'payments.db')
    const journal = sqliteJournal({ path })
    await assert.rejects(journal.open(), { code: 'journal_unavailable' })
    mkdirSync(dirname(path))
    await journal.open()
    assert.equal((await journal.arm(intentFor('invoice-1'))).armed, true)
    await journal.close()
  })

  it('refuses what is no journal and leaves it as it is', async () => {
    const text = journalPath()
    writeFileSync(text, 'Dear diary, this is not a database.\n'.repeat(100))
    const other = journalPath()
    withDatabase(other, (database) => database.exec('CREATE TABLE invoice (id TEXT)'))
    const marked = journalPath()
    withDatabase(marked, (database) => database.exec('PRAGMA application_id = 42'))
    for (const path of [text, other, marked]) {
      const before = readFileSync(path)
      await refused(path, /is not a polyrail journal/)
      assert.deepEqual(readFileSync(path), before)
    }
  })

  it('refuses a journal of a newer version and leaves it as it is', async () => {
    const path = journalPath()
    const journal = sqliteJournal({ path })
    await journal.open()
    await journal.close()
    withDatabase(path, (database) => database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`))
    const before = readFileSync(path)
    await refused(path, /newer version/)
    assert.deepEqual(readFileSync(path), before)
  })

  it('writes with a flush at every commit, in WAL mode', () => {
    const path = journalPath()
    const setup = {
      path,
      markPath: `${path}.mark`,
      busyTimeoutMs: 0,
      applicationId: APPLICATION_ID,
      migrations: MIGRATIONS,
    }
    const database = connect({ ...setup, edges: {} as never, replaceable: [] })
    assert.deepEqual(database.pragma('journal_mode'), [{ journal_mode: 'wal' }])
    assert.deepEqual(database.pragma('synchronous'), [{ synchronous: 2 }])
    assert.deepEqual(database.pragma('foreign_keys'), [{ foreign_keys: 1 }])
    database.close()
  })

  it('refuses a database that cannot be put into WAL mode', () => {
    const database = new Database(':memory:')
    assert.throws(() => makeDurable(database, 'here'), /cannot be made durable \(journal_mode memory/)
    database.close()
  })

  it('names every option that is wrong, before it touches a file', () => {
    const wrong: [unknown, string][] = [
      [{}, 'path'],
      [{ path: '' }, 'path'],
      [{ path: ' ' }, 'path'],
      [{ path: ':memory:' }, 'path'],
      [{ path: 'file:payments.db' }, 'path'],
      [{ path: 'libsql://example.org' }, 'path'],
      [{ path: 'pay\0ments.db' }, 'path'],
      [{ path: 'payments.db', busyTimeoutMs: -1 }, 'busyTimeoutMs'],
      [{ path: 'payments.db', busyTimeoutMs: 1.5 }, 'busyTimeoutMs'],
      [{ path: 'payments.db', clock: {} }, 'clock'],
    ]
    for (const [options, field] of wrong) {
      assert.throws(
        () => sqliteJournal(options as SqliteJournalOptions),
        (error: Error & { code?: string; issues?: readonly { path: string }[] }) => {
          assert.equal(error.code, 'invalid_configuration')
          assert.deepEqual(
            error.issues?.map(({ path }) => path),
            [field],
            JSON.stringify(options),
          )
          return true
        },
      )
    }
  })
})
