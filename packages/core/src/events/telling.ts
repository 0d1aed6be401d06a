import type { EventHandler, PaymentEvent } from '../contract/event.js'
import { isSealed } from '../journal/encrypted.js'
import type { AsideRecord, EventRecord, Progress } from '../journal/port.js'
import { publicObject } from '../engine/plan.js'
import { ownFields } from '../schema/own.js'

const AT_ONCE = 16
/** After so many failures an event is given up: about half a day of them. */
const MOST_TRIES = 16
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60 * 60_000
const LONGEST_CAUSE = 200

type Aside = Progress['aside'][number]

/** What came of telling a batch. */
export interface Told {
  readonly told: readonly number[]
  readonly aside: readonly Aside[]
  /** Events that are given up now. */
  readonly given: readonly EventRecord[]
}

interface Item {
  readonly event: EventRecord
  readonly tries: number
}

export interface Batch {
  /** What failed before and is still to be told, in order. */
  readonly waiting: readonly AsideRecord[]
  /** What is new, in order. */
  readonly events: readonly EventRecord[]
  readonly now: number
}

/**
 * Tells a handler: one object's events one after the other, those of several objects at the same time. What fails is put
 * aside, and so is what comes after it of the same object, so that the order stays.
 */
export const tell = async (handler: EventHandler, { waiting, events, now }: Batch): Promise<Told> => {
  const queues = new Map<string, Queue>()
  const queueOf = (event: EventRecord): Queue => {
    const name = `${event.merchant} ${event.object}`
    const queue = queues.get(name) ?? { early: [], items: [] }
    queues.set(name, queue)
    return queue
  }
  for (const { event, tries, nextTryAt } of waiting) {
    const queue = queueOf(event)
    queue.dueAt ??= nextTryAt
    queue.items.push({ event, tries })
    queue.early.push(event.seq)
  }
  for (const event of events) queueOf(event).items.push({ event, tries: 0 })
  const results: Told[] = []
  const left = [...queues.values()]
  const work = async (): Promise<void> => {
    for (let queue = left.shift(); queue !== undefined; queue = left.shift()) {
      results.push(await tellInOrder(handler, queue, now))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return {
    told: results.flatMap(({ told }) => told),
    aside: results.flatMap(({ aside }) => aside),
    given: results.flatMap(({ given }) => given),
  }
}

/** The events of one object. */
interface Queue {
  readonly items: Item[]
  /** Those that are aside already. */
  readonly early: number[]
  /** Before that time nothing of it is told. */
  dueAt?: number | undefined
}

const tellInOrder = async (handler: EventHandler, { items, early, dueAt }: Queue, now: number): Promise<Told> => {
  const told: number[] = []
  const aside: Aside[] = []
  const given: EventRecord[] = []
  let isBlocked = dueAt !== undefined && dueAt > now
  for (const { event, tries } of items) {
    const { seq } = event
    const isAside = early.includes(seq)
    if (isBlocked) {
      if (!isAside) aside.push({ seq, tries: 0, inMs: 0, why: 'behind another' })
      continue
    }
    const cause = await causeOf(handler, event)
    if (cause === undefined) {
      if (isAside) told.push(seq)
    } else if (tries + 1 >= MOST_TRIES) {
      // What comes after it is told all the same: one event must not end them all.
      aside.push({ seq, tries: tries + 1, why: cause })
      given.push(event)
    } else {
      aside.push({ seq, tries: tries + 1, inMs: pauseMs(tries), why: cause })
      isBlocked = true
    }
  }
  return { told, aside, given }
}

const pauseMs = (tries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)

/** Why the handler did not take it; undefined where it did. */
const causeOf = async (handler: EventHandler, event: EventRecord): Promise<string | undefined> => {
  try {
    if (isSealed(event.body)) throw new Error('it is sealed with a key that is not given')
    await handler(publicEvent(event))
    return undefined
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_CAUSE) || 'it failed'
  }
}

const DIGITS = 12

/** The time and the place in the journal: the same whenever it is told, and of this journal only. */
const eventId = ({ seq, at }: EventRecord): string => `ev_${hex(at)}${hex(seq)}`

const hex = (number: number): string => number.toString(16).padStart(DIGITS, '0')

/** The place in the journal; undefined for what is no id of an event. */
export const seqOf = (id: string): number | undefined =>
  /^ev_[0-9a-f]{24}$/.test(id) ? Number.parseInt(id.slice(-DIGITS), 16) : undefined

/** An event as handlers are told of it. */
export const publicEvent = (event: EventRecord): PaymentEvent => {
  const { merchant, type, object: id, status, body, operation, createdAt, at } = ownFields(event)
  const record = { merchant, type, id, status, body, operation, createdAt, updatedAt: at, version: 1, children: 0 }
  const object = publicObject({ ...record, provider: '', reference: '' })
  return {
    id: eventId(event),
    type: `${type}.${status}`,
    merchant,
    object,
    occurredAt: new Date(at).toISOString(),
  } as PaymentEvent
}
