import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import Database from 'libsql'
import { guard } from '../guard.js'
import type { WriterSetup } from '../protocol.js'
import { hashHistory } from './history.js'
import { WITHOUT_MARK } from './mark.js'

type Connection = Database.Database

/** What a person can do something about: the message names the option and the way out. */
class Unusable extends Error {}

/** Opens the journal for writing, makes or migrates its tables, and refuses what cannot keep its promises. */
export const connect = (setup: WriterSetup): Connection => {
  const { path, busyTimeoutMs } = setup
  let database: Connection | undefined
  try {
    // Payees' account numbers are in it: for its owner only. SQLite gives the files beside it the same permissions.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    const opened = (database = new Database(path))
    pragma(opened, `busy_timeout = ${busyTimeoutMs}`)
    refuseStrangers(opened, setup)
    untilFree(busyTimeoutMs, () => makeDurable(opened, path))
    migrate(opened, setup)
    if (setup.markPath === WITHOUT_MARK) opened.exec(SENDS_NOTHING)
    return opened
  } catch (cause) {
    database?.close()
    if (cause instanceof Unusable) throw cause
    throw new Unusable(
      `The journal at ${path} cannot be opened (${text(cause)}): the option path must name a file that this process ` +
        'may write, in a folder that exists',
    )
  }
}

/** On this connection only: a send that is not counted outside of the database would not be missed in a copy. */
const SENDS_NOTHING = guard('temp.sends_nothing', {
  when: 'UPDATE OF sends ON mark',
  refuses: 'the journal was opened without its mark (markPath: false), so nothing can be sent',
})

export const fingerprintKey = (database: Connection): string => {
  const row = database.prepare(`SELECT hex(value) AS key FROM meta WHERE name = 'fingerprint_key'`).get([])
  return (row as { readonly key: string }).key
}

// Looks before it changes anything: to switch a stranger's database to WAL would be a change already.
const refuseStrangers = (database: Connection, { path, applicationId, migrations }: WriterSetup): void => {
  const stranger = `The file at ${path} is not a polyrail journal; let the option path name another file, or a new one`
  let tables: unknown
  try {
    tables = database.prepare('SELECT count(*) FROM sqlite_schema').raw().get([])
  } catch (cause) {
    if ((cause as { readonly code?: string }).code === 'SQLITE_NOTADB') throw new Unusable(stranger)
    throw cause
  }
  const found = number(database, 'application_id')
  const version = number(database, 'user_version')
  const untouched = found === 0 && version === 0 && (tables as readonly number[])[0] === 0
  if (found !== applicationId && !untouched) throw new Unusable(stranger)
  if (version > migrations.length) {
    throw new Unusable(
      `The journal at ${path} was written by a newer version of @polyrail/journal-sqlite (its schema is ${version}, ` +
        `this version knows ${migrations.length}): update the package, or let the option path name another file`,
    )
  }
}

/** Asks for flushes at every commit, and refuses a database that does not answer that it makes them. */
export const makeDurable = (database: Connection, path: string): void => {
  pragma(database, 'journal_mode = WAL')
  pragma(database, 'synchronous = FULL')
  pragma(database, 'foreign_keys = ON')
  // Without it a flush on macOS ends in the cache of the drive.
  pragma(database, 'fullfsync = ON')
  pragma(database, 'checkpoint_fullfsync = ON')
  const mode = pragma(database, 'journal_mode')['journal_mode']
  const synchronous = number(database, 'synchronous')
  if (mode === 'wal' && synchronous === 2) return
  throw new Unusable(
    `The journal at ${path} cannot be made durable (journal_mode ${String(mode)}, synchronous ${synchronous}): the option ` +
      'path must name a file on a local file system',
  )
}

const migrate = (database: Connection, { applicationId, migrations }: WriterSetup): void => {
  if (number(database, 'user_version') === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have been faster: only what is read under the lock counts.
    const version = number(database, 'user_version')
    migrations.slice(version).forEach((sql) => database.exec(sql))
    if (version > 0 && version < HASHED_SINCE) hashHistory(database)
    if (version === 0) {
      database.prepare(`INSERT INTO meta (name, value) VALUES ('fingerprint_key', ?)`).run([randomBytes(32)])
    }
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** The version of the schema since which every line of the history is hashed as it is written. */
const HASHED_SINCE = 3

// SQLite does not wait for the busy time-out when two processes switch one new file to WAL at the same time.
const untilFree = (forMs: number, attempt: () => void): void => {
  const until = Date.now() + forMs
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      const busy = String((error as { readonly code?: string }).code).startsWith('SQLITE_BUSY')
      if (!busy || Date.now() >= until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

const pragma = (database: Connection, source: string): Record<string, unknown> =>
  (database.pragma(source) as Record<string, unknown>[])[0] ?? {}

const number = (database: Connection, name: string): number => Number(pragma(database, name)[name])

const text = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
