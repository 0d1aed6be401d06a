import type { DeliveryRecord, Inbox } from './inbox.js'
import { page } from './shelf.js'

/** `isOpen` throws where the journal is not. */
export const memoryInbox = (now: () => number, isOpen: () => void): Inbox => {
  const deliveries: DeliveryRecord[] = []
  const places = new Map<string, number>()
  const keys = new Set<string>()
  const replace = (record: DeliveryRecord): void => {
    deliveries[places.get(nameOf(record)) ?? -1] = record
  }
  return {
    async keep(delivery, forMs) {
      isOpen()
      const key = JSON.stringify([delivery.merchant, delivery.provider, delivery.key])
      if (keys.has(key)) return false
      keys.add(key)
      places.set(nameOf(delivery), deliveries.length)
      const receivedAt = now()
      deliveries.push({ ...delivery, state: 'WAITING', receivedAt, tries: 1, nextTryAt: receivedAt + forMs })
      return true
    },

    async due({ limit, forMs }) {
      isOpen()
      const at = now()
      const due = deliveries.filter(({ nextTryAt = Infinity }) => nextTryAt <= at)
      due.sort((one, other) => (one.nextTryAt ?? 0) - (other.nextTryAt ?? 0))
      return due.slice(0, limit).map((record) => {
        const claimed = { ...record, tries: record.tries + 1, nextTryAt: at + forMs }
        replace(claimed)
        return claimed
      })
    },

    async settle({ state, why, inMs, tries, ...key }) {
      isOpen()
      const record = deliveries[places.get(nameOf(key)) ?? -1]
      if (record === undefined || record.tries !== tries) return false
      const { nextTryAt: _, ...kept } = record
      replace({ ...kept, state, why, ...(state === 'WAITING' ? { nextTryAt: now() + (inMs ?? 0) } : {}) })
      return true
    },

    async delivery(merchant, id) {
      isOpen()
      return deliveries[places.get(nameOf({ merchant, id })) ?? -1]
    },

    async deliveries({ merchant, state, ...query }) {
      isOpen()
      return page(query, deliveries, (record) =>
        record.merchant === merchant && (state === undefined || state === record.state) ? record : undefined,
      )
    },

    async forget({ before, limit }) {
      isOpen()
      const old = deliveries.filter(
        ({ state, receivedAt, payload }) => state !== 'WAITING' && receivedAt < before && payload !== '',
      )
      for (const record of old.slice(0, limit)) replace({ ...record, payload: '' })
      return Math.min(old.length, limit)
    },
  }
}

const nameOf = ({ merchant, id }: { readonly merchant: string; readonly id: string }): string => `${merchant} ${id}`
