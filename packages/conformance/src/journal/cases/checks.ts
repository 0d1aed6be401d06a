import assert from 'node:assert/strict'
import { brokenAt } from '@polyrail/core'
import {
  arm,
  claimOf,
  intentFor,
  objectFor,
  observationOf,
  observe,
  operationIn,
  outcomeOf,
  record,
  stored,
  successorOf,
} from '../samples.js'
import type { JournalCase } from '../world.js'

const SOON = { nextCheckInMs: 5_000 }

export const checkCases: readonly JournalCase[] = [
  {
    id: 'check.due',
    title: 'gives what is due, the longest due first, and nothing before its time',
    needs: [],
    run: async ({ journal, advance }) => {
      const late = await arm(journal, intentFor('late'))
      const early = await arm(journal, intentFor('early', { merchant: 'other' }))
      await record(journal, outcomeOf(late, 'UNKNOWN', { nextCheckInMs: 6_000 }))
      await record(journal, outcomeOf(early, 'PENDING', SOON))
      advance(4_999)
      assert.deepEqual(await journal.due({ limit: 10, forMs: 1_000 }), [])
      advance(1_001)
      const due = await journal.due({ limit: 1, forMs: 1_000 })
      assert.deepEqual(
        due.map(({ reference, checks }) => ({ reference, checks })),
        [{ reference: 'early', checks: 1 }],
      )
      const rest = await journal.due({ limit: 10, forMs: 1_000 })
      assert.deepEqual(
        rest.map(({ reference }) => reference),
        ['late'],
      )
    },
  },
  {
    id: 'check.claimed',
    title: 'gives a due check to one, and again to another when the time for it has passed',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const unknown = await record(journal, outcomeOf(sending, 'UNKNOWN', SOON))
      advance(5_000)
      const claims = await Promise.all([1, 2, 3].map(() => journal.due({ limit: 10, forMs: 1_000 })))
      assert.equal(claims.flat().length, 1, 'one claim of three')
      assert.equal((await stored(journal, unknown)).version, unknown.version, 'a claim is no change')
      advance(1_000)
      const [again] = await journal.due({ limit: 10, forMs: 1_000 })
      assert.equal(again?.checks, 2)
      assert.deepEqual(await stored(journal, unknown), again)
    },
  },
  {
    id: 'check.ends',
    title: 'forgets the next check with a change that plans none, and with another attempt',
    needs: [],
    run: async ({ journal, advance }) => {
      const first = await record(
        journal,
        outcomeOf(await arm(journal, intentFor('one')), 'PENDING', { nextCheckInMs: 1 }),
      )
      await observe(journal, observationOf(first, 'SUCCEEDED'))
      const second = await record(
        journal,
        outcomeOf(await arm(journal, intentFor('two')), 'NOT_SENT', { nextCheckInMs: 1 }),
      )
      assert.equal(second.nextCheckAt, second.updatedAt + 1)
      await arm(journal, claimOf(second))
      advance(10)
      assert.deepEqual(await journal.due({ limit: 10, forMs: 1_000 }), [])
    },
  },
  {
    id: 'check.reaped',
    title: 'has what it reaps checked at once',
    needs: [],
    run: async ({ journal, advance }) => {
      await arm(journal, intentFor('invoice-1', { leaseMs: 1_000 }))
      advance(1_000)
      await journal.reap(10)
      assert.equal((await journal.due({ limit: 10, forMs: 1_000 })).length, 1)
    },
  },
  {
    id: 'check.postponed',
    title: 'postpones a check, or stops checking, without a change',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const { merchant, id } = sending
      const unknown = await record(journal, outcomeOf(sending, 'UNKNOWN', { nextCheckInMs: 0 }))
      const { version } = unknown
      await journal.postpone({ merchant, id, version: version - 1, inMs: 100_000 })
      assert.equal((await journal.due({ limit: 10, forMs: 0 })).length, 1, 'it has changed since it was read')
      await journal.postpone({ merchant, id, version, inMs: 1_000 })
      assert.deepEqual(await journal.due({ limit: 10, forMs: 1 }), [])
      advance(1_000)
      assert.equal((await journal.due({ limit: 10, forMs: 1 })).length, 1)
      await journal.postpone({ merchant, id, version })
      advance(100_000)
      assert.deepEqual(await journal.due({ limit: 10, forMs: 1 }), [])
      assert.equal((await stored(journal, unknown)).version, unknown.version)
    },
  },
  {
    id: 'check.absences',
    title: 'counts absences and since when, while the operation stays in its state',
    needs: [],
    run: async ({ journal, advance }) => {
      const unknown = await operationIn(journal, 'UNKNOWN', intentFor('invoice-1'))
      advance(10)
      const first = await observe(journal, observationOf(unknown, 'UNKNOWN', { absent: true }))
      const since = unknown.updatedAt + 10
      assert.deepEqual([first.absences, first.absentSince], [1, since])
      advance(10)
      const second = await observe(journal, observationOf(first, 'UNKNOWN', { absent: true }))
      assert.deepEqual([second.absences, second.absentSince], [2, since])
      const third = await observe(journal, observationOf(second, 'UNKNOWN'))
      assert.deepEqual([third.absences, third.absentSince], [2, since])
      assert.deepEqual(await stored(journal, third), third)
      const found = await observe(journal, observationOf(third, 'PENDING'))
      assert.deepEqual([found.absences, found.absentSince], [0, undefined])
      assert.deepEqual(await stored(journal, found), found)
    },
  },
  {
    id: 'check.object-kept',
    title: 'leaves the object as it is where an observation brings none',
    needs: [],
    run: async ({ journal }) => {
      const unknown = await operationIn(journal, 'UNKNOWN', intentFor('invoice-1'))
      const named = { merchant: 'default', type: 'payout', id: 'payout-invoice-1' } as const
      const before = await journal.object(named)
      const { object: _, ...observation } = observationOf(unknown, 'MANUAL')
      await observe(journal, observation)
      assert.deepEqual(await journal.object(named), before)
    },
  },
  {
    id: 'check.shredded',
    title: 'gives ended operations whose command is still kept, the longest first, and forgets a command on demand',
    needs: [],
    run: async ({ journal, advance }) => {
      const intent = intentFor('old', { steps: { 'before read': '{"secret":1}' } })
      const old = await operationIn(journal, 'SUCCEEDED', intent)
      await operationIn(journal, 'UNKNOWN', intentFor('open'))
      advance(1_000)
      const newer = await operationIn(journal, 'DECLINED', intentFor('newer'))
      const before = newer.updatedAt + 1
      const references = async (query: { before: number; limit: number }) =>
        (await journal.forgettable(query)).map(({ reference }) => reference)
      assert.deepEqual(await references({ before, limit: 10 }), ['old', 'newer'])
      assert.deepEqual(await references({ before, limit: 1 }), ['old'])
      assert.deepEqual(await references({ before: newer.updatedAt, limit: 10 }), ['old'])
      const shredded = await observe(journal, observationOf(old, 'SUCCEEDED', { shred: true }))
      assert.deepEqual([shredded.request, shredded.steps], ['{}', {}])
      assert.deepEqual(await stored(journal, old), shredded)
      assert.equal((await journal.arm(intentFor('old', { id: 'another' }))).armed, false)
      assert.deepEqual(await references({ before: before + 10_000, limit: 10 }), ['newer'])
    },
  },
  {
    id: 'history.kept',
    title: 'keeps every change with who decided it and on what, each line hashed with those before it',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1', { leaseMs: 1_000 }))
      advance(1_000)
      const [reaped] = await journal.reap(1)
      assert.ok(reaped)
      const decided = { actor: 'dewi@example.com', evidence: 'line 12 of “the statement”, 3 May', cause: 'settled' }
      const settled = await observe(journal, observationOf(reaped, 'SUCCEEDED', decided))
      const history = await journal.history('default', sending.id)
      const at = sending.createdAt
      const counts = { attempt: 1, fence: 2 }
      assert.deepEqual(
        history.map(({ hash: _, ...line }) => line),
        [
          { seq: 1, at, to: 'SENDING', cause: 'armed', attempt: 1, fence: 1 },
          { seq: 2, at: at + 1_000, from: 'SENDING', to: 'UNKNOWN', cause: 'lease_expired', ...counts },
          { seq: 3, at: at + 1_000, from: 'UNKNOWN', to: 'SUCCEEDED', ...counts, ...decided },
        ],
      )
      assert.equal(brokenAt(settled, history), undefined, 'the chain of hashes should hold')
      assert.ok(history.every(({ hash }) => hash !== undefined))
      assert.deepEqual(await journal.history('other', sending.id), [])
    },
  },
  {
    id: 'lane.acknowledged',
    title: 'lets an operation pass that names who holds the lane, and then both hold it',
    needs: [],
    run: async ({ journal }) => {
      const lanes = ['to somebody']
      const first = await operationIn(journal, 'UNKNOWN', intentFor('first', { lanes }))
      const second = await arm(journal, intentFor('second', { lanes, acknowledged: { operations: [first.id], lanes } }))
      const acknowledged = { operations: [first.id], lanes }
      const refused = await journal.arm(intentFor('third', { lanes, acknowledged }))
      assert.equal(refused.armed, false, 'the second one holds the lane too')
      assert.equal(refused.operation.id, second.id)
      await record(journal, outcomeOf(second, 'SUCCEEDED'))
      assert.equal((await journal.arm(intentFor('third', { lanes }))).operation.id, first.id)
      await observe(journal, observationOf(first, 'ABSENT'))
      await arm(journal, intentFor('third', { lanes }))
    },
  },
  {
    id: 'lane.not-acknowledged',
    title: 'lets nobody pass a lane that was not named with the acknowledgement',
    needs: [],
    run: async ({ journal }) => {
      const first = await operationIn(journal, 'UNKNOWN', intentFor('first', { lanes: ['one', 'two'] }))
      const acknowledged = { operations: [first.id], lanes: ['one'] }
      assert.equal((await journal.arm(intentFor('second', { lanes: ['one', 'two'], acknowledged }))).armed, false)
      await arm(journal, intentFor('second', { lanes: ['one'], acknowledged }))
    },
  },
  {
    id: 'record.late-object',
    title: 'leaves an object that is another operation’s by now to that one, when a sender comes late',
    needs: [],
    run: async ({ journal, advance }) => {
      const first = await arm(journal, intentFor('invoice-1', { leaseMs: 1_000 }))
      advance(1_000)
      const [reaped] = await journal.reap(1)
      assert.ok(reaped)
      const absent = await observe(journal, observationOf(reaped, 'ABSENT'))
      const second = await record(journal, outcomeOf(await arm(journal, successorOf(absent)), 'SUCCEEDED'))
      const manual = await observe(journal, observationOf(absent, 'MANUAL', { object: undefined as never }))
      assert.equal(manual.state, 'MANUAL')
      const late = await journal.record(outcomeOf(first, 'NOT_SENT'))
      assert.equal(late.operation.state, 'ABSENT')
      const object = await journal.object({ merchant: 'default', type: 'payout', id: second.object })
      assert.deepEqual([object?.status, object?.operation], ['succeeded', second.id])
    },
  },
  {
    id: 'lane.let-go',
    title: 'does not give a lane back to an operation that turns up again',
    needs: [],
    run: async ({ journal }) => {
      const lanes = ['to somebody']
      const absent = await operationIn(journal, 'ABSENT', intentFor('first', { lanes }))
      await observe(journal, observationOf(absent, 'MANUAL', { object: objectFor('first') }))
      await arm(journal, intentFor('second', { lanes }))
    },
  },
  {
    id: 'list.newest',
    title: 'lists operations newest first, and those of all merchants',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const [reference, merchant] of [
        ['a', 'one'],
        ['b', 'two'],
        ['c', 'one'],
        ['d', 'two'],
      ] as const) {
        await operationIn(journal, 'UNKNOWN', intentFor(reference, { merchant }))
        advance(1)
      }
      await operationIn(journal, 'SUCCEEDED', intentFor('e', { merchant: 'one', provider: 'other' }))
      const all = async (query: Omit<Parameters<typeof journal.operations>[0], 'limit' | 'after'>) => {
        const references: string[] = []
        let after: string | undefined
        do {
          const page = await journal.operations({ ...query, limit: 2, ...(after === undefined ? {} : { after }) })
          references.push(...page.items.map(({ reference }) => reference))
          after = page.after
        } while (after !== undefined)
        return references.join('')
      }
      assert.equal(await all({ states: ['UNKNOWN'] }), 'abcd')
      assert.equal(await all({}), 'abcde')
      assert.equal(await all({ newestFirst: true }), 'edcba')
      assert.equal(await all({ merchant: 'one', newestFirst: true }), 'eca')
      assert.equal(await all({ merchant: 'one', provider: 'acme', newestFirst: true }), 'ca')
      await operationIn(journal, 'UNKNOWN', intentFor('f', { kind: 'payin.create' }))
      assert.equal(await all({ kinds: ['payin.create', 'payin.cancel'] }), 'f')
    },
  },
]
