import type { Clock } from '../clock.js'
import { SimulatorError } from '../errors.js'
import type { CallbackFault } from '../faults/fault.js'
import type { Timeline } from '../timeline.js'
import type { CallbackAttempt } from './callback.js'
import { post, type PostResult } from './post.js'
import type { CallbackStyle, Message, Notice } from './style.js'

/** A callback as it was announced; however often it is sent, it is this one. */
export interface Told extends Pick<Notice, 'event' | 'providerId' | 'reference'> {
  readonly genuine: Message
  attempts: number
}

/** One way of a callback to the receiver, with its retries. */
export interface Sending {
  readonly told: Told
  readonly message: Message
  readonly fault?: CallbackFault['kind']
  /** Where it goes instead of to this URL. */
  readonly misdirect?: (url: string) => string
}

export interface CourierRules extends Pick<CallbackStyle, 'url' | 'retryAfterMs' | 'timeoutMs'> {
  readonly clock: Clock
  readonly timeline: Timeline
  readonly signal: AbortSignal
}

interface Queued {
  readonly sending: Sending
  readonly tries: number
  /** Called after the attempt, also if there was none because nobody listens any more. */
  readonly tried: () => void
}

const KEPT = 10_000

/** Carries callbacks to the receiver, one at a time, and tries again later what was not taken. */
export class Courier {
  readonly delivered: CallbackAttempt[] = []
  readonly #rules: CourierRules
  readonly #queue: Queued[] = []
  #url: string | undefined
  #sequence = 0
  #work: Promise<void> | undefined

  constructor(rules: CourierRules) {
    this.#rules = rules
    this.sendTo(rules.url)
  }

  get isListenedTo(): boolean {
    return this.#url !== undefined
  }

  sendTo(url: string | undefined): void {
    if (url !== undefined && !isHttpUrl(url)) throw new SimulatorError('bad_option', 'callbacks need an http URL')
    this.#url = url
    // Nobody who only waits for a callback would ever look at the timeline.
    if (url === undefined) this.#rules.timeline.unwatch()
    else this.#rules.timeline.watch()
  }

  /** Resolves after the first attempt. */
  async send(sending: Sending): Promise<void> {
    await new Promise<void>((tried) => this.#push({ sending, tries: 0, tried }))
  }

  async idle(): Promise<void> {
    this.#rules.timeline.catchUp()
    while (this.#work !== undefined) {
      await this.#work
      this.#rules.timeline.catchUp()
    }
  }

  /** The attempt in progress ends at once, by the signal; what waits is forgotten. */
  async close(): Promise<void> {
    this.sendTo(undefined)
    await this.#work
  }

  #push(queued: Queued): void {
    this.#queue.push(queued)
    this.#work ??= this.#deliverAll()
  }

  async #deliverAll(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      await this.#deliver(next)
      next.tried()
    }
    this.#work = undefined
  }

  async #deliver({ sending, tries }: Queued): Promise<void> {
    if (this.#url === undefined) return
    const { told, message, fault, misdirect } = sending
    const { clock, timeline, retryAfterMs, timeoutMs, signal } = this.#rules
    const at = clock.now().toISOString()
    const url = misdirect === undefined ? this.#url : misdirect(this.#url)
    const attempt = ++told.attempts
    const result = await post(url, message, { timeoutMs, signal })
    this.#note({
      sequence: ++this.#sequence,
      at,
      event: told.event,
      providerId: told.providerId,
      ...(told.reference === undefined ? {} : { reference: told.reference }),
      url,
      attempt,
      ...message,
      ...result,
      ...(fault === undefined ? {} : { fault }),
    })
    const waitMs = retryAfterMs[tries]
    if (isTaken(result) || waitMs === undefined) return
    timeline.at(clock.now().getTime() + waitMs, () => this.#push({ sending, tries: tries + 1, tried: () => undefined }))
  }

  #note(attempt: CallbackAttempt): void {
    this.delivered.push(Object.freeze(attempt))
    // As in the log of requests.
    if (this.delivered.length >= 2 * KEPT) this.delivered.splice(0, KEPT)
  }
}

const isTaken = (result: PostResult): boolean => 'status' in result && result.status >= 200 && result.status < 300

const isHttpUrl = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'http:'
