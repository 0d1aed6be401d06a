import assert from 'node:assert/strict'
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
} from '../samples.js'
import type { JournalCase } from '../world.js'

const OUTCOMES = ['PENDING', 'SUCCEEDED', 'DECLINED', 'NOT_SENT', 'ABSENT', 'CANCELLED', 'MANUAL', 'UNKNOWN'] as const

export const recordCases: readonly JournalCase[] = [
  {
    id: 'record.outcome',
    title: 'records what became of a send, and ends the lease',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      advance(700)
      const operation = await record(journal, outcomeOf(sending, 'PENDING', { providerId: 'tx-1' }))
      const { leaseUntil, ...rest } = sending
      assert.deepEqual(operation, {
        ...rest,
        state: 'PENDING',
        cause: 'answered',
        providerId: 'tx-1',
        version: 2,
        updatedAt: sending.createdAt + 700,
      })
      assert.equal(leaseUntil, sending.createdAt + 60_000)
      assert.deepEqual(await stored(journal, sending), operation)
    },
  },
  {
    id: 'record.error',
    title: 'gives back the error that the caller was given, until the state changes',
    needs: [],
    run: async ({ journal }) => {
      const error = {
        code: 'insufficient_funds',
        message: 'Saldo insuficiente: "0"',
        httpStatus: 402,
        providerCode: 'E-17',
        providerMessage: "it's empty",
        retryable: false,
      } as const
      const sending = await arm(journal, intentFor('invoice-1'))
      const declined = await record(journal, outcomeOf(sending, 'DECLINED', { error }))
      assert.deepEqual(declined.error, error)
      assert.deepEqual((await stored(journal, sending)).error, error)
      const looked = await observe(journal, observationOf(declined, 'DECLINED'))
      assert.deepEqual(looked.error, error)
      assert.deepEqual(await stored(journal, sending), looked)
      const manual = await observe(journal, observationOf(looked, 'MANUAL'))
      assert.equal('error' in manual, false)
      assert.deepEqual(await stored(journal, sending), manual)
    },
  },
  {
    id: 'record.steps',
    title: 'keeps the answers of preparing steps over attempts',
    needs: [],
    run: async ({ journal }) => {
      const step = { name: 'createRecipient', answer: '{"id":"r-1"}' }
      const sending = await arm(journal, intentFor('invoice-1'))
      const notSent = await record(journal, outcomeOf(sending, 'NOT_SENT', { step }))
      const again = await arm(journal, claimOf(notSent, { step: 'createPayout' }))
      assert.deepEqual(again.steps, { createRecipient: '{"id":"r-1"}' })
      const next = { name: 'createPayout', answer: '{}' }
      const done = await record(journal, outcomeOf(again, 'SUCCEEDED', { step: next }))
      assert.deepEqual(done.steps, { createRecipient: '{"id":"r-1"}', createPayout: '{}' })
      assert.deepEqual(await stored(journal, sending), done)
    },
  },
  {
    id: 'record.provider-id-kept',
    title: 'keeps the provider id when a later change does not name it',
    needs: [],
    run: async ({ journal }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const pending = await record(journal, outcomeOf(sending, 'PENDING', { providerId: 'tx-1' }))
      await observe(journal, observationOf(pending, 'SUCCEEDED'))
      assert.equal((await stored(journal, sending)).providerId, 'tx-1')
    },
  },
  {
    id: 'record.stale-fence',
    title: 'refuses the outcome of an attempt that was followed by another',
    needs: [],
    run: async ({ journal }) => {
      const first = await arm(journal, intentFor('invoice-1'))
      const second = await arm(journal, claimOf(await record(journal, outcomeOf(first, 'NOT_SENT'))))
      for (const state of OUTCOMES) {
        assert.deepEqual(await journal.record(outcomeOf(first, state)), { recorded: false, operation: second }, state)
      }
      const unknown = await record(journal, outcomeOf(second, 'UNKNOWN'))
      assert.deepEqual(await journal.record(outcomeOf(first, 'SUCCEEDED')), { recorded: false, operation: unknown })
    },
  },
  {
    id: 'record.foreign-fence',
    title: 'refuses a fence that the operation has not reached, even for the right attempt',
    needs: [],
    run: async ({ journal }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const early = { ...sending, fence: 2 }
      assert.equal((await journal.record(outcomeOf(early, 'SUCCEEDED'))).recorded, false)
      assert.deepEqual(await stored(journal, sending), sending)
    },
  },
  {
    id: 'record.once',
    title: 'records an outcome once',
    needs: [],
    run: async ({ journal }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const operation = await record(journal, outcomeOf(sending, 'SUCCEEDED'))
      assert.deepEqual(await journal.record(outcomeOf(sending, 'SUCCEEDED')), { recorded: false, operation })
      const object = objectFor('invoice-1', { status: 'declined' })
      assert.equal((await journal.record(outcomeOf(sending, 'DECLINED', { object }))).recorded, false)
      const found = await journal.object({ merchant: 'default', type: 'payout', id: object.id })
      assert.equal(found?.status, 'succeeded')
    },
  },
  {
    id: 'record.unknown-id',
    title: 'rejects an outcome of an operation that it does not have',
    needs: [],
    run: async ({ journal }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const strange = outcomeOf({ ...sending, merchant: 'merchant-2' }, 'SUCCEEDED')
      await assert.rejects(journal.record(strange), { code: 'journal_unavailable' })
      assert.deepEqual(await stored(journal, sending), sending)
    },
  },
  {
    id: 'late.evidence',
    title: 'takes first-hand evidence of a sender that has lost its lease, over the legal edges',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const state of ['PENDING', 'SUCCEEDED', 'DECLINED', 'CANCELLED', 'MANUAL'] as const) {
        const sending = await arm(journal, intentFor(state))
        advance(60_000)
        await journal.reap(10)
        assert.equal((await record(journal, outcomeOf(sending, state))).state, state)
      }
      const manual = await operationIn(journal, 'MANUAL', intentFor('by-hand'))
      assert.equal((await record(journal, outcomeOf(manual, 'SUCCEEDED'))).state, 'SUCCEEDED')
    },
  },
  {
    id: 'late.not-sent',
    title: 'turns a late "not sent" into ABSENT, which is never sent again by itself',
    needs: [],
    run: async ({ journal, advance }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      advance(60_000)
      await journal.reap(10)
      const absent = await record(journal, outcomeOf(sending, 'NOT_SENT'))
      assert.equal(absent.state, 'ABSENT')
      assert.deepEqual(await stored(journal, sending), absent)
      assert.equal((await journal.arm(claimOf(absent))).armed, false)
    },
  },
  {
    id: 'late.no-news',
    title: 'refuses late evidence that is no legal edge, or on what is decided',
    needs: [],
    run: async ({ journal }) => {
      const unknown = await operationIn(journal, 'UNKNOWN', intentFor('unknown'))
      assert.deepEqual(await journal.record(outcomeOf(unknown, 'UNKNOWN')), { recorded: false, operation: unknown })
      for (const state of [
        'PENDING',
        'SUCCEEDED',
        'DECLINED',
        'NOT_SENT',
        'ABSENT',
        'CANCELLED',
        'REVERSED',
      ] as const) {
        const operation = await operationIn(journal, state, intentFor(state))
        for (const late of OUTCOMES) {
          assert.deepEqual(await journal.record(outcomeOf(operation, late)), { recorded: false, operation }, state)
        }
      }
    },
  },
]
