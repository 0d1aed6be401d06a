import type { AsideRecord, EventRecord, Outbox, SubscriberKey } from './outbox.js'
import type { ObjectRecord } from './port.js'

interface Subscriber {
  readonly key: SubscriberKey
  position: number
  owner: string
  ownedUntil: number
  readonly aside: Map<number, Omit<AsideRecord, 'event'>>
}

export interface MemoryOutbox extends Outbox {
  /** An object as it is now, where its status is another than the one that was told last. */
  readonly tell: (object: ObjectRecord, at: number) => void
}

/** `isOpen` throws where the journal is not. */
export const memoryOutbox = (now: () => number, isOpen: () => void): MemoryOutbox => {
  const subscribers = new Map<string, Subscriber>()
  const told = new Map<string, string>()
  let events: EventRecord[] = []
  let last = 0

  const drop = (): void => {
    const all = [...subscribers.values()]
    events = events.filter(({ seq }) => all.some(({ position, aside }) => position < seq || aside.has(seq)))
  }

  return {
    tell({ merchant, id: object, type, status, body, operation, createdAt }, at) {
      const name = JSON.stringify([merchant, object])
      if (told.get(name) === status) return
      told.set(name, status)
      if (subscribers.size === 0) return
      last += 1
      events.push({ seq: last, merchant, type, object, status, body, operation, createdAt, at })
    },

    async claim({ owner, forMs, ...key }) {
      isOpen()
      const at = now()
      const known = subscribers.get(nameOf(key))
      if (known !== undefined && known.owner !== owner && known.ownedUntil > at) return undefined
      const subscriber = known ?? { key, position: last, owner, ownedUntil: 0, aside: new Map() }
      subscriber.owner = owner
      subscriber.ownedUntil = at + forMs
      subscribers.set(nameOf(key), subscriber)
      return subscriber.position
    },

    async events({ merchant, after, limit }) {
      isOpen()
      const found = events.filter((event) => event.seq > after && (merchant ?? event.merchant) === event.merchant)
      return found.slice(0, limit)
    },

    async aside({ limit, ...key }) {
      isOpen()
      const { aside } = subscribers.get(nameOf(key)) ?? { aside: new Map<number, Omit<AsideRecord, 'event'>>() }
      return events
        .flatMap((event) => {
          const kept = aside.get(event.seq)
          return kept === undefined ? [] : [{ ...kept, event }]
        })
        .slice(0, limit)
    },

    async advance({ owner, position, told: done, aside, ...key }) {
      isOpen()
      const subscriber = subscribers.get(nameOf(key))
      const at = now()
      if (subscriber?.owner !== owner || subscriber.ownedUntil <= at) return false
      subscriber.position = Math.max(subscriber.position, position)
      for (const seq of done) subscriber.aside.delete(seq)
      for (const { seq, tries, inMs, why } of aside) {
        subscriber.aside.set(seq, { tries, why, ...(inMs === undefined ? {} : { nextTryAt: at + inMs }) })
      }
      drop()
      return true
    },

    async retry({ seq, ...key }) {
      isOpen()
      const { aside } = subscribers.get(nameOf(key)) ?? {}
      const kept = aside?.get(seq)
      if (kept !== undefined) aside?.set(seq, { ...kept, tries: 0, nextTryAt: now() })
    },

    async release({ owner, ...key }) {
      isOpen()
      const subscriber = subscribers.get(nameOf(key))
      if (subscriber?.owner === owner) subscriber.ownedUntil = 0
    },

    async subscribers() {
      isOpen()
      return [...subscribers.values()].map(({ key, position }) => ({
        ...key,
        position,
        behind: events.filter(({ seq, merchant }) => seq > position && (key.merchant ?? merchant) === merchant).length,
      }))
    },

    async unsubscribe(key) {
      isOpen()
      subscribers.delete(nameOf(key))
      drop()
    },

    async forget({ before }) {
      isOpen()
      const old = events.filter(({ at }) => at < before)
      events = events.filter(({ at }) => at >= before)
      for (const { aside } of subscribers.values()) for (const { seq } of old) aside.delete(seq)
      return old.length
    },
  }
}

const nameOf = ({ subscriber, merchant }: SubscriberKey): string => JSON.stringify([subscriber, merchant])
