import { memoryJournal, type Inbox, type Journal, type Outcome, type StoredToken } from '@polyrail/core'
import type { JournalSubject } from '@polyrail/conformance'
import { memorySubject, sharedSubject } from './memory-worlds.js'

/** A journal that breaks one promise on purpose, and the case that must see it. */
export interface Broken {
  readonly does: string
  readonly caughtBy: string
  readonly subject: JournalSubject
}

const broken = (does: string, caughtBy: string, change: (journal: Journal) => Partial<Journal>): Broken => ({
  does,
  caughtBy,
  subject: memorySubject((journal) => ({ ...journal, ...change(journal) })),
})

export const brokenJournals: readonly Broken[] = [
  broken('has no lanes', 'lane.held', (journal) => ({
    arm: (intent) => journal.arm({ ...intent, lanes: [] }),
  })),
  broken('knows only the first lane of an operation', 'lane.other', (journal) => ({
    arm: (intent) => journal.arm({ ...intent, lanes: intent.lanes.slice(0, 1) }),
  })),
  broken('changes an object whatever has become of it', 'change.stale', (journal) => ({
    arm: ({ objectVersion: _, ...intent }) => journal.arm(intent),
  })),
  broken('takes old evidence on a changed object', 'change.observed-stale', (journal) => ({
    observe: ({ objectVersion: _, ...observation }) => journal.observe(observation),
  })),
  broken('lays every object to whoever wrote it', 'change.writes', (journal) => ({
    record: ({ object: { operation: _, ...object }, ...outcome }) => journal.record({ ...outcome, object }),
  })),
  broken('forgets what belongs to what', 'parent.counts', (journal) => ({
    arm: ({ object: { parent: _, ...object }, ...intent }) => journal.arm({ ...intent, object }),
  })),
  broken('lets everybody have the last of a parent', 'parent.stale', (journal) => ({
    arm: async (intent) => {
      const { merchant, parent } = intent
      const found = parent && (await journal.object({ merchant, type: parent.type, id: parent.id }))
      return journal.arm(found === undefined ? intent : { ...intent, parent: { ...found } })
    },
  })),
  broken('keeps the token that came last', 'token.newer', ({ tokens }) => {
    const kept = new Map<string, StoredToken>()
    const save = async (name: string, token: StoredToken): Promise<void> => void kept.set(name, token)
    return { tokens: { ...tokens, save, load: async (name) => kept.get(name) } }
  }),
  broken('lets everybody get the next token', 'token.claim', ({ tokens }) => ({
    tokens: { ...tokens, claim: async () => true },
  })),
  broken('keeps what comes again', 'inbox.once', ({ inbox }) => {
    let brought = 0
    const keep: Inbox['keep'] = async (delivery, forMs) =>
      inbox.keep({ ...delivery, key: `${delivery.key} ${String((brought += 1))}` }, forMs)
    return { inbox: { ...inbox, keep } }
  }),
  broken('knows deliveries apart by their key alone', 'inbox.once', ({ inbox }) => ({
    inbox: { ...inbox, keep: async (delivery, forMs) => inbox.keep({ ...delivery, provider: 'one' }, forMs) },
  })),
  broken('gives a delivery to everybody', 'inbox.claimed', ({ inbox }) => ({
    inbox: { ...inbox, due: async (claim) => inbox.due({ ...claim, forMs: 0 }) },
  })),
  broken('lets anybody say what became of a delivery', 'inbox.claimed', (journal) => ({
    inbox: {
      ...journal.inbox,
      settle: async (settled) => {
        const { items } = await journal.inbox.deliveries({ merchant: settled.merchant, limit: 100 })
        const tries = items.find(({ id }) => id === settled.id)?.tries ?? 1
        return journal.inbox.settle({ ...settled, tries })
      },
    },
  })),
  broken('forgets what waits', 'inbox.forgets', ({ inbox }) => ({
    inbox: {
      ...inbox,
      forget: async (query) => {
        for (const { merchant, id, tries, state } of (await inbox.deliveries({ merchant: 'default', limit: 9 }))
          .items) {
          if (state === 'WAITING') await inbox.settle({ merchant, id, tries, state: 'DONE', why: 'old' })
        }
        return inbox.forget(query)
      },
    },
  })),
  broken('tells of what is being sent', 'outbox.tells', (journal) => ({
    arm: async (intent) => {
      const armed = await journal.arm(intent)
      const { id, merchant, fence, attempt } = armed.operation
      const outcome = { id, merchant, fence, attempt, cause: 'armed', object: intent.object, state: 'PENDING' } as const
      if (armed.armed) await journal.record(outcome)
      return armed
    },
  })),
  broken('tells of what goes on', 'outbox.quiet', (journal) => ({
    record: async ({ quiet: _, ...outcome }) => journal.record(outcome),
  })),
  broken('tells everything from the beginning', 'outbox.from-now', ({ outbox }) => {
    void outbox.claim({ subscriber: 'always', owner: 'nobody', forMs: 1 }).catch(() => undefined)
    return {
      outbox: { ...outbox, claim: async (claim) => ((await outbox.claim(claim)) === undefined ? undefined : 0) },
    }
  }),
  broken('lets every process tell the same', 'outbox.claimed', ({ outbox }) => ({
    outbox: { ...outbox, claim: async (claim) => outbox.claim({ ...claim, owner: 'all' }) },
  })),
  broken('drops what one subscriber was told', 'outbox.advances', ({ outbox }) => ({
    outbox: {
      ...outbox,
      advance: async (progress) => {
        const advanced = await outbox.advance(progress)
        await outbox.unsubscribe({ subscriber: 'second' })
        return advanced
      },
    },
  })),
  broken('keeps nothing aside', 'outbox.aside', ({ outbox }) => ({
    outbox: { ...outbox, advance: async (progress) => outbox.advance({ ...progress, aside: [] }) },
  })),
  broken('tells every merchant’s subscriber of all', 'outbox.merchants', ({ outbox }) => ({
    outbox: { ...outbox, events: async ({ merchant: _, ...query }) => outbox.events(query) },
  })),
  broken('tells everybody of a due check', 'check.claimed', (journal) => ({
    due: async (claim) => journal.due({ ...claim, forMs: 0 }),
  })),
  broken('has checks due too early', 'check.due', (journal) => ({
    record: ({ nextCheckInMs, ...outcome }) =>
      journal.record(nextCheckInMs === undefined ? outcome : { ...outcome, nextCheckInMs: nextCheckInMs - 1 }),
  })),
  broken('never checks what it has reaped', 'check.reaped', (journal) => ({
    reap: async (limit) => {
      const reaped = await journal.reap(limit)
      for (const { merchant, id, version } of reaped) await journal.postpone({ merchant, id, version })
      return reaped
    },
  })),
  broken('counts no absences', 'check.absences', (journal) => ({
    observe: ({ absent: _, ...observation }) => journal.observe(observation),
  })),
  broken('forgets who decided', 'history.kept', (journal) => ({
    observe: ({ actor: _, evidence: __, ...observation }) => journal.observe(observation),
  })),
  broken('hashes nothing', 'history.kept', (journal) => ({
    history: async (merchant, id) => (await journal.history(merchant, id)).map(({ hash: _, ...line }) => line),
  })),
  broken('forgets no command', 'check.shredded', (journal) => ({
    observe: ({ shred: _, ...observation }) => journal.observe(observation),
  })),
  broken('hears no acknowledgement', 'lane.acknowledged', (journal) => ({
    arm: ({ acknowledged: _, ...intent }) => journal.arm(intent),
  })),
  broken('lists the oldest for the newest', 'list.newest', (journal) => ({
    operations: ({ newestFirst: _, ...query }) => journal.operations(query),
  })),
  broken('postpones whatever has become of it', 'check.postponed', (journal) => ({
    postpone: async (check) => {
      const found = await journal.operation(check.merchant, check.id)
      return journal.postpone({ ...check, version: found?.version ?? 0 })
    },
  })),
  broken('acknowledges every lane', 'lane.not-acknowledged', (journal) => ({
    arm: ({ acknowledged, ...intent }) =>
      journal.arm(
        acknowledged === undefined ? intent : { ...intent, acknowledged: { ...acknowledged, lanes: intent.lanes } },
      ),
  })),
  broken('lets a late sender write over everything', 'record.late-object', (journal) => ({
    record: async (outcome) => {
      const answer = await journal.record(outcome)
      const { id, merchant, state, version } = answer.operation
      if (!answer.recorded) return answer
      const found = await journal.object({ merchant, type: outcome.object.type, id: outcome.object.id })
      if (found === undefined || found.operation === id) return answer
      const change = { id, merchant, state, version, cause: 'late', objectVersion: found.version }
      return journal.observe({ ...change, object: outcome.object })
    },
  })),
  broken('stops no check', 'check.postponed', (journal) => ({
    postpone: async (check) => (check.inMs === undefined ? undefined : journal.postpone(check)),
  })),
  broken('says "armed" to everybody', 'arm.once', (journal) => ({
    arm: async (intent) => ({ armed: true, operation: (await journal.arm(intent)).operation }),
  })),
  broken('looks before it arms, and goes to sleep in between', 'arm.race', (journal) => ({
    arm: async (intent) => {
      const found = await journal.findOperation(intent)
      await new Promise(setImmediate)
      if (found !== undefined || intent.seen !== undefined) return journal.arm(intent)
      const answer = await journal.arm(intent)
      return { armed: true, operation: { ...answer.operation, id: intent.id } }
    },
  })),
  broken('claims whatever version is there', 'claim.stale', (journal) => ({
    arm: async (intent) => {
      const found = await journal.findOperation(intent)
      if (found === undefined || intent.seen?.id !== found.id) return journal.arm(intent)
      return journal.arm({ ...intent, seen: { id: found.id, version: found.version } })
    },
  })),
  broken('counts no new attempt for a claim', 'claim.counts', (journal) => ({
    arm: async (intent) => {
      const answer = await journal.arm(intent)
      return { ...answer, operation: { ...answer.operation, attempt: 1 } }
    },
  })),
  broken('replaces an operation of which nobody knows', 'supersede.states', (journal) => ({
    arm: async (intent) => {
      const found = await journal.findOperation(intent)
      if (found?.state !== 'UNKNOWN' || intent.supersedes === undefined) return journal.arm(intent)
      const { id, merchant, version, object } = found
      const written = { ...intent.object, id: object }
      const evidence = { id, merchant, version, state: 'ABSENT', cause: 'guessed', object: written } as const
      const absent = await journal.observe(evidence)
      return journal.arm({ ...intent, seen: { id, version: absent.operation.version } })
    },
  })),
  broken('prepares again what was prepared', 'supersede.steps', (journal) => ({
    arm: (intent) => journal.arm({ ...intent, steps: {} }),
  })),
  broken('shares a provider reference between payments', 'arm.provider-reference', (journal) => ({
    arm: (intent) => journal.arm({ ...intent, providerReference: `${intent.merchant} ${intent.reference}` }),
  })),
  broken('lets any fence record', 'record.foreign-fence', (journal) => ({
    record: async (outcome) => {
      const found = await journal.operation(outcome.merchant, outcome.id)
      return journal.record({ ...outcome, fence: found?.fence ?? 0 })
    },
  })),
  broken('lets an older attempt record', 'record.stale-fence', (journal) => ({
    record: async (outcome) => {
      const found = await journal.operation(outcome.merchant, outcome.id)
      return journal.record({ ...outcome, fence: found?.fence ?? 0, attempt: found?.attempt ?? 0 })
    },
  })),
  broken('opens a late "not sent" for another attempt', 'late.not-sent', (journal) => ({
    record: async (outcome) => {
      const { recorded, operation } = await journal.record(outcome)
      return { recorded, operation: operation.state === 'ABSENT' ? { ...operation, state: 'NOT_SENT' } : operation }
    },
  })),
  broken('drops what a sender that lost its lease has seen', 'late.evidence', (journal) => ({
    record: async (outcome) => {
      const found = await journal.operation(outcome.merchant, outcome.id)
      if (found === undefined || found.fence === outcome.fence) return journal.record(outcome)
      return { recorded: false, operation: found }
    },
  })),
  broken('records a second outcome', 'record.once', (journal) => ({
    record: async (outcome) => ({ ...(await journal.record(outcome)), recorded: true }),
  })),
  broken('reaps leases that hold', 'reap.expired', (journal) => ({
    reap: (limit) => recordAll(journal, limit, 'UNKNOWN'),
  })),
  broken('reaps into something that may be sent', 'reap.unsendable', (journal) => ({
    reap: (limit) => recordAll(journal, limit, 'NOT_SENT'),
  })),
  broken('never says that a lease has expired', 'lease.judged', (journal) => ({
    operation: async (merchant, id) => {
      const found = await journal.operation(merchant, id)
      return found && { ...found, leaseExpired: false }
    },
  })),
  broken('takes evidence on any version', 'observe.version', (journal) => ({
    observe: async (observation) => {
      const found = await journal.operation(observation.merchant, observation.id)
      return journal.observe({ ...observation, version: found?.version ?? 0 })
    },
  })),
  broken('refuses to learn details without a change of state', 'observe.details', (journal) => ({
    observe: async (observation) => {
      const found = await journal.operation(observation.merchant, observation.id)
      if (found?.state === observation.state) return { recorded: false, operation: found }
      return journal.observe(observation)
    },
  })),
  broken('observes over an edge that is not legal', 'edges.observe', (journal) => ({
    observe: async (observation) => {
      const { recorded, operation } = await journal.observe(observation)
      if (recorded || operation.state !== 'SUCCEEDED') return { recorded, operation }
      return { recorded: true, operation: { ...operation, state: observation.state } }
    },
  })),
  broken('records over an edge that is not legal', 'edges.record', (journal) => ({
    record: (outcome) => journal.record(outcome.state === 'CANCELLED' ? { ...outcome, state: 'DECLINED' } : outcome),
  })),
  broken('forgets the error when it learns something else', 'record.error', (journal) => ({
    observe: async (observation) => {
      const { recorded, operation } = await journal.observe(observation)
      const { error: _, ...rest } = operation
      return { recorded, operation: rest }
    },
  })),
  broken('forgets the error', 'record.error', (journal) => ({
    record: ({ error: _, ...outcome }) => journal.record(outcome),
  })),
  broken('forgets the answers of steps', 'record.steps', (journal) => ({
    record: ({ step: _, ...outcome }) => journal.record(outcome),
  })),
  broken('writes the object only when it arms', 'object.changed', (journal) => {
    const first = new Map<string, Awaited<ReturnType<Journal['object']>>>()
    return {
      object: async (selector) => {
        const name = JSON.stringify(selector)
        if (!first.has(name)) first.set(name, await journal.object({ ...selector }))
        return first.get(name)
      },
      arm: async (intent) => {
        const answer = await journal.arm(intent)
        const selector = { merchant: intent.merchant, type: intent.object.type, id: intent.object.id }
        first.set(JSON.stringify(selector), await journal.object(selector))
        return answer
      },
    }
  }),
  broken('shows a merchant the objects of others', 'merchants.apart', (journal) => ({
    object: async (selector) => (await journal.object({ ...selector, merchant: 'one' })) ?? journal.object(selector),
  })),
  broken('loses an item at the border of pages', 'lists.oldest-first', (journal) => ({
    operations: async (query) => {
      const { items, after } = await journal.operations(query)
      return after === undefined ? { items } : { items, after: String(Number(after) + 1) }
    },
  })),
  broken('shows an item again when others were inserted', 'lists.stable', (journal) => ({
    operations: async ({ after = '0', ...query }) => {
      const { items } = await journal.operations({ ...query, limit: 1_000 })
      const sorted = items.toSorted((one, other) => (one.reference < other.reference ? -1 : 1))
      const end = Number(after) + query.limit
      const shown = sorted.slice(Number(after), end)
      return end < sorted.length ? { items: shown, after: String(end) } : { items: shown }
    },
  })),
  broken('promises another page where there is none', 'lists.last-page', (journal) => ({
    operations: async (query) => {
      const { items, after = String(1_000) } = await journal.operations(query)
      return items.length < query.limit ? { items } : { items, after }
    },
  })),
  broken('ignores the provider in a list', 'lists.operation-filters', (journal) => ({
    operations: ({ provider: _, ...query }) => journal.operations(query),
  })),
  broken('takes the end of a time range as part of it', 'lists.object-filters', (journal) => ({
    objects: ({ createdTo, ...query }) =>
      journal.objects(createdTo === undefined ? query : { ...query, createdTo: createdTo + 1 }),
  })),
  broken('cuts off long texts', 'store.texts', (journal) => ({
    arm: (intent) => journal.arm({ ...intent, request: intent.request.slice(0, 200) }),
  })),
  broken('takes references for the same that differ in case', 'store.distinct', (journal) => ({
    arm: (intent) => journal.arm({ ...intent, reference: intent.reference.toLowerCase() }),
  })),
  broken('answers after it was closed', 'store.closed', () => ({ close: async () => undefined })),
  {
    does: 'keeps a store for each handle',
    caughtBy: 'shared.race',
    subject: sharedSubject((_, { clock }) => memoryJournal({ clock: clock as unknown as { now(): number } })),
  },
  {
    does: 'makes a new fingerprint key whenever it is opened',
    caughtBy: 'shared.kept',
    subject: sharedSubject((store) => ({
      ...store,
      open: async () => {
        await store.open()
        return memoryJournal().open()
      },
    })),
  },
]

const recordAll = async (journal: Journal, limit: number, state: Outcome['state']) => {
  const { items } = await journal.operations({ merchant: 'default', states: ['SENDING'], limit })
  const changes = items.map(({ id, merchant, fence, attempt, object: objectId, provider, reference }) => {
    const object = { id: objectId, type: 'payout', provider, reference, status: 'unknown', body: '{}' } as const
    return journal.record({ id, merchant, fence, attempt, state, cause: 'lease_expired', object })
  })
  return (await Promise.all(changes)).map(({ operation }) => operation)
}
