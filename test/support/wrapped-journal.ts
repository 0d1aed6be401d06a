import type { Journal } from '@polyrail/core'

/** The journal with some of its methods replaced. */
export const wrappedJournal = (journal: Journal, changes: Partial<Journal>): Journal => ({
  name: journal.name,
  open: (options) => journal.open(options),
  close: () => journal.close(),
  arm: (intent) => journal.arm(intent),
  record: (outcome) => journal.record(outcome),
  observe: (observation) => journal.observe(observation),
  reap: (limit) => journal.reap(limit),
  due: (claim) => journal.due(claim),
  postpone: (check) => journal.postpone(check),
  forgettable: (query) => journal.forgettable(query),
  history: (merchant, id) => journal.history(merchant, id),
  release: (decision) => journal.release(decision),
  findOperation: (key) => journal.findOperation(key),
  operation: (merchant, id) => journal.operation(merchant, id),
  operations: (query) => journal.operations(query),
  object: (selector) => journal.object(selector),
  objects: (query) => journal.objects(query),
  tokens: journal.tokens,
  inbox: journal.inbox,
  outbox: journal.outbox,
  ...changes,
})
