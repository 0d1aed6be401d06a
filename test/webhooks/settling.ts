import type { DeliverySettled, Journal } from '@polyrail/core'
import { wrappedJournal } from '../support/wrapped-journal.js'
import { until } from '../support/until.js'

/** Who wants to know when a delivery has been looked at. */
export interface Settling {
  readonly watched: (journal: Journal) => Journal
  /** What has become of those deliveries, once all of them have been looked at. */
  readonly settled: (ids: readonly string[]) => Promise<readonly DeliverySettled[]>
}

export const watchSettling = (): Settling => {
  const settled = new Map<string, DeliverySettled>()
  return {
    watched: (journal) =>
      wrappedJournal(journal, {
        inbox: {
          ...journal.inbox,
          settle: async (change) => {
            const kept = await journal.inbox.settle(change)
            if (kept) settled.set(change.id, change)
            return kept
          },
        },
      }),
    settled: async (ids) => {
      await until(() => ids.every((id) => settled.has(id)))
      return ids.map((id) => settled.get(id) as DeliverySettled)
    },
  }
}
