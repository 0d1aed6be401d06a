import assert from 'node:assert/strict'
import type { Journal, OperationRecord, Progress } from '@polyrail/core'
import { arm, intentFor, objectFor, observationOf, observe, outcomeOf, record } from '../samples.js'
import type { JournalCase } from '../world.js'

const FOR_MS = 10_000
const LEDGER = { subscriber: 'ledger', owner: 'process-1' } as const

const subscribe = ({ outbox }: Journal, owner = 'process-1'): Promise<number | undefined> =>
  outbox.claim({ subscriber: 'ledger', owner, forMs: FOR_MS })

const showing = (reference: string, status: string) => ({ object: objectFor(reference, { status }) })

/** A payout that is pending. */
const pending = async (journal: Journal, reference = 'invoice-1'): Promise<OperationRecord> =>
  record(journal, outcomeOf(await arm(journal, intentFor(reference)), 'PENDING', showing(reference, 'processing')))

const told = async ({ outbox }: Journal, after = 0): Promise<readonly string[]> =>
  (await outbox.events({ after, limit: 100 })).map(({ type, object, status }) => `${type} ${object} ${status}`)

const progress = (changes: Partial<Progress>): Progress => ({ ...LEDGER, position: 0, told: [], aside: [], ...changes })

export const outboxCases: readonly JournalCase[] = [
  {
    id: 'outbox.tells',
    title: 'tells of each status that an object comes to, in order and as it was, and not of what is being sent',
    needs: [],
    run: async ({ journal }) => {
      await subscribe(journal)
      const operation = await arm(journal, intentFor('invoice-1'))
      assert.deepEqual(await told(journal), [], 'what is being sent tells nothing')
      const body = '{"reference":"invoice-1","status":"processing"}'
      const object = objectFor('invoice-1', { status: 'processing', body })
      const sent = await record(journal, outcomeOf(operation, 'PENDING', { object }))
      await pending(journal, 'invoice-2')
      await observe(journal, observationOf(sent, 'SUCCEEDED', showing('invoice-1', 'succeeded')))
      assert.deepEqual(await told(journal), [
        'payout payout-invoice-1 processing',
        'payout payout-invoice-2 processing',
        'payout payout-invoice-1 succeeded',
      ])
      const [first] = await journal.outbox.events({ after: 0, limit: 1 })
      const { seq: _, at, createdAt, ...event } = first ?? assert.fail('there is an event')
      assert.deepEqual(event, {
        ...{ merchant: 'default', type: 'payout', object: 'payout-invoice-1', status: 'processing', body },
        operation: operation.id,
      })
      assert.equal(at, sent.updatedAt)
      assert.equal(createdAt, operation.createdAt)
    },
  },
  {
    id: 'outbox.once',
    title: 'tells nothing where the status stays, or where nothing was recorded',
    needs: [],
    run: async ({ journal }) => {
      await subscribe(journal)
      const sent = await pending(journal)
      const same = await observe(journal, observationOf(sent, 'PENDING', showing('invoice-1', 'processing')))
      const late = observationOf(sent, 'SUCCEEDED', showing('invoice-1', 'succeeded'))
      assert.equal((await journal.observe(late)).recorded, false)
      const { object: _, ...bare } = observationOf(same, 'SUCCEEDED')
      await observe(journal, bare)
      assert.deepEqual(await told(journal), ['payout payout-invoice-1 processing'])
    },
  },
  {
    id: 'outbox.quiet',
    title: 'tells nothing of an outcome after which its call goes on, until somebody finds that it has not gone on',
    needs: [],
    run: async ({ journal, advance }) => {
      await subscribe(journal)
      const failed = showing('invoice-1', 'failed')
      const first = await arm(journal, intentFor('invoice-1'))
      const refused = await record(journal, outcomeOf(first, 'NOT_SENT', { ...failed, quiet: true, nextCheckInMs: 50 }))
      assert.deepEqual(await told(journal), [])
      advance(50)
      const due = await journal.due({ limit: 10, forMs: 1_000 })
      assert.deepEqual(
        due.map(({ id }) => id),
        [refused.id],
        'somebody looks at it',
      )
      await observe(journal, observationOf(refused, 'NOT_SENT', failed))
      assert.deepEqual(await told(journal), ['payout payout-invoice-1 failed'])
      const second = await arm(journal, intentFor('invoice-2'))
      advance(60_000)
      await journal.reap(10)
      await record(journal, outcomeOf(second, 'NOT_SENT', { ...showing('invoice-2', 'failed'), quiet: true }))
      const later = ['payout payout-invoice-2 unknown', 'payout payout-invoice-2 failed']
      assert.deepEqual((await told(journal)).slice(1), later, 'a sender that comes late does not go on')
    },
  },
  {
    id: 'outbox.reaped',
    title: 'tells that nobody knows what became of it when its sender has died',
    needs: [],
    run: async ({ journal, advance }) => {
      await subscribe(journal)
      await arm(journal, intentFor('invoice-1'))
      advance(60_000)
      await journal.reap(10)
      assert.deepEqual(await told(journal), ['payout payout-invoice-1 unknown'])
    },
  },
  {
    id: 'outbox.from-now',
    title: 'keeps nothing while nobody has subscribed, and begins for a new subscriber with what happens from then on',
    needs: [],
    run: async ({ journal }) => {
      const sent = await pending(journal)
      assert.deepEqual(await told(journal), [])
      await subscribe(journal)
      const later = await observe(journal, observationOf(sent, 'SUCCEEDED', showing('invoice-1', 'succeeded')))
      const position = await journal.outbox.claim({ subscriber: 'second', owner: 'process-1', forMs: FOR_MS })
      await pending(journal, 'invoice-2')
      assert.deepEqual(await told(journal, position), ['payout payout-invoice-2 processing'])
      assert.equal((await told(journal)).length, 2, later.id)
    },
  },
  {
    id: 'outbox.claimed',
    title: 'lets one process tell a subscriber, and another one when his time has passed',
    needs: [],
    run: async ({ journal, advance }) => {
      assert.equal(typeof (await subscribe(journal)), 'number')
      assert.equal(await subscribe(journal, 'process-2'), undefined)
      assert.equal(typeof (await subscribe(journal)), 'number', 'the same one goes on')
      advance(FOR_MS)
      assert.equal(await journal.outbox.advance(progress({ position: 1 })), false, 'his time has passed')
      assert.equal(typeof (await subscribe(journal, 'process-2')), 'number')
      assert.equal(await journal.outbox.advance(progress({ position: 1 })), false, 'it is another one’s')
      await journal.outbox.release({ subscriber: 'ledger', owner: 'process-2' })
      assert.equal(typeof (await subscribe(journal)), 'number')
    },
  },
  {
    id: 'outbox.advances',
    title: 'drops what every subscriber is past, and nothing else',
    needs: [],
    run: async ({ journal }) => {
      await subscribe(journal)
      await journal.outbox.claim({ subscriber: 'second', owner: 'process-1', forMs: FOR_MS })
      for (const reference of ['one', 'two', 'three']) await pending(journal, reference)
      const [one, two] = await journal.outbox.events({ after: 0, limit: 2 })
      assert.ok(one && two)
      assert.equal(await journal.outbox.advance(progress({ position: two.seq })), true)
      assert.equal((await told(journal)).length, 3, 'the second one has not been told')
      assert.equal(await journal.outbox.advance(progress({ subscriber: 'second', position: one.seq })), true)
      assert.equal((await told(journal)).length, 2)
      assert.deepEqual(await journal.outbox.subscribers(), [
        { subscriber: 'ledger', position: two.seq, behind: 1 },
        { subscriber: 'second', position: one.seq, behind: 2 },
      ])
      await journal.outbox.unsubscribe({ subscriber: 'second' })
      assert.equal((await told(journal)).length, 1)
      assert.equal(await subscribe(journal), two.seq, 'a position never goes back')
    },
  },
  {
    id: 'outbox.aside',
    title: 'keeps what a subscriber could not be told, until it was told or is forgotten',
    needs: [],
    run: async ({ journal, advance }) => {
      await subscribe(journal)
      for (const reference of ['one', 'two']) await pending(journal, reference)
      const [one, two] = await journal.outbox.events({ after: 0, limit: 2 })
      assert.ok(one && two)
      const aside = [
        { seq: one.seq, tries: 1, inMs: 3_000, why: 'it threw' },
        { seq: two.seq, tries: 9, why: 'given up' },
      ]
      await journal.outbox.advance(progress({ position: two.seq, aside }))
      const kept = await journal.outbox.aside({ subscriber: 'ledger', limit: 10 })
      assert.deepEqual(
        kept.map(({ event, tries, why, nextTryAt }) => [event, tries, why, nextTryAt === undefined]),
        [
          [one, 1, 'it threw', false],
          [two, 9, 'given up', true],
        ],
      )
      assert.deepEqual(await journal.outbox.aside({ subscriber: 'second', limit: 10 }), [])
      advance(1_000)
      await journal.outbox.retry({ subscriber: 'ledger', seq: two.seq })
      const [, again] = await journal.outbox.aside({ subscriber: 'ledger', limit: 10 })
      assert.deepEqual([again?.tries, again?.nextTryAt === undefined], [0, false], 'what was given up is told again')
      await journal.outbox.advance(progress({ position: two.seq, told: [one.seq] }))
      const left = await journal.outbox.aside({ subscriber: 'ledger', limit: 10 })
      assert.deepEqual(
        left.map(({ event }) => event.seq),
        [two.seq],
      )
      assert.equal(await journal.outbox.forget({ before: two.at + 1 }), 1)
      assert.deepEqual(await journal.outbox.aside({ subscriber: 'ledger', limit: 10 }), [])
    },
  },
  {
    id: 'outbox.merchants',
    title: 'keeps the subscribers of one merchant, and what they are told, apart',
    needs: [],
    run: async ({ journal }) => {
      await subscribe(journal)
      await journal.outbox.claim({ subscriber: 'ledger', merchant: 'shop', owner: 'process-2', forMs: FOR_MS })
      await pending(journal)
      const intent = intentFor('invoice-2', { merchant: 'shop' })
      await record(journal, outcomeOf(await arm(journal, intent), 'PENDING', showing('invoice-2', 'processing')))
      assert.equal((await told(journal)).length, 2)
      const shops = await journal.outbox.events({ merchant: 'shop', after: 0, limit: 10 })
      assert.deepEqual(
        shops.map(({ merchant }) => merchant),
        ['shop'],
      )
      const subscribers = await journal.outbox.subscribers()
      assert.deepEqual(
        subscribers.map(({ merchant, behind }) => ({ merchant, behind })),
        [
          { merchant: undefined, behind: 2 },
          { merchant: 'shop', behind: 1 },
        ],
      )
    },
  },
  {
    id: 'outbox.durable',
    title: 'has subscribers and what they are to be told, opened again',
    needs: ['reopen'],
    run: async ({ journal, reopen }) => {
      const position = await subscribe(journal)
      await pending(journal)
      const { journal: other } = await reopen()
      assert.deepEqual(await told(other, position), ['payout payout-invoice-1 processing'])
      assert.equal(await subscribe(other, 'process-2'), undefined)
    },
  },
]
