import type Database from 'libsql'
import type { Command, Result, Started, WriterSetup } from '../protocol.js'
import { prepareCommands, type Commands } from './commands.js'
import { connect, fingerprintKey } from './connection.js'
import { Mark } from './mark.js'
import { OutcomeFile } from './outcomes.js'

/** Commits batches of commands; keeps outcomes aside while the store fails, and opens it again as soon as it can. */
export class Committer {
  readonly #setup: WriterSetup
  readonly #outcomes: OutcomeFile
  #database: Database.Database
  #commands: Commands
  #mark: Mark
  /** Why the store failed last, until it has been opened again. */
  #broken: unknown

  constructor(setup: WriterSetup) {
    this.#setup = setup
    this.#outcomes = new OutcomeFile(setup.path)
    this.#database = connect(setup)
    this.#commands = prepareCommands(this.#database, setup)
    this.#mark = new Mark(this.#database, setup)
    this.#replay()
  }

  get facts(): Extract<Started, { fingerprintKey: string }> {
    const { quarantine } = this.#mark
    return { fingerprintKey: fingerprintKey(this.#database), ...(quarantine === undefined ? {} : { quarantine }) }
  }

  /** The results are durable when they are returned. */
  commit(commands: readonly Command[]): readonly Result[] {
    if (this.#broken !== undefined && !this.#reopened()) return this.#refuseAll(commands)
    try {
      if (commands.some(([verb]) => verb === 'reap')) this.#replay()
      return this.#run(commands)
    } catch (error) {
      if (isStoreFailure(error)) {
        this.#broken = error
        // To wait for the lock once more for each command would take minutes.
        if (isBusy(error) || !this.#reopened()) return this.#refuseAll(commands)
      }
      return commands.map((command) => this.#alone(command))
    }
  }

  /** Folds the log into the database, so that the file is whole without those beside it. */
  close(): void {
    if (!this.#database.open) return
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // Nothing is lost: the log stays beside the database, and the next one to open it reads both.
    }
    this.#database.close()
    this.#mark.close()
  }

  #run(commands: readonly Command[]): readonly Result[] {
    let sends: number | undefined
    const results = this.#transaction((now) => {
      const done = commands.map((command) => this.#commands.execute(command, now))
      const armed = done.filter(([verdict], index) => commands[index]?.[0] === 'arm' && MAY_SEND.has(verdict)).length
      sends = armed === 0 ? undefined : this.#commands.countSends(armed)
      return done
    })
    // Before anybody is told that it may send: a copy that lacks these sends is then told from this journal.
    if (sends !== undefined) this.#mark.write(sends)
    return results
  }

  #transaction<T>(work: (now: number) => T): T {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const done = work(Date.now())
      this.#database.exec('COMMIT')
      return done
    } catch (error) {
      this.#rollBack()
      throw error
    }
  }

  /** In a transaction of its own, so that one bad command does not fail the others of its batch. */
  #alone(command: Command): Result {
    if (this.#broken !== undefined) return this.#refuse(command)
    try {
      return this.#run([command])[0] as Result
    } catch (error) {
      if (!isStoreFailure(error)) return ['failed', text(error)]
      this.#broken = error
      return this.#refuse(command)
    }
  }

  #rollBack(): void {
    try {
      // SQLite has rolled back by itself where the disk failed.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
    } catch (error) {
      this.#broken = error
    }
  }

  #reopened(): boolean {
    try {
      if (this.#database.open) this.#database.close()
      this.#database = connect(this.#setup)
      this.#commands = prepareCommands(this.#database, this.#setup)
      this.#mark.close()
      this.#mark = new Mark(this.#database, this.#setup)
      this.#replay()
      this.#broken = undefined
      return true
    } catch (error) {
      this.#broken = error
      return false
    }
  }

  // By the same rules as when they were first recorded, so that one that was committed after all changes nothing.
  #replay(): void {
    if (this.#outcomes.isEmpty) return
    const files = this.#transaction((now) => {
      const taken = this.#outcomes.take()
      taken.outcomes.forEach((outcome) => this.#commands.execute(['record', outcome, null], now))
      return taken.files
    })
    this.#outcomes.forget(files)
  }

  #refuseAll(commands: readonly Command[]): readonly Result[] {
    return commands.map((command) => this.#refuse(command))
  }

  #refuse(command: Command): Result {
    const why = `The journal at ${this.#setup.path} cannot be written (${text(this.#broken)})`
    if (command[0] !== 'record') return ['failed', `${why}; nothing was stored`]
    try {
      this.#outcomes.append(command[1])
      return ['failed', `${why}; the outcome is kept aside in ${this.#outcomes.path} until it can`]
    } catch (error) {
      return ['failed', `${why}, nor can ${this.#outcomes.path} (${text(error)}); the outcome is not stored`]
    }
  }
}

/** Verdicts on an intent after which its sender may write. */
const MAY_SEND = new Set<Result[0]>(['new', 'done'])

const codeOf = (error: unknown): string => String((error as { readonly code?: unknown }).code)

const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY')

// What SQLite says about one command only; all the rest says something about the store.
const ABOUT_ONE_COMMAND = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/

const isStoreFailure = (error: unknown): boolean =>
  codeOf(error).startsWith('SQLITE_') && !ABOUT_ONE_COMMAND.test(codeOf(error))

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error))
