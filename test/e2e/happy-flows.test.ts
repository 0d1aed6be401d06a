import assert from 'node:assert/strict'
import type { Payin } from '@polyrail/core'
import { bankPayout, customer, paymentLink, qrCode, retailOutlet, virtualAccount } from '../support/commands.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { startWorld, type World } from '../support/world.js'

const DAY_MS = 86_400_000
const refresh = { refresh: true }
const reference = 'order-1'

for (const journal of JOURNAL_NAMES) {
  describe(`a payment that goes well, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    const refreshed = (): Promise<Payin | undefined> => world.payments.payins.retrieve({ reference }, refresh)

    it('a virtual account is paid, and settled on the next day', async () => {
      const { payments, palladium } = world
      const made = await payments.payins.create({ ...virtualAccount(reference), metadata: { cart: '9' } })
      assert.equal(made.status, 'pending')
      assert.deepEqual(made.amount, { amount: '150000', currency: 'IDR' })
      assert.deepEqual(made.metadata, { cart: '9' })
      assert.ok(made.nextAction?.type === 'transfer_to_virtual_account')
      assert.equal(made.nextAction.bankCode, 'BNI')
      assert.match(made.nextAction.accountName, /PT Contoh Jaya/)
      palladium.actions.pay({ accountNumber: made.nextAction.accountNumber })
      const paid = await refreshed()
      assert.deepEqual([paid?.status, paid?.nextAction], ['processing', undefined])
      palladium.clock.advance(DAY_MS)
      const settled = await refreshed()
      assert.deepEqual([settled?.status, settled?.settlement], ['succeeded', 'settled'])
      assert.deepEqual([settled?.id, settled?.nextAction, settled?.metadata], [made.id, undefined, { cart: '9' }])
      assert.deepEqual(await payments.payins.create({ ...virtualAccount(reference), metadata: { cart: '9' } }), settled)
      assert.equal(palladium.ledger.count({ type: 'virtual_account' }), 1)
    })

    it('a virtual account expires when the merchant said', async () => {
      const made = await world.payments.payins.create({
        ...virtualAccount(reference),
        expiresAt: '2099-05-17T00:00:00Z',
      })
      assert.equal(made.expiresAt, '2099-05-17T00:00:00.000Z')
      const [request] = world.palladium.requests
      assert.equal(request?.fields['expiration_date'], '2099-05-17')
    })

    it('an outlet code is paid at the outlet', async () => {
      const { payments, palladium } = world
      const made = await payments.payins.create(retailOutlet(reference))
      assert.ok(made.nextAction?.type === 'pay_at_outlet')
      assert.equal(made.nextAction.outlet, 'ALFAMART')
      palladium.actions.pay({ paymentCode: made.nextAction.paymentCode })
      assert.equal((await refreshed())?.status, 'processing')
      palladium.actions.settle({ reference })
      const settled = await refreshed()
      assert.deepEqual([settled?.status, settled?.nextAction], ['succeeded', undefined])
    })

    it('a QRIS is paid, with the provider’s fee', async () => {
      const { payments, palladium } = world
      const made = await payments.payins.create(qrCode(reference))
      assert.ok(made.nextAction?.type === 'show_qr_code')
      assert.match(made.nextAction.payload, /^000201/)
      assert.deepEqual(made.fee, { amount: '1239', currency: 'IDR' })
      palladium.actions.settle({ reference })
      const settled = await refreshed()
      assert.deepEqual([settled?.status, settled?.nextAction], ['succeeded', undefined])
      assert.deepEqual(settled?.fee, { amount: '1239', currency: 'IDR' })
    })

    it('a payment link is paid', async () => {
      const { payments, palomma } = world
      const made = await payments.payins.create(paymentLink(reference))
      assert.ok(made.nextAction?.type === 'redirect')
      palomma.actions.pay({ reference })
      const paying = await refreshed()
      assert.deepEqual([paying?.status, paying?.nextAction], ['processing', undefined])
      palomma.actions.settle({ reference })
      const paid = await refreshed()
      assert.deepEqual([paid?.status, paid?.nextAction], ['succeeded', undefined])
      assert.deepEqual(paid?.amountCaptured, { amount: '84000', currency: 'COP' })
      assert.deepEqual(paid.fee, { amount: '500', currency: 'COP' })
    })

    for (const [title, statusMessage, status, code] of [
      ['is canceled by the payer', 'CUSTOMER_CANCELLATION', 'canceled', 'canceled_by_payer'],
      ['is declined by the bank', 'DECLINED_BY_BANK', 'failed', 'declined_by_bank'],
      ['expires', 'EXPIRED', 'expired', 'expired'],
    ] as const) {
      it(`a payment link ${title}, and is then not sent again under its reference`, async () => {
        const { payments, palomma } = world
        const made = await payments.payins.create(paymentLink(reference))
        if (statusMessage === 'EXPIRED') palomma.actions.expire({ reference })
        else palomma.actions.decline({ reference, statusMessage })
        const ended = await refreshed()
        assert.deepEqual([ended?.status, ended?.reason?.code, ended?.nextAction], [status, code, undefined])
        const again = await payments.payins.create(paymentLink(reference))
        assert.deepEqual([again.id, again.status], [made.id, status])
        assert.equal(palomma.ledger.count({ type: 'payin_link' }), 1)
      })
    }

    it('a payment link expires by itself in time', async () => {
      const expiresAt = new Date(Date.now() + 3 * DAY_MS).toISOString()
      await world.payments.payins.create({ ...paymentLink(reference), expiresAt })
      assert.equal((await refreshed())?.status, 'pending')
      world.palomma.clock.advance(5 * DAY_MS)
      assert.equal((await refreshed())?.status, 'expired')
    })

    it('a payout is done', async () => {
      const { payments, palladium } = world
      const sent = await payments.payouts.create(bankPayout(reference))
      assert.equal(sent.status, 'processing')
      assert.deepEqual(sent.fee, { amount: '8400', currency: 'IDR' })
      assert.deepEqual(sent.destination, bankPayout(reference).destination)
      assert.equal((await payments.payouts.retrieve({ reference }, refresh))?.status, 'processing')
      palladium.actions.settle({ reference })
      const done = await payments.payouts.retrieve({ id: sent.id }, refresh)
      assert.deepEqual([done?.status, done?.id, done?.fee], ['succeeded', sent.id, sent.fee])
      assert.deepEqual(await payments.payouts.create(bankPayout(reference)), done)
      assert.equal(palladium.ledger.count({ type: 'disbursement' }), 1)
    })

    it('a customer is kept, and found by each of its names', async () => {
      const { customers } = world.payments
      const made = await customers.create(customer('payer-1'))
      assert.deepEqual([made.status, made.details.name], ['active', 'Laura Gómez'])
      const { id, providerId = '' } = made
      const names = [{ id }, { reference: 'payer-1' }, { provider: 'palomma', providerId }] as const
      for (const name of names) assert.equal((await customers.retrieve(name, refresh))?.id, id)
      assert.equal(await customers.retrieve({ reference: 'nobody' }), undefined)
    })

    it('an end is not undone by what the provider says later', async () => {
      const { payments, palladium } = world
      await payments.payins.create(virtualAccount(reference))
      palladium.actions.settle({ reference })
      assert.equal((await refreshed())?.status, 'succeeded')
      palladium.faults.add({ on: 'query-virtual-account', lookup: 'missing' })
      assert.equal((await refreshed())?.status, 'succeeded')
      palladium.faults.add({ on: 'query-virtual-account', reply: { kind: 'unknown-status', status: 'unpaid' } })
      assert.equal((await refreshed())?.status, 'succeeded')
    })
  })
}

describe('a payout in the provider’s QA environment', () => {
  it('is done a minute later', async () => {
    await using world = await startWorld({ journal: 'memory', palladium: { qaTiming: true } })
    const command = { ...bankPayout(reference), amount: { amount: '90000', currency: 'IDR' } }
    assert.equal((await world.payments.payouts.create(command)).status, 'processing')
    world.palladium.clock.advance(60_000)
    assert.equal((await world.payments.payouts.retrieve({ reference }, refresh))?.status, 'succeeded')
  })
})
