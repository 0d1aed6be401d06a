import { closeSync, constants, fsyncSync, openSync, readFileSync, realpathSync, statSync, writeSync } from 'node:fs'
import { basename, dirname, isAbsolute, resolve } from 'node:path'
import type { Database } from 'libsql'
import type { JournalFacts } from '@polyrail/core'
import type { WriterSetup } from '../protocol.js'

/** In the place of the mark's path: where the journal remembers it, or beside the journal where it remembers none. */
export const REMEMBERED = ''
/** In the place of the mark's path: the mark is let alone, and nothing is sent. No path holds a NUL. */
export const WITHOUT_MARK = '\0'

interface Row {
  readonly journal: string
  readonly sends: number
  readonly marked: number
  readonly quarantined_at: number | null
  readonly quarantine: string | null
}

type Where = Pick<WriterSetup, 'path' | 'markPath'>

/**
 * The count of sends outside of the database. Where it is ahead of the database's own, or of another journal, the
 * database has been lost or put back from a copy: there were sends that it does not remember.
 */
export class Mark {
  #file: number | undefined
  readonly #journal: string
  readonly quarantine: JournalFacts['quarantine']

  constructor(database: Database, where: Where) {
    const before = rowOf(database)
    this.#journal = before.journal
    if (where.markPath !== WITHOUT_MARK) {
      const place = placeOf(database, where)
      const kept = keptAt(place, where)
      // Others may be sending meanwhile, the database first and the mark after it: what the mark lacks is judged by the
      // row that was read before it, and what it has by the row that is read after it.
      const isNew = !LINE.test(kept)
      const isMissed = isNew && before.marked === 1 && before.sends > 0
      const row = rowOf(database)
      const why = isMissed ? whyMissed(kept, { ...where, place }) : whyStrange(kept, { ...row, path: where.path })
      // Before the quarantine is kept: a folder that is not there is a mistake, and no loss.
      const file = tried(where.path, () => openSync(place, constants.O_RDWR | constants.O_CREAT, 0o600))
      this.#file = file
      if (why !== undefined) {
        database.prepare('UPDATE mark SET quarantined_at = ?, quarantine = ?').run([Date.now(), why])
      }
      if (row.marked === 0) database.prepare('UPDATE mark SET marked = 1').run([])
      tried(where.path, () => {
        writeSync(file, lineOf(row.journal, row.sends), 0)
        // From now on it is written over in its place. Without a flush a loss of power could leave it empty, and an empty
        // one counts as lost.
        if (isNew) fsyncSync(file)
      })
      remember(database, where)
    }
    const { quarantined_at: since, quarantine } = rowOf(database)
    this.quarantine = since === null || quarantine === null ? undefined : { since, why: quarantine }
  }

  /** Not flushed: a loss of power may put it back, and then it says less, never too much. */
  write(sends: number): void {
    if (this.#file === undefined) return
    try {
      writeSync(this.#file, lineOf(this.#journal, sends), 0)
    } catch {
      // What was committed stands; a mark that is behind says less, and the next write brings it up again.
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    // Closed again, it could be somebody else's file by then.
    this.#file = undefined
  }
}

const rowOf = (database: Database): Row => database.prepare('SELECT * FROM mark').get([]) as Row

const lineOf = (journal: string, sends: number): string => `${journal} ${String(sends).padStart(16, '0')}\n`

const LINE = /^([0-9a-f]{32}) (\d{16})\n$/
const LINE_BYTES = 50
/** In the place of what the mark says: no file of that size says it. */
const MISSING = '-'.repeat(LINE_BYTES + 1)

/** The path that was given, or else the one that was given last, as long as the journal lies where it lay then. */
const placeOf = (database: Database, { path, markPath }: Where): string => {
  if (markPath !== REMEMBERED) return besideJournal(path, markPath)
  const known = remembered(database)
  if (known === undefined) return `${path}.mark`
  // A copy that shares the mark of its original would have both count in it.
  if (known.journal === nameOf(path, known.mark)) return besideJournal(path, known.mark)
  throw new Error(
    `The journal at ${path} is a copy, or was moved: as ${known.journal} it had its mark at ${known.mark}. The option ` +
      'markPath must name the mark that it has here',
  )
}

const besideJournal = (path: string, markPath: string): string => resolve(dirname(path), markPath)

/** A mark with a relative path moves with the journal's folder, another one belongs to this very place. */
const nameOf = (path: string, mark: string): string => {
  const real = realpathSync(path)
  return isAbsolute(mark) ? real : basename(real)
}

interface Remembered {
  readonly journal: string
  readonly mark: string
}

const remembered = (database: Database): Remembered | undefined => {
  const row = database.prepare("SELECT CAST(value AS TEXT) AS value FROM meta WHERE name = 'mark_path'").get([])
  return row === undefined ? undefined : (JSON.parse((row as { readonly value: string }).value) as Remembered)
}

/** So that whoever opens the journal without the path finds the mark. */
const remember = (database: Database, { path, markPath }: Where): void => {
  if (markPath === REMEMBERED) return
  const now: Remembered = { journal: nameOf(path, markPath), mark: markPath }
  const known = remembered(database)
  if (known?.journal === now.journal && known.mark === now.mark) return
  const value = Buffer.from(JSON.stringify(now))
  database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('mark_path', ?)").run([value])
}

/** What the mark says; `MISSING` where it is not there. */
const keptAt = (place: string, { path }: Where): string => {
  const found = tried(path, () => statSync(place, { throwIfNoEntry: false }))
  if (found === undefined) return MISSING
  // It is going to be written over.
  if (!found.isFile() || found.size > LINE_BYTES) {
    throw new Error(`The file at ${place} is not the mark of a journal; let the option markPath name another file`)
  }
  return tried(path, () => readFileSync(place, 'utf8'))
}

/** Why a journal has no mark that has sent something. */
const whyMissed = (kept: string, { path, markPath, place }: Where & { readonly place: string }): string => {
  if (kept !== MISSING) return `the mark of the journal at ${path} cannot be read`
  if (markPath !== REMEMBERED || place === `${path}.mark`) return `the mark of the journal at ${path} is not there`
  // Nobody has said that it should be there: more likely it is out of sight than gone.
  throw new Error(
    `The mark of the journal at ${path} was at ${place} and is not there. The option markPath must name it; named ` +
      'where it is gone for good, the journal goes into quarantine',
  )
}

/** Why the database is not the one that was written last; undefined where nothing says so. */
const whyStrange = (
  kept: string,
  { path, journal, sends }: Pick<Row, 'journal' | 'sends'> & Pick<Where, 'path'>,
): string | undefined => {
  const [, other, count] = LINE.exec(kept) ?? []
  if (other === undefined) return undefined
  if (other !== journal) return `another journal was at ${path} before`
  const missing = Number(count) - sends
  return missing > 0 ? `the journal at ${path} lacks the last ${String(missing)} sends` : undefined
}

const tried = <T>(path: string, use: () => T): T => {
  try {
    return use()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `The mark of the journal at ${path} cannot be used (${why}): the option markPath must name a file that this ` +
        'process may write, in a folder that exists',
      { cause },
    )
  }
}
