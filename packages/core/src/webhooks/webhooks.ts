import type { Webhook, WebhookDelivery, WebhookReceipt } from '../contract/webhook.js'
import { NotFoundError, ValidationError } from '../errors/errors.js'
import { logWebhookServer } from '../log/events.js'
import type { DeliveryRecord, DeliveryState } from '../journal/port.js'
import { reading } from '../payments/reading.js'
import type { Scope } from '../payments/scope.js'
import {
  fetchHandler,
  nodeHandler,
  warnOfShortHeaders,
  type FetchHandler,
  type NodeHandler,
  type Receiver,
  type WebhookHandlerOptions,
} from './http.js'
import { receiveWebhook, type ReceivingContext } from './receiving.js'

const PAGE = 100

const STATES: Readonly<Record<Webhook['status'], DeliveryState>> = {
  waiting: 'WAITING',
  done: 'DONE',
  poison: 'POISON',
}

/** Filters of {@link Webhooks.list}. */
export interface WebhookFilter {
  readonly status?: Webhook['status']
}

/** What providers tell of their own accord. */
export class Webhooks {
  readonly #scope: Scope
  readonly #context: ReceivingContext

  constructor(scope: Scope, context: ReceivingContext) {
    this.#scope = scope
    this.#context = context
  }

  /**
   * Takes a delivery: what is authentic is stored, and then applied in the background. Resolves with what to answer the
   * provider; rejects with `ValidationError` only where it is called with something else than a delivery.
   */
  receive(delivery: WebhookDelivery): Promise<WebhookReceipt> {
    return receiveWebhook(this.#scope, this.#context, delivery)
  }

  /** For frameworks that speak `Request` and `Response`: Hono, Next, Deno, Bun. The last part of the path names the account. */
  handler(options: WebhookHandlerOptions = {}): FetchHandler {
    this.#lookAround(options)
    return fetchHandler(this.#receiver(), options)
  }

  /** For `node:http`, Express, Fastify and Nest. The last part of the path names the account. */
  nodeHandler(options: WebhookHandlerOptions = {}): NodeHandler {
    this.#lookAround(options)
    return nodeHandler(this.#receiver(), options)
  }

  /** What was stored, oldest first. */
  async *list({ status }: WebhookFilter = {}): AsyncGenerator<Webhook, void> {
    const { journal, merchant } = this.#scope
    if (status !== undefined && !Object.hasOwn(STATES, status)) {
      throw new ValidationError([{ path: 'status', message: 'expected waiting, done or poison' }])
    }
    const state = status === undefined ? {} : { state: STATES[status] }
    let after: string | undefined
    do {
      const query = { merchant, ...state, limit: PAGE, ...(after === undefined ? {} : { after }) }
      const page = await reading(() => journal.inbox.deliveries(query))
      for (const record of page.items) yield publicWebhook(record)
      after = page.after
    } while (after !== undefined)
  }

  /** One that was stored; `undefined` if there is none of that id. */
  async retrieve(id: string): Promise<Webhook | undefined> {
    const { journal, merchant } = this.#scope
    const found = await reading(() => journal.inbox.delivery(merchant, id))
    return found === undefined ? undefined : publicWebhook(found)
  }

  /** Has a delivery applied once more: after a correction of whatever made it fail. It never does harm; what fails again is a person’s again. */
  async replay(id: string): Promise<void> {
    const { journal, merchant } = this.#scope
    const found = await reading(() => journal.inbox.delivery(merchant, id))
    if (found === undefined) throw new NotFoundError(`There is no webhook ${id} in the journal`)
    const waits = { merchant, id, tries: found.tries, state: 'WAITING', why: 'replay', inMs: 0 } as const
    await reading(() => journal.inbox.settle(waits))
    await reading(() => this.#context.worker.due())
  }

  #receiver(): Receiver {
    const { logger } = this.#scope
    return {
      receive: (delivery) => this.receive(delivery),
      failed: (problem) => {
        logWebhookServer(logger, 'all', problem)
      },
    }
  }

  #lookAround(options: WebhookHandlerOptions): void {
    // It only warns: whatever fails here fails again where it matters.
    void warnOfShortHeaders(this.#scope, options).catch(() => undefined)
  }
}

const STATUSES: Readonly<Record<DeliveryState, Webhook['status']>> = {
  WAITING: 'waiting',
  DONE: 'done',
  POISON: 'poison',
}

const publicWebhook = ({ id, merchant, provider, state, why, tries, payload, ...times }: DeliveryRecord): Webhook => ({
  ...{ id, merchant, provider, status: STATUSES[state], tries, payload },
  ...(why === undefined ? {} : { cause: why }),
  receivedAt: new Date(times.receivedAt).toISOString(),
  ...(times.nextTryAt === undefined ? {} : { nextTryAt: new Date(times.nextTryAt).toISOString() }),
})
