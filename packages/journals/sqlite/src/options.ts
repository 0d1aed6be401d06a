import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { ConfigurationError, type Issue } from '@polyrail/core'
import { REMEMBERED, WITHOUT_MARK } from './writer/mark.js'

export interface SqliteJournalOptions {
  /** The file of the journal, on a local file system; made when it does not exist. Files beside it share its name. */
  readonly path: string
  /**
   * A small file that counts the sends. From it a journal that was lost or put back from a copy is told, so it should lie
   * where such a copy does not reach: on another disk. The journal remembers it: left out, it is the one that was given
   * last, or else lies beside the journal (`<path>.mark`). `false`: it is neither read nor written, so that no quarantine
   * begins, and nothing can be sent; for tools that look at a platform's journal.
   */
  readonly markPath?: string | false
  /** How long a write waits while another process writes; default 5,000. */
  readonly busyTimeoutMs?: number
  /** Milliseconds since 1970, the same for all processes on the file; default: the machine's clock. For tests. */
  readonly clock?: { now(): number }
}

export interface Settings {
  readonly path: string
  /** Absolute, or relative to the journal's folder; or one of the two words of the mark. */
  readonly markPath: string
  readonly busyTimeoutMs: number
  readonly clock: { now(): number } | undefined
}

/** Throws a `ConfigurationError` that names each option that is wrong. */
export const settingsFrom = ({ path, markPath, busyTimeoutMs = 5_000, clock }: SqliteJournalOptions): Settings => {
  const issues: Issue[] = []
  if (typeof path !== 'string' || path.trim() === '')
    issues.push({ path: 'path', message: 'must be a non-empty string' })
  else if (path.startsWith(':')) {
    issues.push({ path: 'path', message: 'must name a file; for a journal that forgets at exit use memoryJournal()' })
  } else if (!isAbsolute(path) && /^[a-z][a-z0-9+.-]+:/i.test(path)) {
    issues.push({ path: 'path', message: 'must name a local file, not an address' })
  } else if (path.includes('\0')) issues.push({ path: 'path', message: 'must not contain a NUL character' })
  if (markPath !== undefined && markPath !== false) {
    if (typeof markPath !== 'string' || markPath.trim() === '' || markPath.includes('\0')) {
      issues.push({ path: 'markPath', message: 'must name a file, or be false for a tool that sends nothing' })
    } else if (typeof path === 'string' && resolve(markPath) === resolve(path)) {
      issues.push({ path: 'markPath', message: 'must not name the journal itself' })
    }
  }
  if (!Number.isInteger(busyTimeoutMs) || busyTimeoutMs < 0 || busyTimeoutMs > 60_000) {
    issues.push({ path: 'busyTimeoutMs', message: 'must be whole milliseconds from 0 to 60000' })
  }
  if (clock !== undefined && typeof clock.now !== 'function') {
    issues.push({ path: 'clock', message: 'must have a function now()' })
  }
  if (issues.length > 0) throw new ConfigurationError(issues)
  return { path: resolve(path), markPath: placeOf(path, markPath), busyTimeoutMs, clock }
}

const placeOf = (path: string, markPath: SqliteJournalOptions['markPath']): string => {
  if (markPath === undefined) return REMEMBERED
  if (markPath === false) return WITHOUT_MARK
  return isAbsolute(markPath) ? resolve(markPath) : relative(dirname(resolve(path)), resolve(markPath))
}
