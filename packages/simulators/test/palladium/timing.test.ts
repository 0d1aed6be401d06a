import assert from 'node:assert/strict'
import { startSimulator, type PalladiumSimulator } from '@polyrail/simulators'
import { postForm, send } from '../support/client.js'
import { DISBURSEMENT, idOf, object, QRIS, RETAIL_PAYMENT, VIRTUAL_ACCOUNT } from '../support/samples.js'

const MINUTE_MS = 60_000

const statusOf = async (simulator: PalladiumSimulator, kind: string, id: string): Promise<unknown> =>
  object(await send(`${simulator.url}/query-${kind}?id=${id}`))['status']

describe('palladium: time and people', () => {
  for (const [kind, sample] of [
    ['virtual-account', VIRTUAL_ACCOUNT],
    ['retail-payment', RETAIL_PAYMENT],
    ['qris', QRIS],
  ] as const) {
    it(`lets a ${kind} pay itself after a minute and be done five minutes later, as in QA`, async () => {
      await using simulator = await startSimulator('palladium')
      const id = idOf(await postForm(`${simulator.url}/create-${kind}`, sample))
      assert.equal(await statusOf(simulator, kind, id), 'unpaid')
      simulator.clock.advance(MINUTE_MS)
      assert.equal(await statusOf(simulator, kind, id), 'pending')
      assert.equal(simulator.ledger.count({ type: 'payment', providerId: id }), 1)
      simulator.clock.advance(4 * MINUTE_MS)
      assert.equal(await statusOf(simulator, kind, id), 'pending')
      simulator.clock.advance(MINUTE_MS)
      assert.equal(await statusOf(simulator, kind, id), 'done')
      assert.equal(simulator.ledger.count({ type: 'payment' }), 1)
    })
  }

  it('comes to the same result in one long step of the clock', async () => {
    await using simulator = await startSimulator('palladium')
    const start = new Date('2031-05-19T03:00:00.000Z')
    simulator.clock.set(start)
    const id = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    simulator.clock.advance(24 * 60 * MINUTE_MS)
    assert.equal(await statusOf(simulator, 'virtual-account', id), 'done')
    const paidAfterMs = Date.parse(simulator.ledger.entries[1]?.at ?? '') - start.getTime()
    assert.ok(paidAfterMs >= MINUTE_MS && paidAfterMs < MINUTE_MS + 5_000, `paid after ${paidAfterMs} ms`)
  })

  it('finishes a payout of 90000 after a minute and leaves any other pending', async () => {
    await using simulator = await startSimulator('palladium')
    const url = `${simulator.url}/create-disbursement`
    const magic = idOf(await postForm(url, { ...DISBURSEMENT, amount: '90000' }))
    const other = idOf(await postForm(url, DISBURSEMENT))
    assert.equal(await statusOf(simulator, 'disbursement', magic), 'pending')
    simulator.clock.advance(60 * MINUTE_MS)
    assert.equal(await statusOf(simulator, 'disbursement', magic), 'done')
    assert.equal(await statusOf(simulator, 'disbursement', other), 'pending')
    simulator.actions.settle({ providerId: other })
    assert.equal(await statusOf(simulator, 'disbursement', other), 'done')
  })

  it('waits for a payer and for 14:00 in Jakarta when QA timing is off', async () => {
    await using simulator = await startSimulator('palladium', { qaTiming: false })
    simulator.clock.set(new Date('2031-05-19T06:59:00Z'))
    const id = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    assert.equal(await statusOf(simulator, 'virtual-account', id), 'unpaid')
    simulator.clock.advance(2 * MINUTE_MS)
    simulator.actions.pay({ reference: 'ord-7781' })
    assert.equal(await statusOf(simulator, 'virtual-account', id), 'pending')
    simulator.clock.set(new Date('2031-05-20T06:59:00Z'))
    assert.equal(await statusOf(simulator, 'virtual-account', id), 'pending')
    simulator.clock.set(new Date('2031-05-20T07:00:00Z'))
    assert.equal(await statusOf(simulator, 'virtual-account', id), 'done')
  })

  it('credits the income wallet only when a payin is done', async () => {
    await using simulator = await startSimulator('palladium')
    const withdrawable = async (): Promise<unknown> =>
      object(await send(`${simulator.url}/me`))['remaining_withdrawable_amount']
    const id = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    simulator.actions.pay({ providerId: id })
    assert.equal(await withdrawable(), 0)
    assert.equal(simulator.actions.settle({ providerId: id })['status'], 'done')
    assert.equal(await withdrawable(), 141_600)
    simulator.clock.advance(60 * MINUTE_MS)
    assert.equal(await withdrawable(), 141_600)
  })

  it('is paid by account number and by payment code', async () => {
    await using simulator = await startSimulator('palladium')
    const account = object(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    const code = object(await postForm(`${simulator.url}/create-retail-payment`, RETAIL_PAYMENT))
    assert.equal(simulator.actions.pay({ accountNumber: String(account['account_number']) })['status'], 'pending')
    assert.equal(simulator.actions.pay({ paymentCode: String(code['payment_code']) })['status'], 'pending')
  })

  it('takes one payment on a single-use account and many on a reusable one', async () => {
    await using simulator = await startSimulator('palladium')
    const url = `${simulator.url}/create-virtual-account`
    const once = { providerId: idOf(await postForm(url, VIRTUAL_ACCOUNT)) }
    const often = { providerId: idOf(await postForm(url, { ...VIRTUAL_ACCOUNT, is_single_use: 'false' })) }
    simulator.actions.pay(once)
    assert.throws(() => simulator.actions.pay(once), { code: 'bad_action' })
    simulator.actions.pay(often)
    simulator.actions.pay(often)
    assert.equal(simulator.ledger.count({ type: 'payment', ...once }), 1)
    assert.equal(simulator.ledger.count({ type: 'payment', ...often }), 2)
  })

  it('keeps an expired instrument unpaid for ever, since no other status is documented', async () => {
    await using simulator = await startSimulator('palladium')
    const id = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    simulator.actions.expire({ providerId: id })
    simulator.clock.advance(60 * MINUTE_MS)
    assert.equal(await statusOf(simulator, 'virtual-account', id), 'unpaid')
    assert.throws(() => simulator.actions.pay({ providerId: id }), /has expired/)
  })

  it('fills and empties the disburse wallet', async () => {
    await using simulator = await startSimulator('palladium', { disbursableBalance: 100n })
    assert.deepEqual(simulator.actions.fund(50n), { disbursable: '150' })
    assert.deepEqual(simulator.actions.drain(30n), { disbursable: '120' })
    assert.throws(() => simulator.actions.drain(121n), { code: 'bad_action' })
    assert.deepEqual(simulator.actions.drain(), { disbursable: '0' })
  })

  it('refuses a target that is missing, unknown, ambiguous or of the wrong kind', async () => {
    await using simulator = await startSimulator('palladium')
    await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    const payout = idOf(await postForm(`${simulator.url}/create-disbursement`, { ...DISBURSEMENT, external_id: 'x' }))
    assert.throws(() => simulator.actions.pay({ reference: 'nobody' }), /no object/)
    assert.throws(() => simulator.actions.settle({ reference: 'po-5512' }), /2 objects/)
    assert.throws(() => simulator.actions.settle({ providerId: payout, reference: 'x' }), /exactly one/)
    assert.throws(() => simulator.actions.pay({ providerId: payout }), /not paid by a payer/)
  })
})
