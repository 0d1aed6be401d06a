import assert from 'node:assert/strict'
import { arm, intentFor, objectFor, observationOf, observe, outcomeOf, record } from '../samples.js'
import type { JournalCase } from '../world.js'

export const objectCases: readonly JournalCase[] = [
  {
    id: 'object.armed',
    title: 'writes the object with the operation',
    needs: [],
    run: async ({ journal }) => {
      const operation = await arm(journal, intentFor('invoice-1'))
      assert.deepEqual(await journal.object({ merchant: 'default', type: 'payout', id: 'payout-invoice-1' }), {
        ...objectFor('invoice-1'),
        merchant: 'default',
        operation: operation.id,
        version: 1,
        children: 0,
        createdAt: operation.createdAt,
        updatedAt: operation.createdAt,
      })
    },
  },
  {
    id: 'object.changed',
    title: 'writes the object with every outcome and every observation',
    needs: [],
    run: async ({ journal, advance }) => {
      const selector = { merchant: 'default', type: 'payout', id: 'payout-invoice-1' } as const
      const sending = await arm(journal, intentFor('invoice-1'))
      advance(1)
      const pending = objectFor('invoice-1', { status: 'pending', providerId: 'tx-1', body: '{"n":1}' })
      const recorded = await record(journal, outcomeOf(sending, 'PENDING', { object: pending }))
      const kept = { merchant: 'default', operation: sending.id, children: 0, createdAt: sending.createdAt }
      assert.deepEqual(await journal.object(selector), {
        ...{ ...pending, ...kept },
        version: 2,
        updatedAt: sending.createdAt + 1,
      })
      advance(1)
      const done = objectFor('invoice-1', { status: 'succeeded', body: '{"n":2}' })
      await observe(journal, observationOf(recorded, 'SUCCEEDED', { object: done }))
      assert.deepEqual(await journal.object(selector), {
        ...{ ...done, ...kept },
        version: 3,
        updatedAt: sending.createdAt + 2,
      })
    },
  },
  {
    id: 'object.refused',
    title: 'leaves the object alone where the change of its operation is refused',
    needs: [],
    run: async ({ journal }) => {
      const sending = await arm(journal, intentFor('invoice-1'))
      const selector = { merchant: 'default', type: 'payout', id: 'payout-invoice-1' } as const
      const before = await journal.object(selector)
      const object = objectFor('invoice-1', { status: 'succeeded' })
      await journal.record(outcomeOf({ ...sending, fence: 7 }, 'SUCCEEDED', { object }))
      await journal.observe(observationOf(sending, 'SUCCEEDED', { object }))
      await journal.arm(intentFor('invoice-1', { id: 'other', object }))
      assert.deepEqual(await journal.object(selector), before)
    },
  },
  {
    id: 'object.selectors',
    title: 'finds an object by its id, by its reference and by what the provider calls it',
    needs: [],
    run: async ({ journal }) => {
      const merchant = 'default'
      const object = objectFor('invoice-1', { providerId: 'tx-1' })
      await arm(journal, intentFor('invoice-1', { object }))
      await arm(journal, intentFor('invoice-2', { object: objectFor('invoice-2', { providerId: 'tx-2' }) }))
      for (const by of [{ id: object.id }, { reference: 'invoice-1' }, { provider: 'acme', providerId: 'tx-1' }]) {
        assert.equal((await journal.object({ merchant, type: 'payout', ...by }))?.id, object.id)
        assert.equal(await journal.object({ merchant, type: 'payin', ...by }), undefined)
        assert.equal(await journal.object({ merchant: 'merchant-2', type: 'payout', ...by }), undefined)
      }
      for (const by of [{ id: 'x' }, { reference: 'x' }, { provider: 'acme', providerId: 'x' }]) {
        assert.equal(await journal.object({ merchant, type: 'payout', ...by }), undefined)
      }
      const elsewhere = { merchant, type: 'payout', provider: 'elsewhere', providerId: 'tx-1' } as const
      assert.equal(await journal.object(elsewhere), undefined)
    },
  },
  {
    id: 'object.renamed',
    title: 'finds an object under what the provider calls it now',
    needs: [],
    run: async ({ journal }) => {
      const by = { merchant: 'default', type: 'payout', provider: 'acme' } as const
      const object = objectFor('invoice-1', { providerId: 'draft-1' })
      const sending = await arm(journal, intentFor('invoice-1', { object }))
      await record(journal, outcomeOf(sending, 'PENDING', { object: { ...object, providerId: 'tx-1' } }))
      assert.equal((await journal.object({ ...by, providerId: 'tx-1' }))?.id, object.id)
      assert.equal(await journal.object({ ...by, providerId: 'draft-1' }), undefined)
    },
  },
  {
    id: 'merchants.apart',
    title: 'keeps merchants apart, even with the same references and ids',
    needs: [],
    run: async ({ journal }) => {
      const one = await arm(journal, intentFor('invoice-1', { merchant: 'one', providerReference: '1' }))
      const two = await arm(journal, intentFor('invoice-1', { merchant: 'two', providerReference: '2' }))
      const object = objectFor('invoice-1', { status: 'succeeded' })
      await record(journal, outcomeOf(one, 'SUCCEEDED', { object }))
      assert.deepEqual(await journal.operation('two', two.id), two)
      assert.equal(await journal.operation('three', two.id), undefined)
      assert.equal((await journal.findOperation(two))?.state, 'SENDING')
      const selector = { type: 'payout', id: object.id } as const
      assert.equal((await journal.object({ merchant: 'one', ...selector }))?.status, 'succeeded')
      assert.equal((await journal.object({ merchant: 'two', ...selector }))?.status, 'unknown')
      assert.equal((await journal.operations({ merchant: 'two', limit: 10 })).items.length, 1)
      assert.equal((await journal.objects({ merchant: 'two', type: 'payout', limit: 10 })).items.length, 1)
    },
  },
]
