import assert from 'node:assert/strict'
import { paymentLink, paymentLinkFor } from '../support/commands.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { startWorld, type World } from '../support/world.js'

const links = ({ palomma }: World, reference: string): number => palomma.ledger.count({ type: 'payin_link', reference })

for (const journal of JOURNAL_NAMES) {
  describe(`asking later what became of a payment link, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal, timeoutMs: 1_000 })
      await world.payments.payins.create(paymentLinkFor('payer-1', 'earlier'))
    })

    afterEach(() => world[Symbol.asyncDispose]())

    it('finds a lost link of a payer who is on file', async () => {
      world.palomma.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
      await world.payments.payins.create(paymentLinkFor('payer-1', 'order-1'))
      const asked = await world.payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
      assert.equal(asked?.status, 'pending')
      assert.equal(links(world, 'order-1'), 1)
    })

    it('does not take a payer who is found at the second look only for proof that the lost link was never sent', async () => {
      world.palomma.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
      await world.payments.payins.create(paymentLinkFor('payer-1', 'order-1'))
      world.palomma.faults.add({ on: 'list-customers', lookup: 'missing' })
      const asked = await world.payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
      const again = await world.payments.payins.create(paymentLinkFor('payer-1', 'order-1'))
      assert.equal(links(world, 'order-1'), 1)
      assert.notEqual(asked?.status, 'failed')
      assert.equal(again.id, asked?.id)
    })

    it('stays unknown while the list does not show the link yet, and finds it afterwards', async () => {
      world.palomma.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
      await world.payments.payins.create(paymentLinkFor('payer-1', 'order-1'))
      world.palomma.faults.add({ on: 'list-payin-links', lookup: { lagMs: 60_000 } })
      const early = await world.payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
      const again = await world.payments.payins.create(paymentLinkFor('payer-1', 'order-1'))
      const late = await world.payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
      assert.deepEqual([early?.status, again.status, late?.status], ['unknown', 'unknown', 'pending'])
      assert.equal(links(world, 'order-1'), 1)
    })

    it('finds a link once in a list that shows everything twice', async () => {
      world.palomma.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
      await world.payments.payins.create(paymentLink('order-1'))
      world.palomma.faults.add({ on: 'list-payin-links', lookup: 'duplicates' })
      const asked = await world.payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
      assert.equal(asked?.status, 'pending')
    })

    it('goes on after a lost customer record that is on file under the payer’s own reference by now', async () => {
      world.palomma.faults.add({ on: 'create-customer', reply: { kind: 'reset' } })
      const lost = await world.payments.payins.create(paymentLinkFor('payer-2', 'order-1'))
      const asked = await world.payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
      const again = await world.payments.payins.create(paymentLinkFor('payer-2', 'order-1'))
      assert.deepEqual([lost.status, asked?.status, again.status], ['unknown', 'failed', 'pending'])
      assert.equal(world.palomma.ledger.count({ type: 'customer', reference: 'payer-2' }), 1)
      assert.equal(links(world, 'order-1'), 1)
    })

    it('prepares the customer once, however often the link is refused', async () => {
      const refusal = { kind: 'error', status: 400, message: 'Not today.' } as const
      world.palomma.faults.add({ on: 'create-payin-link', accept: 'no', reply: refusal, times: 3 })
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await assert.rejects(world.payments.payins.create(paymentLink('order-1')), { code: 'provider_rejected' })
      }
      assert.equal((await world.payments.payins.create(paymentLink('order-1'))).status, 'pending')
      assert.equal(world.palomma.ledger.count({ type: 'customer', reference: 'order-1' }), 1)
      assert.equal(links(world, 'order-1'), 1)
    })
  })
}
