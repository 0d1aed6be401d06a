import assert from 'node:assert/strict'
import { arm, intentFor, objectFor, outcomeOf, record, stored } from '../samples.js'
import type { JournalCase } from '../world.js'

export const armCases: readonly JournalCase[] = [
  {
    id: 'arm.stores',
    title: 'stores what is about to be sent, with its lease',
    needs: [],
    run: async ({ journal }) => {
      const tried = [{ provider: 'other', code: 'provider_unavailable' }]
      const intent = intentFor('invoice-1', { tried, leaseMs: 30_000 })
      const operation = await arm(journal, intent)
      assert.deepEqual(await stored(journal, operation), operation)
      const { createdAt, updatedAt, armedAt, leaseUntil, ...rest } = operation
      assert.deepEqual(rest, {
        id: 'operation-invoice-1',
        merchant: 'default',
        kind: 'payout.create',
        reference: 'invoice-1',
        generation: 1,
        fingerprint: 'f'.repeat(64),
        provider: 'acme',
        providerReference: 'at-provider-invoice-1',
        tried,
        request: '{"amount":"150000.50"}',
        state: 'SENDING',
        cause: 'armed',
        step: 'createPayout',
        steps: {},
        lanes: [],
        attempt: 1,
        checks: 0,
        absences: 0,
        fence: 1,
        version: 1,
        owner: 'process-1',
        leaseExpired: false,
        object: 'payout-invoice-1',
      })
      assert.deepEqual({ updatedAt, armedAt }, { updatedAt: createdAt, armedAt: createdAt })
      assert.equal(leaseUntil, armedAt + 30_000)
    },
  },
  {
    id: 'arm.once',
    title: 'arms a reference once and gives a second caller what is there',
    needs: [],
    run: async ({ journal }) => {
      const first = await arm(journal, intentFor('invoice-1'))
      const second = await journal.arm(intentFor('invoice-1', { id: 'other', object: objectFor('x') }))
      assert.deepEqual(second, { armed: false, operation: first })
      assert.equal(await journal.operation('default', 'other'), undefined)
      assert.equal(await journal.object({ merchant: 'default', type: 'payout', id: 'payout-x' }), undefined)
    },
  },
  {
    id: 'arm.once-after-end',
    title: 'does not arm a reference again after it has succeeded',
    needs: [],
    run: async ({ journal }) => {
      const operation = await record(journal, outcomeOf(await arm(journal, intentFor('invoice-1')), 'SUCCEEDED'))
      assert.deepEqual(await journal.arm(intentFor('invoice-1', { id: 'other' })), { armed: false, operation })
    },
  },
  {
    id: 'arm.race',
    title: 'arms one of fifty callers who come at the same time',
    needs: [],
    run: async ({ journal }) => {
      const callers = Array.from({ length: 50 }, (_, index) => intentFor('invoice-1', { id: `operation-${index}` }))
      const answers = await Promise.all(callers.map((intent) => journal.arm(intent)))
      const winners = answers.filter(({ armed }) => armed)
      assert.equal(winners.length, 1)
      assert.deepEqual(new Set(answers.map(({ operation }) => operation.id)), new Set([winners[0]?.operation.id]))
    },
  },
  {
    id: 'arm.kinds',
    title: 'lets the same reference stand for a payin and for a payout',
    needs: [],
    run: async ({ journal }) => {
      const payout = await arm(journal, intentFor('invoice-1'))
      const object = objectFor('invoice-1', { id: 'payin-1', type: 'payin' })
      const payin = await arm(journal, intentFor('invoice-1', { id: 'payin', kind: 'payin.create', object }))
      const key = { merchant: 'default', reference: 'invoice-1' }
      assert.equal((await journal.findOperation({ ...key, kind: 'payout.create' }))?.id, payout.id)
      assert.equal((await journal.findOperation({ ...key, kind: 'payin.create' }))?.id, payin.id)
      assert.equal(await journal.findOperation({ ...key, kind: 'customer.create' }), undefined)
    },
  },
  {
    id: 'arm.used-id',
    title: 'rejects an operation id that is used already and stores nothing',
    needs: [],
    run: async ({ journal }) => {
      const { id } = await arm(journal, intentFor('invoice-1'))
      await assert.rejects(journal.arm(intentFor('invoice-2', { id })), { code: 'journal_unavailable' })
      const key = { merchant: 'default', kind: 'payout.create', reference: 'invoice-2' } as const
      assert.equal(await journal.findOperation(key), undefined)
    },
  },
  {
    id: 'arm.provider-reference',
    title: 'rejects a provider reference that another payment has at that provider',
    needs: [],
    run: async ({ journal }) => {
      await arm(journal, intentFor('invoice-1', { providerReference: 'shared' }))
      for (const merchant of ['default', 'merchant-2']) {
        const other = intentFor('invoice-2', { merchant, providerReference: 'shared' })
        await assert.rejects(journal.arm(other), { code: 'journal_unavailable' })
        assert.equal(await journal.findOperation(other), undefined)
      }
      await arm(journal, intentFor('invoice-3', { providerReference: 'shared', provider: 'elsewhere' }))
    },
  },
]
