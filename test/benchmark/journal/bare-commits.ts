import type { Slice } from '../client/slice.js'
import type { Span } from '../settings.js'
import { openDatabase, type Database } from './database.js'
import { rowsOf } from './rows.js'
import { prepareWrites, type Writes } from './writes.js'

/**
 * The floor of a durable journal: the rows that polyrail writes for a payment, in the same tables with the same
 * indexes and triggers, written with libsql alone. No thread, no message, no look before the write, no record back.
 */
export class BareCommits {
  readonly #database: Database
  readonly #write: Writes
  /** The first is polyrail's own. */
  #payments = 1
  #unanswered: number[] = []
  /** Commands that may be committed now: their mean number in one commit is no whole number. */
  #credit = 0

  /** `path` is a closed journal that holds one payment. */
  constructor(path: string) {
    this.#database = openDatabase(path)
    this.#write = prepareWrites(this.#database, rowsOf(this.#database))
  }

  runSlice(commandsPerCommit: number, { forMs, atLeastCalls }: Span): Slice {
    const latenciesMs: number[] = []
    const usageBefore = process.cpuUsage()
    const startedAt = performance.now()
    let commands = 0
    while (commands < atLeastCalls * 2 || performance.now() - startedAt < forMs) {
      const committedAt = performance.now()
      commands += this.#commit(commandsPerCommit)
      latenciesMs.push(performance.now() - committedAt)
    }
    const wallMs = performance.now() - startedAt
    const { user, system } = process.cpuUsage(usageBefore)
    // A payment is two commands: it is armed, and it is answered.
    return { calls: commands / 2, cpuUs: user + system, wallMs, latenciesMs }
  }

  close(): void {
    this.#database.close()
  }

  #commit(commandsPerCommit: number): number {
    this.#credit += commandsPerCommit
    const size = Math.max(1, Math.floor(this.#credit))
    this.#credit -= size
    // As under way: what is answered was armed in an earlier commit.
    const answered = this.#unanswered.splice(0, Math.ceil(size / 2))
    this.#database.exec('BEGIN IMMEDIATE')
    answered.forEach((payment) => this.#write.answered(payment))
    for (let armed = answered.length; armed < size; armed += 1) {
      this.#payments += 1
      this.#write.armed(this.#payments)
      this.#unanswered.push(this.#payments)
    }
    this.#database.exec('COMMIT')
    return size
  }
}
