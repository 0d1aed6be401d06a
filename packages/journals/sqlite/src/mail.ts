import type Database from 'libsql'
import type { DeliveryQuery, DeliveryRecord, Inbox, Outbox, SubscriberKey } from '@polyrail/core'
import type { InboxChange, OutboxChange, Result } from './protocol.js'
import { pageOf, positionFrom } from './pages.js'
import {
  asideFrom,
  DELIVERY_COLUMNS,
  deliveryFrom,
  EVENT_COLUMNS,
  eventFrom,
  type AsideRow,
  type DeliveryRow,
  type EventRow,
} from './rows-mail.js'

/** The journal as both see it. */
export interface MailStore {
  readonly submit: (verb: 'inbox' | 'outbox', change: InboxChange | OutboxChange) => Promise<Result>
  readonly read: <T>(read: (mail: MailReader) => T) => T
}

export const inboxOf = ({ submit, read }: MailStore): Inbox => ({
  keep: async (keep, forMs) => isKept(await submit('inbox', { keep, forMs })),
  due: async (due) => {
    const [verdict, rows] = await submit('inbox', { due })
    return verdict === 'deliveries' ? rows.map(deliveryFrom) : []
  },
  settle: async (settle) => isKept(await submit('inbox', { settle })),
  delivery: async (merchant, id) => read((mail) => mail.delivery(merchant, id)),
  deliveries: async (query) => read((mail) => mail.deliveries(query)),
  forget: async (forget) => countIn(await submit('inbox', { forget })) ?? 0,
})

export const outboxOf = ({ submit, read }: MailStore): Outbox => ({
  claim: async ({ owner, forMs, ...key }) => countIn(await submit('outbox', { ...key, claim: { owner, forMs } })),
  events: async (query) => read((mail) => mail.events(query)),
  aside: async (query) => read((mail) => mail.aside(query)),
  advance: async ({ subscriber, merchant, ...advance }) =>
    isKept(await submit('outbox', { subscriber, ...(merchant === undefined ? {} : { merchant }), advance })),
  retry: async ({ seq, ...key }) => {
    await submit('outbox', { ...key, retry: seq })
  },
  release: async ({ owner, ...key }) => {
    await submit('outbox', { ...key, release: owner })
  },
  subscribers: async () => read((mail) => mail.subscribers()),
  unsubscribe: async (key) => {
    await submit('outbox', { ...key, unsubscribe: true })
  },
  forget: async (forget) => countIn(await submit('outbox', { forget })) ?? 0,
})

const isKept = ([verdict]: Result): boolean => verdict === 'kept'

const countIn = (result: Result): number | undefined => (result[0] === 'count' ? result[1] : undefined)

/** What is read of both, on the reader's connection. */
export class MailReader {
  readonly #delivery: Database.Statement
  readonly #deliveries: Database.Statement
  readonly #events: Database.Statement
  readonly #aside: Database.Statement
  readonly #subscribers: Database.Statement

  constructor(database: Database.Database) {
    this.#delivery = database.prepare(`SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE merchant = ? AND id = ?`).raw()
    this.#deliveries = database
      .prepare(
        `SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE merchant = ? AND (? IS NULL OR state = ?) ` +
          'AND (received_at, seq) > (?, ?) ORDER BY received_at, seq LIMIT ?',
      )
      .raw()
    this.#events = database
      .prepare(`SELECT ${EVENT_COLUMNS} FROM event WHERE seq > ? AND (? IS NULL OR merchant = ?) ORDER BY seq LIMIT ?`)
      .raw()
    this.#aside = database
      .prepare(
        `SELECT ${EVENT_COLUMNS}, aside.tries, aside.next_try_at, aside.why FROM aside JOIN event ON event.seq = aside.seq ` +
          'WHERE aside.name = ? AND aside.merchant = ? ORDER BY aside.seq LIMIT ?',
      )
      .raw()
    this.#subscribers = database
      .prepare(
        "SELECT name, merchant, position, (SELECT count(*) FROM event WHERE seq > position AND (subscriber.merchant = '' " +
          'OR event.merchant = subscriber.merchant)) FROM subscriber ORDER BY name, merchant',
      )
      .raw()
  }

  delivery(merchant: string, id: string): DeliveryRecord | undefined {
    const row = this.#delivery.get([merchant, id]) as DeliveryRow | undefined
    return row && deliveryFrom(row)
  }

  deliveries({ merchant, state, after, limit }: DeliveryQuery): Awaited<ReturnType<Inbox['deliveries']>> {
    const { createdAt, seq } = positionFrom(after)
    const chosen = state ?? null
    const rows = this.#deliveries.all([merchant, chosen, chosen, createdAt, seq, limit + 1]) as DeliveryRow[]
    return pageOf(
      rows.map((row) => ({ seq: row[0], at: row[7], record: deliveryFrom(row) })),
      limit,
    )
  }

  events({ merchant, after, limit }: Parameters<Outbox['events']>[0]): Awaited<ReturnType<Outbox['events']>> {
    const chosen = merchant ?? null
    return (this.#events.all([after, chosen, chosen, limit]) as EventRow[]).map(eventFrom)
  }

  aside({ subscriber, merchant = '', limit }: Parameters<Outbox['aside']>[0]): Awaited<ReturnType<Outbox['aside']>> {
    return (this.#aside.all([subscriber, merchant, limit]) as AsideRow[]).map(asideFrom)
  }

  subscribers(): Awaited<ReturnType<Outbox['subscribers']>> {
    const rows = this.#subscribers.all([]) as (readonly [string, string, number, number])[]
    return rows.map(([subscriber, merchant, position, behind]) => {
      const key: SubscriberKey = { subscriber, ...(merchant === '' ? {} : { merchant }) }
      return { ...key, position, behind }
    })
  }
}
