import type { EventHandler, PaymentEvent, SubscriberState, UntoldEvent } from '../contract/event.js'
import { NotFoundError, ValidationError, type Issue } from '../errors/errors.js'
import { isSealed } from '../journal/encrypted.js'
import type { AsideRecord, EventRecord, SubscriberKey } from '../journal/port.js'
import { isRecord } from '../payments/check.js'
import { reading } from '../payments/reading.js'
import { Subscription, type SubscriptionContext } from './subscription.js'
import { publicEvent, seqOf } from './telling.js'

const EVERY_MS = 500
const MOST_UNTOLD = 1_000
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export interface SubscribeOptions {
  /** Under this name it is remembered what was told. Two that share a name share the events between them. */
  readonly name: string
  /** How often the journal is looked at for what is new, in milliseconds; default 500. */
  readonly everyMs?: number
}

/** A subscription of this process. */
export interface ActiveSubscription extends AsyncDisposable {
  /** Waits for the handlers under way. What happens from now on is told when the name is subscribed again. */
  stop(): Promise<void>
}

/** What a platform is told without asking: each change of an object's status, of all merchants or of one. */
export class Events {
  readonly #context: EventsContext
  readonly #merchant: { readonly merchant?: string }

  constructor(context: EventsContext, merchant: string | undefined) {
    this.#context = context
    this.#merchant = merchant === undefined ? {} : { merchant }
  }

  /**
   * Has a handler told of every event from now on, or, under a name that was subscribed before, from where that was: at
   * least once, in order for each object, also after a restart. A handler that rejects is told again later, less and less
   * often; the events of other objects go on. Of several processes with one name one at a time is told. Resolves when
   * nothing that happens from then on is missed.
   */
  async subscribe(handler: EventHandler, options: SubscribeOptions): Promise<ActiveSubscription> {
    const { name, everyMs = EVERY_MS } = checked(handler, options)
    const subscription = new Subscription(this.#context, { key: this.#key(name), handler, everyMs })
    await reading(() => subscription.start())
    this.#context.active.add(subscription)
    const stop = async (): Promise<void> => {
      this.#context.active.delete(subscription)
      await subscription.stop()
    }
    return { stop, [Symbol.asyncDispose]: stop }
  }

  /** Forgets a name, and what was kept for it alone. */
  async unsubscribe(name: string): Promise<void> {
    await reading(() => this.#context.journal.outbox.unsubscribe(this.#key(name)))
  }

  /** All names that were ever subscribed, and how far behind they are. A forgotten one keeps events for ever. */
  async subscribers(): Promise<readonly SubscriberState[]> {
    const all = await reading(() => this.#context.journal.outbox.subscribers())
    return all.map(({ subscriber, merchant, behind }) => ({
      name: subscriber,
      ...(merchant === undefined ? {} : { merchant }),
      behind,
    }))
  }

  /**
   * What a subscriber's handler has failed for, oldest first, the first 1,000: what is told again, and what was given up.
   * Of an object that is sealed with a key that is not given, only the id and the status are shown.
   */
  async untold(name: string): Promise<readonly UntoldEvent[]> {
    return (await this.#aside(name)).map(({ event, tries, nextTryAt, why }) => ({
      event: publicEvent(isSealed(event.body) ? { ...event, body: outline(event) } : event),
      tries,
      ...(nextTryAt === undefined ? {} : { nextTryAt: new Date(nextTryAt).toISOString() }),
      cause: why,
    }))
  }

  /** Has an event told once more that failed or was given up. Rejects with `NotFoundError` where there is none. */
  async retry(name: string, id: PaymentEvent['id']): Promise<void> {
    const { outbox } = this.#context.journal
    const found = (await this.#aside(name)).find(({ event }) => event.seq === seqOf(id))
    if (found === undefined) throw new NotFoundError(`The subscriber ${name} has no untold event ${id}`)
    await reading(() => outbox.retry({ ...this.#key(name), seq: found.event.seq }))
  }

  #aside(name: string): Promise<readonly AsideRecord[]> {
    return reading(() => this.#context.journal.outbox.aside({ ...this.#key(name), limit: MOST_UNTOLD }))
  }

  #key(name: string): SubscriberKey {
    return { subscriber: name, ...this.#merchant }
  }
}

const outline = ({ object: id, merchant, status }: EventRecord): string => JSON.stringify({ id, merchant, status })

export interface EventsContext extends SubscriptionContext {
  /** Those of this process, of all merchants. */
  readonly active: Set<Subscription>
}

const checked = (handler: unknown, given: unknown): SubscribeOptions => {
  const { name, everyMs, ...others } = isRecord(given) ? given : {}
  const issues: Issue[] = Object.keys(others).map((path) => ({ path, message: 'is not a known option' }))
  if (typeof handler !== 'function') issues.push({ path: 'handler', message: 'expected a function' })
  if (typeof name !== 'string' || !NAME.test(name)) {
    issues.push({ path: 'name', message: 'expected 1 to 64 letters, digits, dots, dashes or underscores' })
  }
  if (everyMs !== undefined && !(typeof everyMs === 'number' && everyMs >= 1 && everyMs <= 60_000)) {
    issues.push({ path: 'everyMs', message: 'expected milliseconds from 1 to 60000' })
  }
  if (issues.length > 0) throw new ValidationError(issues)
  return given as SubscribeOptions
}
