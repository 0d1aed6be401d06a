import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/clock.js'
import type { EventHandler } from '../contract/event.js'
import type { Journal, SubscriberKey } from '../journal/port.js'
import { logUntold } from '../log/events.js'
import type { Logger } from '../log/logger.js'
import { tell } from './telling.js'

/** One process tells a subscriber for this time, and renews it while it lives. */
const CLAIM_MS = 30_000
const RENEW_MS = 10_000
/** Where another process tells it: how often it is looked whether that one still lives. */
const STAND_BY_MS = 5_000
const PAGE = 100
const MOST_ASIDE = 1_000

export interface SubscriptionContext {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
}

/** Tells one subscriber, from this process or from another one, until it is stopped. */
export class Subscription {
  readonly #context: SubscriptionContext
  readonly #key: SubscriberKey
  readonly #handler: EventHandler
  readonly #everyMs: number
  readonly #owner = randomUUID()
  #position: number | undefined
  #renewsAt = -Infinity
  #stopped = false
  #wake = (): void => undefined
  #running: Promise<void> = Promise.resolve()

  constructor(
    context: SubscriptionContext,
    {
      key,
      handler,
      everyMs,
    }: { readonly key: SubscriberKey; readonly handler: EventHandler; readonly everyMs: number },
  ) {
    this.#context = context
    this.#key = key
    this.#handler = handler
    this.#everyMs = everyMs
  }

  /** Rejects where the journal does not take the subscriber: then nothing is told. */
  async start(): Promise<void> {
    await this.#claim()
    this.#running = this.#run()
  }

  /** Waits for the handlers under way; another process may go on at once. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#running
    const { journal } = this.#context
    await journal.outbox.release({ ...this.#key, owner: this.#owner }).catch(() => undefined)
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const more = await this.#turn().catch((error: unknown) => {
        const { subscriber } = this.#key
        logUntold(this.#context.logger, { subscriber, cause: error instanceof Error ? error.message : String(error) })
        return false
      })
      if (!more) await this.#pause(this.#position === undefined ? STAND_BY_MS : this.#everyMs)
    }
  }

  /** True where there may be more to tell at once. */
  async #turn(): Promise<boolean> {
    const { journal, clock, logger } = this.#context
    if (clock.monotonic() >= this.#renewsAt) await this.#claim()
    const position = this.#position
    if (position === undefined || this.#stopped) return false
    const { merchant } = this.#key
    const query = { after: position, limit: PAGE, ...(merchant === undefined ? {} : { merchant }) }
    const events = await journal.outbox.events(query)
    const aside = await journal.outbox.aside({ ...this.#key, limit: MOST_ASIDE })
    const waiting = aside.filter(({ nextTryAt }) => nextTryAt !== undefined)
    const isDue = waiting.some(({ nextTryAt = 0 }) => nextTryAt <= clock.now())
    if (events.length === 0 && !isDue) return false
    const {
      told,
      aside: put,
      given,
    } = await this.#whileOurs(() => tell(this.#handler, { waiting, events, now: clock.now() }))
    const last = events.at(-1)?.seq ?? position
    if (told.length + put.length > 0 || last > position) {
      const progress = { ...this.#key, owner: this.#owner, position: last, told, aside: put }
      this.#position = (await journal.outbox.advance(progress)) ? last : undefined
    }
    for (const { seq, type } of given) {
      logUntold(logger, { subscriber: this.#key.subscriber, cause: 'given_up', event: `${type} ${String(seq)}` })
    }
    return events.length === PAGE
  }

  async #claim(): Promise<void> {
    const { journal, clock } = this.#context
    this.#position = await journal.outbox.claim({ ...this.#key, owner: this.#owner, forMs: CLAIM_MS })
    this.#renewsAt = clock.monotonic() + (this.#position === undefined ? STAND_BY_MS : RENEW_MS)
  }

  /** Keeps the right to tell while handlers take their time. */
  async #whileOurs<T>(work: () => Promise<T>): Promise<T> {
    const renew = setInterval(() => {
      void this.#claim().catch(() => undefined)
    }, RENEW_MS).unref()
    try {
      return await work()
    } finally {
      clearInterval(renew)
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    return new Promise((resolve) => {
      // Of the machine's own clock, and no reason for a process to live on.
      const timer = setTimeout(resolve, ms).unref()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
