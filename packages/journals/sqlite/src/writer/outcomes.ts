import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Outcome } from '@polyrail/core'

/**
 * Where outcomes wait that could not be committed: JSON lines beside the journal, shared by all its processes.
 * A reader takes the file away by renaming it before it reads, so a writer that finds its file still in place after
 * the flush knows that its line will be read.
 */
export class OutcomeFile {
  readonly path: string

  constructor(journal: string) {
    this.path = `${journal}.outcomes`
  }

  append(outcome: Outcome): void {
    while (!this.#appendOnce(`\n${JSON.stringify(outcome)}\n`));
  }

  get isEmpty(): boolean {
    return this.#waiting().length === 0
  }

  /** All that waits. It is handed out again until its files are forgotten. */
  take(): { readonly outcomes: readonly Outcome[]; readonly files: readonly string[] } {
    this.#rename()
    const files = this.#waiting()
    return { outcomes: files.flatMap(read), files }
  }

  forget(files: readonly string[]): void {
    files.forEach((file) => rmSync(file, { force: true }))
  }

  #appendOnce(line: string): boolean {
    const file = openSync(this.path, 'a', 0o600)
    try {
      const bytes = Buffer.from(line)
      if (writeSync(file, bytes) !== bytes.length) throw new Error('The disk took only a part of the outcome')
      fsyncSync(file)
      flushFolder(dirname(this.path))
      return statSync(this.path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino
    } finally {
      closeSync(file)
    }
  }

  #rename(): void {
    try {
      renameSync(this.path, `${this.path}.${randomBytes(6).toString('hex')}`)
    } catch (error) {
      // Only what a reader left that crashed is waiting.
      if ((error as { readonly code?: string }).code !== 'ENOENT') throw error
    }
  }

  #waiting(): readonly string[] {
    const folder = dirname(this.path)
    const name = basename(this.path)
    return readdirSync(folder)
      .filter((file) => file === name || file.startsWith(`${name}.`))
      .map((file) => join(folder, file))
  }
}

const read = (file: string): readonly Outcome[] =>
  lines(file).flatMap((line) => {
    try {
      return [JSON.parse(line) as Outcome]
    } catch {
      // Torn by a crash or a full disk: whoever wrote it never said that it is kept.
      return []
    }
  })

const lines = (file: string): readonly string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch (error) {
    // Another process has read and removed it.
    if ((error as { readonly code?: string }).code === 'ENOENT') return []
    throw error
  }
}

// A new file can be lost with its folder's entry; Windows cannot flush a folder, and need not.
const flushFolder = (folder: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
