import assert from 'node:assert/strict'
import { REPLACEABLE, type OperationState } from '@polyrail/core'
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
  type Reachable,
} from '../samples.js'
import type { JournalCase } from '../world.js'

const STATES: readonly Reachable[] = [
  ...(['SENDING', 'PENDING', 'UNKNOWN', 'MANUAL', 'SUCCEEDED'] as const),
  ...(['DECLINED', 'NOT_SENT', 'ABSENT', 'CANCELLED', 'REVERSED'] as const),
]

const except = (allowed: readonly OperationState[]) => STATES.filter((state) => !allowed.includes(state))

export const againCases: readonly JournalCase[] = [
  {
    id: 'claim.counts',
    title: 'claims an operation that was not sent: new attempt, fence, version and lease',
    needs: [],
    run: async ({ journal, advance }) => {
      const error = { code: 'provider_unavailable', message: 'refused', retryable: true } as const
      const sending = await arm(journal, intentFor('invoice-1'))
      const notSent = await record(journal, outcomeOf(sending, 'NOT_SENT', { error }))
      advance(5_000)
      const operation = await arm(journal, claimOf(notSent, { step: 'confirm', leaseMs: 10_000 }))
      const { attempt, fence, version, state, owner, step } = operation
      assert.deepEqual(
        { attempt, fence, version, state, owner, step },
        { attempt: 2, fence: 2, version: 3, state: 'SENDING', owner: 'process-2', step: 'confirm' },
      )
      assert.equal(operation.error, undefined)
      assert.equal(operation.armedAt, sending.armedAt + 5_000)
      assert.equal(operation.leaseUntil, sending.armedAt + 15_000)
      assert.equal(operation.createdAt, sending.createdAt)
      assert.equal(operation.generation, 1)
      assert.deepEqual(await stored(journal, operation), operation)
    },
  },
  {
    id: 'claim.race',
    title: 'lets one of two claim an operation that was not sent',
    needs: [],
    run: async ({ journal }) => {
      const notSent = await operationIn(journal, 'NOT_SENT', intentFor('invoice-1'))
      const answers = await Promise.all([journal.arm(claimOf(notSent)), journal.arm(claimOf(notSent, { owner: 'p3' }))])
      assert.equal(answers.filter(({ armed }) => armed).length, 1)
      assert.equal((await stored(journal, notSent)).attempt, 2)
    },
  },
  {
    id: 'claim.stale',
    title: 'refuses a claim of what has changed since it was seen',
    needs: [],
    run: async ({ journal }) => {
      const first = await operationIn(journal, 'NOT_SENT', intentFor('invoice-1'))
      const again = await record(journal, outcomeOf(await arm(journal, claimOf(first)), 'NOT_SENT'))
      assert.deepEqual(await journal.arm(claimOf(first)), { armed: false, operation: again })
    },
  },
  {
    id: 'claim.states',
    title: 'refuses to claim an operation in any other state',
    needs: [],
    run: async ({ journal }) => {
      for (const state of except(['NOT_SENT'])) {
        const operation = await operationIn(journal, state, intentFor(state))
        assert.deepEqual(await journal.arm(claimOf(operation)), { armed: false, operation }, state)
      }
    },
  },
  {
    id: 'supersede.states',
    title: 'replaces only an operation that executed nothing',
    needs: [],
    run: async ({ journal }) => {
      for (const state of except(REPLACEABLE)) {
        const operation = await operationIn(journal, state, intentFor(state))
        assert.deepEqual(await journal.arm(successorOf(operation)), { armed: false, operation }, state)
      }
      for (const state of ['NOT_SENT', 'DECLINED', 'ABSENT'] as const) {
        const earlier = await operationIn(journal, state, intentFor(state))
        const later = await arm(journal, successorOf(earlier))
        const { generation, supersedes, attempt, fence, version } = later
        const expected = { generation: 2, supersedes: earlier.id, attempt: 1, fence: 1, version: 1 }
        assert.deepEqual({ generation, supersedes, attempt, fence, version }, expected, state)
        assert.deepEqual(await journal.findOperation(earlier), later)
        assert.deepEqual(await stored(journal, earlier), earlier)
      }
    },
  },
  {
    id: 'supersede.object',
    title: 'writes the object of the replaced operation again, under the new one',
    needs: [],
    run: async ({ journal, advance }) => {
      const earlier = await operationIn(journal, 'DECLINED', intentFor('invoice-1'))
      advance(1_000)
      const object = objectFor('invoice-1', { provider: 'elsewhere', status: 'unknown' })
      const later = await arm(journal, successorOf(earlier, { provider: 'elsewhere', object }))
      assert.deepEqual(await journal.object({ merchant: 'default', type: 'payout', id: object.id }), {
        ...object,
        merchant: 'default',
        operation: later.id,
        version: 3,
        children: 0,
        createdAt: earlier.createdAt,
        updatedAt: later.createdAt,
      })
    },
  },
  {
    id: 'supersede.steps',
    title: 'takes over the preparations that a new operation brings; a claim adds to its own',
    needs: [],
    run: async ({ journal }) => {
      const step = { name: 'createRecipient', answer: '{"id":"r-1"}' }
      const sending = await arm(journal, intentFor('invoice-1'))
      const declined = await record(journal, outcomeOf(sending, 'DECLINED', { step }))
      const later = await arm(journal, successorOf(declined, { steps: declined.steps }))
      assert.deepEqual(later.steps, { createRecipient: '{"id":"r-1"}' })
      assert.deepEqual(await stored(journal, later), later)
      const again = claimOf(await record(journal, outcomeOf(later, 'NOT_SENT')), { steps: { other: '{}' } })
      assert.deepEqual((await arm(journal, again)).steps, { ...later.steps, other: '{}' })
    },
  },
  {
    id: 'supersede.unnamed',
    title: 'rejects a new operation that does not say which one it replaces',
    needs: [],
    run: async ({ journal }) => {
      const earlier = await operationIn(journal, 'ABSENT', intentFor('invoice-1'))
      const { supersedes: _, ...unnamed } = successorOf(earlier)
      await assert.rejects(journal.arm(unnamed), { code: 'journal_unavailable' })
      assert.deepEqual(await journal.findOperation(earlier), earlier)
    },
  },
  {
    id: 'supersede.race',
    title: 'lets one of two replace an operation',
    needs: [],
    run: async ({ journal }) => {
      const earlier = await operationIn(journal, 'ABSENT', intentFor('invoice-1'))
      const intents = ['a', 'b'].map((id) => successorOf(earlier, { id }))
      const answers = await Promise.all(intents.map((intent) => journal.arm(intent)))
      assert.equal(answers.filter(({ armed }) => armed).length, 1)
    },
  },
  {
    id: 'supersede.buried',
    title: 'never claims an operation that was replaced',
    needs: [],
    run: async ({ journal }) => {
      const earlier = await operationIn(journal, 'NOT_SENT', intentFor('invoice-1'))
      const later = await arm(journal, successorOf(earlier))
      assert.deepEqual(await journal.arm(claimOf(earlier)), { armed: false, operation: later })
    },
  },
  {
    id: 'supersede.late',
    title: 'still takes evidence on an operation that was replaced',
    needs: [],
    run: async ({ journal }) => {
      const earlier = await operationIn(journal, 'ABSENT', intentFor('invoice-1'))
      const later = await arm(journal, successorOf(earlier))
      await observe(journal, observationOf(earlier, 'SUCCEEDED'))
      assert.equal((await stored(journal, earlier)).state, 'SUCCEEDED')
      assert.deepEqual(await stored(journal, later), later)
    },
  },
]
