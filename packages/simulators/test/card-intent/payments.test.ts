import assert from 'node:assert/strict'
import { idOf, object } from '../support/samples.js'
import { CARD, startApi, sums } from './api.js'

describe('card-intent: payments', () => {
  it('authorises a card', async () => {
    await using api = await startApi()
    api.simulator.clock.set(new Date('2031-04-02T08:15:30.100Z'))
    await api.logIn()
    const reply = await api.pay()
    const { id, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.match(String(id), /^trx_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
    assert.deepEqual(rest, {
      type: 'PAYMENT',
      status: 'AUTHORIZED',
      order_amount: 4590,
      order_currency: 'USD',
      amount_authorized: 4590,
      amount_captured: 0,
      amount_voided: 0,
      amount_refunded: 0,
      external_id: 'pay-1',
      updated_at: '2031-04-02T08:15:30Z',
    })
    const { at, ...entry } = api.simulator.ledger.entries[0] ?? {}
    assert.match(String(at), /^2031-04-02T08:15:30/)
    assert.deepEqual(entry, {
      sequence: 1,
      type: 'authorization',
      endpoint: 'create-transaction',
      providerId: id,
      reference: 'pay-1',
      amount: '45.90',
      currency: 'USD',
    })
  })

  it('authorises and captures in one', async () => {
    await using api = await startApi()
    assert.deepEqual(sums(object(await api.pay({ operation: 'authcap' }))), ['CAPTURED', 4590, 4590, 0, 0])
    assert.equal(api.simulator.ledger.count({ type: 'authcap', reference: 'pay-1' }), 1)
    assert.equal(api.simulator.ledger.count(), 1)
  })

  it('takes items and a holder, and forgets them', async () => {
    await using api = await startApi()
    const order_items = [{ item_title: 'Mug', item_id: 'sku-1', item_qty: 2, item_price: 22.95 }]
    const card_holder = { first_name: 'Ada', dob: '1990-02-28', email: 'ada@example.com', country: 'US' }
    const reply = await api.pay({ order: { order_items, card_holder } })
    assert.equal(object(reply)['status'], 'AUTHORIZED')
    assert.equal((await api.pay({ order: { order_items: [], card_holder: {} } })).status, 200)
  })

  for (const [how, changes] of [
    ['by its number', { card: { ...CARD, pan: '4000000000000002' } }],
    ['by its name', { card: { ...CARD, name: 'DECLINE' } }],
    ['by the amount', { order: { order_amount: 10013 } }],
  ] as const) {
    it(`declines a card ${how} with 200`, async () => {
      await using api = await startApi()
      const reply = await api.pay({ operation: 'authcap', ...changes })
      assert.equal(reply.status, 200)
      assert.deepEqual(sums(object(reply)), ['DECLINED', 0, 0, 0, 0])
      assert.deepEqual(await api.retrieve(idOf(reply)), reply.json)
      assert.equal(api.simulator.ledger.count({ type: 'decline', reference: 'pay-1' }), 1)
      assert.equal(api.simulator.ledger.count(), 1)
    })
  }

  it('needs no more of a card than its number and its month', async () => {
    await using api = await startApi()
    const { pan, expiry } = CARD
    assert.equal((await api.pay({ card: { pan, expiry } })).status, 200)
    assert.equal((await api.pay({ card: { ...CARD, code: '0123', country: 'US', zip: '10001' } })).status, 200)
  })

  it('takes a card until its month is over', async () => {
    await using api = await startApi()
    const card = { ...CARD, expiry: '042031' }
    const payAt = async (at: string) => {
      api.simulator.clock.set(new Date(at))
      await api.logIn()
      return await api.pay({ card })
    }
    assert.equal((await payAt('2031-04-30T23:59:00Z')).status, 200)
    const late = await payAt('2031-05-01T00:00:00Z')
    assert.equal(late.status, 400)
    assert.deepEqual(late.json, {
      error: { code: 'invalid_request', message: 'card.expiry is in the past', field: 'card.expiry' },
    })
    assert.equal(api.simulator.ledger.count(), 1)
  })

  it('takes the longest and the shortest number that pass the check', async () => {
    await using api = await startApi()
    for (const pan of ['378282246310005', '6011111111111117', '6304000000000000']) {
      assert.equal((await api.pay({ card: { ...CARD, pan } })).status, 200)
    }
  })

  it('executes an external_id as often as it comes', async () => {
    await using api = await startApi()
    const first = idOf(await api.pay())
    const second = idOf(await api.pay())
    assert.notEqual(first, second)
    assert.equal(api.simulator.ledger.count({ type: 'authorization', reference: 'pay-1' }), 2)
  })

  it('finds the latest of several, by external_id and by order_id', async () => {
    await using api = await startApi()
    await api.pay({ external_id: 'same', order: { order_id: 'o-1' } })
    const latest = await api.pay({ external_id: 'same', order: { order_id: 'o-1' } })
    await api.pay({ external_id: 'other', order: { order_id: 'o-2' } })
    assert.deepEqual((await api.get('/transaction?type=external_id&id=same')).json, latest.json)
    assert.deepEqual((await api.get('/transaction?type=order_id&id=o-1')).json, latest.json)
  })

  it('answers 404 for what does not exist', async () => {
    await using api = await startApi()
    await api.pay()
    const error = { code: 'not_found', message: 'there is no such transaction' }
    for (const path of [
      '/transactions/trx_01K2M4N6P8R0T2V4X6Z8B0D2F4',
      '/transaction?type=external_id&id=web-5521',
      '/transaction?type=order_id&id=pay-1',
    ]) {
      const reply = await api.get(path)
      assert.equal(reply.status, 404)
      assert.deepEqual(reply.json, { error })
    }
  })

  for (const [currency, amount] of [
    ['JPY', '4590'],
    ['KRW', '4590'],
    ['CLP', '4590'],
    ['EUR', '45.90'],
    ['KWD', '4.590'],
    ['BHD', '4.590'],
  ] as const) {
    it(`writes 4590 of ${currency} on the ledger as ${amount}`, async () => {
      await using api = await startApi()
      await api.pay({ order: { order_currency: currency } })
      assert.equal(api.simulator.ledger.entries[0]?.amount, amount)
      assert.equal(api.simulator.ledger.entries[0].currency, currency)
    })
  }

  it('writes the smallest and the largest amount exactly', async () => {
    await using api = await startApi()
    await api.pay({ order: { order_amount: 1 } })
    await api.pay({ order: { order_amount: 1, order_currency: 'KWD' } })
    await api.pay({ order: { order_amount: 999_999_999_999 } })
    assert.deepEqual(
      api.simulator.ledger.entries.map(({ amount }) => amount),
      ['0.01', '0.001', '9999999999.99'],
    )
  })
})
