import assert from 'node:assert/strict'
import { arm, intentFor, observationOf, observe, operationIn, outcomeOf, record, stored } from '../samples.js'
import type { JournalCase } from '../world.js'

export const timeCases: readonly JournalCase[] = [
  {
    id: 'lease.judged',
    title: 'judges by its own clock whether a lease has expired',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1', { leaseMs: 1_000 }))
      advance(999)
      assert.equal((await stored(journal, sending)).leaseExpired, false)
      advance(1)
      assert.equal((await stored(journal, sending)).leaseExpired, true)
      assert.equal((await journal.findOperation(sending))?.leaseExpired, true)
      assert.equal((await journal.arm(intentFor('invoice-1', { id: 'other' }))).operation.leaseExpired, true)
      assert.equal((await record(journal, outcomeOf(sending, 'PENDING'))).leaseExpired, false)
      assert.equal((await stored(journal, sending)).leaseExpired, false)
    },
  },
  {
    id: 'reap.expired',
    title: 'turns SENDING with an expired lease into UNKNOWN, under a new fence, and touches nothing else',
    needs: [],
    run: async ({ journal, advance }) => {
      const pending = await operationIn(journal, 'PENDING', intentFor('pending'))
      const expired = await arm(journal, intentFor('expired', { leaseMs: 1_000 }))
      const holding = await arm(journal, intentFor('holding', { leaseMs: 1_001 }))
      advance(1_000)
      const { leaseUntil: _, ...rest } = expired
      const nextCheckAt = expired.createdAt + 1_000
      const reaped = await journal.reap(10)
      const state = { state: 'UNKNOWN', cause: 'lease_expired', fence: 2, version: 2, leaseExpired: false }
      assert.deepEqual(reaped, [{ ...rest, ...state, nextCheckAt, updatedAt: nextCheckAt }])
      assert.deepEqual(await stored(journal, expired), reaped[0])
      assert.deepEqual(await stored(journal, holding), holding)
      assert.deepEqual(await stored(journal, pending), pending)
      assert.deepEqual(await journal.reap(10), [])
    },
  },
  {
    id: 'reap.unsendable',
    title: 'leaves what it reaps unsendable',
    needs: [],
    run: async ({ journal, advance }) => {
      await arm(journal, intentFor('invoice-1', { leaseMs: 1_000 }))
      advance(1_000)
      const [reaped] = await journal.reap(10)
      assert.ok(reaped)
      const seen = { id: reaped.id, version: reaped.version }
      assert.equal((await journal.arm(intentFor('invoice-1', { seen }))).armed, false)
      const replacing = intentFor('invoice-1', { seen, id: 'other', supersedes: reaped.id })
      assert.deepEqual(await journal.arm(replacing), { armed: false, operation: reaped })
    },
  },
  {
    id: 'reap.limit',
    title: 'reaps at most as many as asked, of every merchant',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const merchant of ['a', 'b', 'c']) {
        await arm(journal, intentFor('invoice-1', { merchant, providerReference: merchant }))
      }
      advance(60_000)
      const merchants = [...(await journal.reap(2)), ...(await journal.reap(2))].map(({ merchant }) => merchant)
      assert.deepEqual(merchants.sort(), ['a', 'b', 'c'])
    },
  },
  {
    id: 'observe.version',
    title: 'refuses evidence on an operation that has changed since it was read',
    needs: [],
    run: async ({ journal }) => {
      const unknown = await operationIn(journal, 'UNKNOWN', intentFor('invoice-1'))
      const manual = await observe(journal, observationOf(unknown, 'MANUAL'))
      const answer = await journal.observe(observationOf(unknown, 'SUCCEEDED'))
      assert.deepEqual(answer, { recorded: false, operation: manual })
    },
  },
  {
    id: 'observe.race',
    title: 'takes one of two contradicting observations of the same version',
    needs: [],
    run: async ({ journal }) => {
      const unknown = await operationIn(journal, 'UNKNOWN', intentFor('invoice-1'))
      const observations = (['SUCCEEDED', 'ABSENT'] as const).map((state) => observationOf(unknown, state))
      const answers = await Promise.all(observations.map((observation) => journal.observe(observation)))
      assert.equal(answers.filter(({ recorded }) => recorded).length, 1)
    },
  },
  {
    id: 'observe.details',
    title: 'keeps details that are learned in the same state',
    needs: [],
    run: async ({ journal, advance }) => {
      const pending = await operationIn(journal, 'PENDING', intentFor('invoice-1'))
      advance(10)
      const operation = await observe(journal, observationOf(pending, 'PENDING', { providerId: 'tx-9' }))
      assert.deepEqual(operation, {
        ...pending,
        providerId: 'tx-9',
        cause: 'looked_up',
        version: 3,
        updatedAt: pending.updatedAt + 10,
      })
      assert.deepEqual(await stored(journal, pending), operation)
    },
  },
  {
    id: 'observe.late-answer',
    title: 'does not let an observation end an attempt that is being sent',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1', { leaseMs: 1_000 }))
      advance(2_000)
      const { recorded } = await journal.observe(observationOf(sending, 'UNKNOWN'))
      assert.equal(recorded, false)
      assert.equal((await record(journal, outcomeOf(sending, 'SUCCEEDED'))).state, 'SUCCEEDED')
    },
  },
]
