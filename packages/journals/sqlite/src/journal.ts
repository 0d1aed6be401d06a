import {
  JournalError,
  LEGAL_EDGES,
  REPLACEABLE,
  ValidationError,
  type Armed,
  type Intent,
  type Journal,
  type JournalFacts,
  type ObjectQuery,
  type ObjectRecord,
  type ObjectSelector,
  type Observation,
  type OperationKey,
  type OperationQuery,
  type OperationRecord,
  type Outcome,
  type Page,
  type ProviderKey,
  type Recorded,
  type TokenStore,
  type Transition,
} from '@polyrail/core'
import { settingsFrom, type Settings, type SqliteJournalOptions } from './options.js'
import type { Command, Result } from './protocol.js'
import { inboxOf, outboxOf, type MailStore } from './mail.js'
import { Reader } from './reader.js'
import { bornFrom, operationFrom } from './rows.js'
import { APPLICATION_ID, MIGRATIONS } from './schema.js'
import { WriterThread } from './writer-thread.js'

/**
 * The embedded journal: one SQLite file, flushed to the disk at every commit, shared by the processes of one host.
 * Throws a `ConfigurationError` when an option is wrong; the file is not touched before `open()`.
 */
export const sqliteJournal = (options: SqliteJournalOptions): Journal => new SqliteJournal(settingsFrom(options))

interface Connections {
  readonly thread: WriterThread
  readonly reader: Reader
  readonly facts: JournalFacts
}

class SqliteJournal implements Journal {
  readonly name = 'sqlite'
  readonly #settings: Settings
  #opening: Promise<Connections> | undefined
  #open: Connections | undefined
  #clock: Settings['clock']
  #closing: Promise<void> | undefined

  constructor(settings: Settings) {
    this.#settings = settings
  }

  /** Called again while open, it gives the same facts again; after a failure it tries again. */
  async open({ clock }: Parameters<Journal['open']>[0] = {}): Promise<JournalFacts> {
    if (this.#closing !== undefined) throw this.#notOpen()
    this.#clock = this.#settings.clock ?? clock
    this.#opening ??= this.#connect()
    try {
      this.#open = await this.#opening
      return this.#open.facts
    } catch (error) {
      this.#opening = undefined
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closing ??= this.#disconnect()
    return this.#closing
  }

  async arm(intent: Intent): Promise<Armed> {
    const result = await this.#submit(['arm', intent, this.#hostTime()])
    const [verdict] = result
    if (verdict === 'new') return { armed: true, operation: bornFrom(intent, result[1], result[2]) }
    const operation = this.#operationIn(result)
    if (verdict === 'done') return { armed: true, operation }
    return { armed: false, operation, ...(verdict === 'lane' || verdict === 'object' ? { because: verdict } : {}) }
  }

  async record(outcome: Outcome): Promise<Recorded> {
    const result = await this.#submit(['record', outcome, this.#hostTime()])
    return { recorded: result[0] === 'done', operation: this.#operationIn(result) }
  }

  async observe(observation: Observation): Promise<Recorded> {
    const result = await this.#submit(['observe', observation, this.#hostTime()])
    return { recorded: result[0] === 'done', operation: this.#operationIn(result) }
  }

  async reap(limit: number): Promise<readonly OperationRecord[]> {
    const result = await this.#submit(['reap', limit, this.#hostTime()])
    return this.#operationsIn(result)
  }

  async due(claim: Parameters<Journal['due']>[0]): Promise<readonly OperationRecord[]> {
    return this.#operationsIn(await this.#submit(['due', claim, this.#hostTime()]))
  }

  async postpone(check: Parameters<Journal['postpone']>[0]): Promise<void> {
    await this.#submit(['postpone', check, this.#hostTime()])
  }

  async history(merchant: string, id: string): Promise<readonly Transition[]> {
    return this.#read((reader) => reader.history(merchant, id))
  }

  async forgettable(query: Parameters<Journal['forgettable']>[0]): Promise<readonly OperationRecord[]> {
    return this.#read((reader) => reader.forgettable(query, this.#now()))
  }

  async release(decision: Parameters<Journal['release']>[0]): Promise<void> {
    await this.#submit(['release', decision, this.#hostTime()])
  }

  async findOperation(key: OperationKey | ProviderKey): Promise<OperationRecord | undefined> {
    return this.#read((reader) => reader.findOperation(key, this.#now()))
  }

  async operation(merchant: string, id: string): Promise<OperationRecord | undefined> {
    return this.#read((reader) => reader.operation(merchant, id, this.#now()))
  }

  async operations(query: OperationQuery): Promise<Page<OperationRecord>> {
    return this.#read((reader) => reader.operations(query, this.#now()))
  }

  async object(selector: ObjectSelector): Promise<ObjectRecord | undefined> {
    return this.#read((reader) => reader.object(selector))
  }

  async objects(query: ObjectQuery): Promise<Page<ObjectRecord>> {
    return this.#read((reader) => reader.objects(query))
  }

  readonly inbox = inboxOf(this.#mail())
  readonly outbox = outboxOf(this.#mail())

  readonly tokens: TokenStore = {
    load: async (name) => this.#read((reader) => reader.token(name)),
    save: async (name, save) => {
      await this.#submit(['token', { name, save }, this.#hostTime()])
    },
    claim: async (name, claim, forMs) => {
      const [verdict] = await this.#submit(['token', { name, claim, forMs }, this.#hostTime()])
      return verdict === 'kept'
    },
  }

  #mail(): MailStore {
    return {
      submit: (verb, change) => this.#submit([verb, change, this.#hostTime()] as Command),
      read: (read) => this.#read(({ mail }) => read(mail)),
    }
  }

  async #connect(): Promise<Connections> {
    const { path, markPath, busyTimeoutMs } = this.#settings
    const { thread, fingerprintKey, ...facts } = await WriterThread.start({
      path,
      markPath,
      busyTimeoutMs,
      applicationId: APPLICATION_ID,
      migrations: MIGRATIONS,
      edges: LEGAL_EDGES,
      replaceable: REPLACEABLE,
    })
    try {
      const reader = new Reader(path, busyTimeoutMs)
      return { thread, reader, facts: { ...facts, fingerprintKey: Buffer.from(fingerprintKey, 'hex') } }
    } catch (cause) {
      await thread.close()
      throw this.#unreadable(cause)
    }
  }

  async #disconnect(): Promise<void> {
    const connections = await this.#opening?.catch(() => undefined)
    // The reader first, so that the writer is the last one and folds the log into the database.
    connections?.reader.close()
    await connections?.thread.close()
  }

  #connections(): Connections {
    if (this.#open === undefined || this.#closing !== undefined) throw this.#notOpen()
    return this.#open
  }

  #notOpen(): JournalError {
    return new JournalError(`The journal at ${this.#settings.path} is ${this.#closing ? 'closed' : 'not open yet'}`)
  }

  #read<T>(read: (reader: Reader) => T): T {
    const { reader } = this.#connections()
    try {
      return read(reader)
    } catch (cause) {
      throw cause instanceof ValidationError ? cause : this.#unreadable(cause)
    }
  }

  #unreadable(cause: unknown): JournalError {
    const why = cause instanceof Error ? cause.message : String(cause)
    return new JournalError(`The journal at ${this.#settings.path} cannot be read (${why})`, { cause })
  }

  async #submit(command: Command): Promise<Exclude<Result, readonly ['failed', string]>> {
    const result = await this.#connections().thread.submit(command)
    if (result[0] === 'failed') throw new JournalError(result[1])
    return result
  }

  #operationsIn(result: Result): readonly OperationRecord[] {
    return result[0] === 'rows' ? result[1].map((row) => operationFrom(row, this.#now())) : []
  }

  #operationIn(result: Result): OperationRecord {
    const [verdict, row] = result
    if (verdict === 'done' || verdict === 'refused' || verdict === 'lane' || verdict === 'object') {
      return operationFrom(row, this.#now())
    }
    throw new JournalError('The writer of the journal gave an answer that does not fit the question')
  }

  /** Without a clock the writer's time counts, taken inside the transaction: it follows the order of commits. */
  #hostTime(): number | null {
    return this.#clock?.now() ?? null
  }

  #now(): number {
    return this.#clock?.now() ?? Date.now()
  }
}
