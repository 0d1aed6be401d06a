import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Database } from 'libsql'
import type { WriterSetup } from '../protocol.js'

interface Row {
  readonly journal: string
  readonly sends: number
  readonly marked: number
  readonly quarantined_at: number | null
  readonly quarantine: string | null
}

/**
 * The count of sends outside of the database. Where it is ahead of the database's own, or of another journal, the
 * database has been lost or put back from a copy: there were sends that it does not remember.
 */
export class Mark {
  readonly #file: number
  readonly #journal: string
  readonly quarantine: { readonly since: number; readonly why: string } | undefined

  constructor(database: Database, { path, markPath }: WriterSetup) {
    const isThere = existsSync(markPath)
    if (!isThere) closeSync(openSync(markPath, 'a', 0o600))
    const kept = readFileSync(markPath, 'utf8')
    this.#file = openSync(markPath, 'r+')
    const row = () => database.prepare('SELECT * FROM mark').get([]) as Row
    const { journal, sends, marked } = row()
    const lost = !isThere && marked === 1 && sends > 0
    const why = lost ? `the mark of the journal at ${path} is not there` : whyStrange(kept, { path, journal, sends })
    if (why !== undefined) {
      database.prepare('UPDATE mark SET quarantined_at = ?, quarantine = ?').run([Date.now(), why])
    }
    if (marked === 0) database.prepare('UPDATE mark SET marked = 1').run([])
    const { quarantined_at: since, quarantine } = row()
    this.quarantine = since === null || quarantine === null ? undefined : { since, why: quarantine }
    this.#journal = journal
    this.write(sends)
  }

  /** Not flushed: a loss of power may put it back, and then it says less, never too much. */
  write(sends: number): void {
    try {
      writeSync(this.#file, lineOf(this.#journal, sends), 0)
    } catch {
      // What was committed stands; a mark that is behind says less, and the next write brings it up again.
    }
  }

  close(): void {
    closeSync(this.#file)
  }
}

const lineOf = (journal: string, sends: number): string => `${journal} ${String(sends).padStart(16, '0')}\n`

const LINE = /^([0-9a-f]{32}) (\d{16})\n$/

/** Why the database is not the one that was written last; undefined where nothing says so. */
const whyStrange = (
  kept: string,
  { path, journal, sends }: { readonly path: string; readonly journal: string; readonly sends: number },
): string | undefined => {
  const [, other, count] = LINE.exec(kept) ?? []
  if (other === undefined) return undefined
  if (other !== journal) return `another journal was at ${path} before`
  const missing = Number(count) - sends
  return missing > 0 ? `the journal at ${path} lacks the last ${String(missing)} sends` : undefined
}
