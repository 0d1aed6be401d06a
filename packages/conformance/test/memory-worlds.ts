import type { JournalSubject, JournalWorld } from '@polyrail/conformance'
import { JournalError, memoryJournal, type Journal } from '@polyrail/core'

type Change = (journal: Journal, world: Pick<JournalWorld, 'clock'>) => Journal

const worldClock = () => {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  return { now: () => now, advance: (ms: number) => void (now += ms) }
}

/** The memory journal, or what is made of it. */
export const memorySubject = (change: Change = (journal) => journal): JournalSubject => ({
  capabilities: { reopen: false },
  create: async () => {
    const clock = worldClock()
    return { journal: change(memoryJournal({ clock }), { clock }), clock, cleanup: async () => undefined }
  },
})

/** A handle that can be closed without its store. */
const handle = (store: Journal): Journal => {
  let closed = false
  const opened = () => {
    if (closed) throw new JournalError('closed')
    return store
  }
  return {
    name: store.name,
    open: async (options) => opened().open(options),
    close: async () => void (closed = true),
    arm: async (intent) => opened().arm(intent),
    record: async (outcome) => opened().record(outcome),
    observe: async (observation) => opened().observe(observation),
    reap: async (limit) => opened().reap(limit),
    due: async (claim) => opened().due(claim),
    postpone: async (check) => opened().postpone(check),
    forgettable: async (query) => opened().forgettable(query),
    history: async (merchant, id) => opened().history(merchant, id),
    release: async (decision) => opened().release(decision),
    findOperation: async (key) => opened().findOperation(key),
    operation: async (merchant, id) => opened().operation(merchant, id),
    operations: async (query) => opened().operations(query),
    object: async (selector) => opened().object(selector),
    objects: async (query) => opened().objects(query),
    tokens: store.tokens,
    inbox: store.inbox,
    outbox: store.outbox,
  }
}

/** Several handles on one memory journal, as a journal that is shared has them; `change` makes each handle. */
export const sharedSubject = (change: Change = (store) => store): JournalSubject => ({
  capabilities: { reopen: true },
  create: async () => {
    const clock = worldClock()
    const store = memoryJournal({ clock })
    const open = () => handle(change(store, { clock }))
    return { journal: open(), reopen: async () => open(), clock, cleanup: () => store.close() }
  },
})
