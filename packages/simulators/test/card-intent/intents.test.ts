import assert from 'node:assert/strict'
import { object } from '../support/samples.js'
import { PAYMENT_INTENT, startApi, sums, textOf, type Api } from './api.js'

const HOSTED_PAYMENT = { type: 'PAYMENT', order_amount: 4590, order_currency: 'USD', external_id: 'hosted-1' }

async function createIntent(api: Api, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return String(object(await api.post('/intents/payment', { ...PAYMENT_INTENT, ...changes }))['intent_id'])
}

const createCardIntent = async (api: Api): Promise<string> =>
  String(object(await api.post('/intents/card', { external_id: 'user-7' }))['intent_id'])

describe('card-intent: intents', () => {
  it('creates a card intent', async () => {
    await using api = await startApi()
    api.simulator.clock.set(new Date('2031-04-02T08:15:30Z'))
    await api.logIn()
    const reply = await api.post('/intents/card', { external_id: 'user-7' })
    const { intent_id, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.match(String(intent_id), /^int_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
    assert.deepEqual(rest, { reference_id: 'user-7', valid_for: 60000 })
    const { at, ...entry } = api.simulator.ledger.entries[0] ?? {}
    assert.match(String(at), /^2031-04-02T08:15:3/)
    assert.deepEqual(entry, {
      sequence: 1,
      type: 'card_intent',
      endpoint: 'create-card-intent',
      providerId: intent_id,
      reference: 'user-7',
    })
  })

  it('turns a card into a token that pays', async () => {
    await using api = await startApi()
    const { token } = api.simulator.actions.tokenize({ providerId: await createCardIntent(api) })
    assert.match(token, /^tkn_[0-7][0-9A-HJKMNP-TV-Z]{25}_[0-9a-f]{32}$/)
    const paid = object(await api.pay({ card: undefined, token }))
    assert.equal(paid['status'], 'AUTHORIZED')
  })

  it('marks the token of a card that will be declined', async () => {
    await using api = await startApi()
    await createCardIntent(api)
    for (const card of [{ pan: '4000000000000002' }, { name: 'DECLINE' }]) {
      const { token } = api.simulator.actions.tokenize({ reference: 'user-7', card })
      assert.match(token, /DECLINE$/)
      assert.equal(object(await api.pay({ card: undefined, token }))['status'], 'DECLINED')
    }
  })

  it('takes no card when the time of the intent is over', async () => {
    await using api = await startApi()
    const providerId = await createCardIntent(api)
    api.simulator.clock.advance(59_000)
    api.simulator.actions.tokenize({ providerId })
    api.simulator.clock.advance(1_000)
    assert.throws(() => api.simulator.actions.tokenize({ providerId }), { code: 'bad_action', message: /is over$/ })
  })

  it('says another time when it was told one', async () => {
    await using api = await startApi({ cardIntentLifetimeMs: 5_000 })
    assert.equal(object(await api.post('/intents/card', { external_id: 'user-7' }))['valid_for'], 5000)
  })

  for (const card of [{ pan: '4111111111111112' }, { pan: 41 }, { pan: '41' }, { name: 7 }, 'card']) {
    it(`takes no card like ${JSON.stringify(card)}, and does not repeat it`, async () => {
      await using api = await startApi()
      const providerId = await createCardIntent(api)
      assert.throws(
        () => api.simulator.actions.tokenize({ providerId, card: card as object }),
        (error: Error) => /must be/.test(error.message) && !error.message.includes('4111'),
      )
    })
  }

  it('creates a payment intent, which moves nothing', async () => {
    await using api = await startApi()
    const reply = await api.post('/intents/payment', PAYMENT_INTENT)
    const { intent_id, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.deepEqual(rest, { reference_id: 'hosted-1' })
    const { type, providerId, reference, amount, currency } = api.simulator.ledger.entries[0] ?? {}
    assert.deepEqual([type, providerId, reference], ['payment_intent', intent_id, 'hosted-1'])
    assert.deepEqual([amount, currency], ['45.90', 'USD'])
    assert.equal((await api.get('/transaction?type=external_id&id=hosted-1')).status, 404)
  })

  it('authorises on the hosted page and sends the customer to the success URL', async () => {
    await using api = await startApi()
    const providerId = await createIntent(api)
    const { redirectUrl, transaction } = api.simulator.actions.checkout({ providerId })
    const { id, updated_at, status, amount_authorized, ...rest } = transaction
    assert.deepEqual([status, amount_authorized], ['AUTHORIZED', 4590])
    assert.deepEqual(rest, { ...HOSTED_PAYMENT, amount_captured: 0, amount_voided: 0, amount_refunded: 0 })
    assert.equal(
      redirectUrl,
      `https://shop.example.com/ok?trx_id=${textOf(transaction, 'id')}&lang=en&order_id=web-5521`,
    )
    assert.deepEqual((await api.get('/transaction?type=external_id&id=hosted-1')).json, transaction)
    assert.deepEqual((await api.get('/transaction?type=order_id&id=web-5521')).json, transaction)
    const [, { sequence, at, ...entry }] = api.simulator.ledger.by('hosted-1') as [unknown, Record<string, unknown>]
    assert.deepEqual(entry, {
      type: 'authorization',
      endpoint: 'payer',
      providerId: id,
      reference: 'hosted-1',
      amount: '45.90',
      currency: 'USD',
    })
  })

  it('captures on the hosted page when it is told to', async () => {
    await using api = await startApi({ hostedCapture: true })
    const { transaction } = api.simulator.actions.checkout({ providerId: await createIntent(api) })
    assert.deepEqual(sums(transaction), ['CAPTURED', 4590, 4590, 0, 0])
    assert.equal(api.simulator.ledger.count({ type: 'authcap', reference: 'hosted-1', endpoint: 'payer' }), 1)
  })

  it('sends a declined customer to the failure URL, lets them try again, and finds the latest', async () => {
    await using api = await startApi()
    const providerId = await createIntent(api)
    const declined = api.simulator.actions.checkout({ reference: 'hosted-1', pan: '4000000000000002' })
    const id = textOf(declined.transaction, 'id')
    assert.deepEqual(sums(declined.transaction), ['DECLINED', 0, 0, 0, 0])
    assert.equal(declined.redirectUrl, `https://shop.example.com/no?trx_id=${id}&order_id=web-5521`)
    const paid = api.simulator.actions.checkout({ providerId, name: 'Ada' }).transaction
    assert.notEqual(paid['id'], id)
    assert.deepEqual((await api.get('/transaction?type=external_id&id=hosted-1')).json, paid)
    assert.equal((await api.retrieve(id))['status'], 'DECLINED')
    assert.equal(api.simulator.ledger.count({ type: 'decline', reference: 'hosted-1' }), 1)
  })

  it('does not let an intent be paid twice', async () => {
    await using api = await startApi()
    const providerId = await createIntent(api)
    api.simulator.actions.checkout({ providerId })
    assert.throws(() => api.simulator.actions.checkout({ providerId }), { code: 'bad_action', message: /paid already/ })
    assert.equal(api.simulator.ledger.count({ type: 'authorization' }), 1)
  })

  it('declines an amount that ends in 13 on the hosted page too', async () => {
    await using api = await startApi()
    const providerId = await createIntent(api, { order: { ...PAYMENT_INTENT.order, order_amount: 10013 } })
    assert.equal(api.simulator.actions.checkout({ providerId }).transaction['status'], 'DECLINED')
  })

  it('needs a providerId when two intents have one external_id', async () => {
    await using api = await startApi()
    await createIntent(api)
    await createIntent(api)
    assert.equal(api.simulator.ledger.count({ type: 'payment_intent', reference: 'hosted-1' }), 2)
    assert.throws(() => api.simulator.actions.checkout({ reference: 'hosted-1' }), /2 objects/)
  })
})
