import { Worker } from 'node:worker_threads'
import { JournalError } from '@polyrail/core'
import { CLOSE, COMMANDS_PER_COMMIT, type Command, type Result, type Started, type WriterSetup } from './protocol.js'

interface Waiting {
  readonly resolve: (result: Result) => void
  readonly reject: (error: JournalError) => void
}

/** The host's end of the thread that writes. Keeps the process alive only while something is being written. */
export class WriterThread {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #outgoing: string[] = []
  #idle: (() => void) | undefined
  #ended: JournalError | undefined

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: string) => this.#settle(JSON.parse(message) as Result[]))
    worker.on('error', (cause) => this.#fail(cause))
    worker.on('exit', () => this.#fail(new Error('The writer thread has ended')))
    worker.unref()
  }

  static async start(
    setup: WriterSetup,
  ): Promise<{ readonly thread: WriterThread } & Extract<Started, { fingerprintKey: string }>> {
    // Always the built file: Node 20 cannot load TypeScript in a thread. The path holds from src/ and from dist/.
    const worker = new Worker(new URL('../dist/writer.js', import.meta.url), { workerData: setup, execArgv: [] })
    const started = await new Promise<Started>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', (cause) => {
        const why = cause instanceof Error ? cause.message : String(cause)
        reject(new JournalError(`The writer thread of the journal does not start (${why})`, { cause }))
      })
    })
    if ('fingerprintKey' in started) return { thread: new WriterThread(worker), ...started }
    await worker.terminate()
    throw new JournalError(started.failed)
  }

  /** Resolves after the commit. */
  submit(command: Command): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) throw this.#ended
      const text = JSON.stringify(command)
      if (cannotBeKept(text)) {
        throw new JournalError('A text that holds a NUL or half a surrogate pair cannot be stored exactly')
      }
      if (this.#waiting.length === 0) this.#worker.ref()
      this.#waiting.push({ resolve, reject })
      // What is submitted in one turn of the event loop travels together: to wake the thread is dear.
      if (this.#outgoing.push(text) === 1) setImmediate(() => this.#post())
    })
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    if (this.#waiting.length > 0) await new Promise<void>((resolve) => (this.#idle = resolve))
    if (this.#ended !== undefined) return
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#worker.ref()
    this.#worker.postMessage(CLOSE)
    await ended
  }

  #post(): void {
    const texts = this.#outgoing
    this.#outgoing = []
    for (let from = 0; from < texts.length; from += COMMANDS_PER_COMMIT) {
      this.#worker.postMessage(`[${texts.slice(from, from + COMMANDS_PER_COMMIT).join()}]`)
    }
  }

  #settle(results: readonly Result[]): void {
    const settled = this.#waiting.splice(0, results.length)
    results.forEach((result, index) => settled[index]?.resolve(result))
    this.#rest()
  }

  #fail(cause: unknown): void {
    const error = new JournalError('The writer of the journal has ended; make and open a new journal', { cause })
    this.#ended ??= error
    this.#waiting.splice(0).forEach(({ reject }) => reject(error))
    this.#rest()
  }

  #rest(): void {
    if (this.#waiting.length > 0) return
    this.#worker.unref()
    this.#idle?.()
  }
}

// SQLite's driver ends a text at its first NUL and replaces half a surrogate pair: two references could become one.
const cannotBeKept = (text: string): boolean => /\\u(?:0000|d[89a-f])/.test(text) && holdsInexact(JSON.parse(text))

const holdsInexact = (value: unknown): boolean =>
  typeof value === 'string'
    ? /[\0\p{Surrogate}]/u.test(value)
    : typeof value === 'object' && value !== null && Object.values(value).some(holdsInexact)
