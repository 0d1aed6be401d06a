import type { Clock } from '../clock/clock.js'
import { PaymentError, UnsupportedOperationError } from '../errors/errors.js'
import { isSealed } from '../journal/encrypted.js'
import type { DeliveryRecord, DeliverySettled, Journal } from '../journal/port.js'
import { logWebhook } from '../log/events.js'
import type { Logger } from '../log/logger.js'
import type { Scope } from '../payments/scope.js'
import { applyNotice } from './applying.js'

/** A claimed delivery is due again after this time, should whoever claimed it have died. */
export const CLAIM_MS = 60_000
const AT_ONCE = 8
/** A notice may come before our own commit, or about what another of our systems has made. */
const WAITS_FOR_ORDER_MS = 24 * 60 * 60_000
const SENDING_MS = 1_000
const MOST_FAILURES = 8
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 10 * 60_000

export interface InboxContext {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly scopeOf: (merchant: string) => Scope
}

type Verdict = Pick<DeliverySettled, 'state' | 'why' | 'inMs'>

/** Applies what was stored; what fails is tried again, and no delivery waits for another. */
export class InboxWorker {
  readonly #context: InboxContext
  readonly #running = new Set<Promise<void>>()
  #stopped = false

  constructor(context: InboxContext) {
    this.#context = context
  }

  /** One that was kept just now, by its claim. It never rejects, and nobody waits for it. */
  take(delivery: DeliveryRecord): void {
    // Whoever opens the journal next finds it due.
    if (!this.#stopped) void this.#track(this.#work(delivery))
  }

  /** All that are due. Rejects only where the journal cannot be read. */
  async due(): Promise<void> {
    let claimed: readonly DeliveryRecord[]
    do {
      if (this.#stopped) return
      claimed = await this.#context.journal.inbox.due({ limit: AT_ONCE, forMs: CLAIM_MS })
      await Promise.all(claimed.map((delivery) => this.#track(this.#work(delivery))))
    } while (claimed.length === AT_ONCE)
  }

  /** No new ones; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.allSettled([...this.#running])
  }

  async #work(delivery: DeliveryRecord): Promise<void> {
    const { journal, logger } = this.#context
    const { merchant, id, tries, provider } = delivery
    const verdict = await this.#judge(delivery)
    if (verdict.state === 'POISON') logWebhook(logger, { provider, delivery: id, cause: verdict.why })
    // Not stored, it is due again; applied twice it changes nothing.
    await journal.inbox.settle({ merchant, id, tries, ...verdict }).catch(() => false)
  }

  async #judge(delivery: DeliveryRecord): Promise<Verdict> {
    const { merchant, provider, payload, tries } = delivery
    if (isSealed(payload)) return { state: 'POISON', why: 'sealed' }
    try {
      const scope = this.#context.scopeOf(merchant)
      const client = (await scope.clients()).get(provider)
      const read = client?.account.definition.webhooks?.read
      if (client === undefined || read === undefined) return this.#failed(tries, 'no_account')
      const notice = readable(() => read(payload))
      if (notice === 'unreadable') return { state: 'POISON', why: 'unreadable' }
      if (notice === undefined) return { state: 'DONE', why: 'not_ours' }
      const applied = await applyNotice(scope, client, { notice, payload })
      if (applied === 'sending') return { state: 'WAITING', why: applied, inMs: SENDING_MS }
      return applied === 'unknown_reference' ? this.#early(delivery) : { state: 'DONE', why: applied }
    } catch (error) {
      if (error instanceof UnsupportedOperationError) return { state: 'DONE', why: 'cannot_be_asked' }
      return this.#failed(tries, error instanceof PaymentError ? error.code : 'failed')
    }
  }

  /** Nobody knows the order yet. */
  #early({ receivedAt, tries }: DeliveryRecord): Verdict {
    const why = 'unknown_reference'
    if (this.#context.clock.now() - receivedAt >= WAITS_FOR_ORDER_MS) return { state: 'POISON', why }
    return { state: 'WAITING', why, inMs: this.#pauseMs(tries) }
  }

  #failed(tries: number, why: string): Verdict {
    return tries >= MOST_FAILURES ? { state: 'POISON', why } : { state: 'WAITING', why, inMs: this.#pauseMs(tries) }
  }

  #pauseMs(tries: number): number {
    const pause = Math.min(FIRST_PAUSE_MS * 3 ** (tries - 1), LONGEST_PAUSE_MS)
    return Math.round(pause * (0.75 + this.#context.random() / 2))
  }

  #track(work: Promise<void>): Promise<void> {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
    return work
  }
}

const readable = <T>(read: () => T): T | 'unreadable' => {
  try {
    return read()
  } catch {
    return 'unreadable'
  }
}
