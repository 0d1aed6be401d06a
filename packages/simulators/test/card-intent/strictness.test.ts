import assert from 'node:assert/strict'
import { postJson, send } from '../support/client.js'
import { idOf } from '../support/samples.js'
import { CARD, errorOf, ORDER, PAYMENT, PAYMENT_INTENT, startApi } from './api.js'

const ITEM = { item_title: 'Mug', item_id: 'sku-1', item_qty: 2, item_price: 2295 }
const URLS = PAYMENT_INTENT.redirect_urls

describe('card-intent: strictness', () => {
  for (const [field, changes] of [
    ['operation', { operation: undefined }],
    ['operation', { operation: 'sale' }],
    ['external_id', { external_id: undefined }],
    ['external_id', { external_id: '' }],
    ['external_id', { external_id: 'x'.repeat(1001) }],
    ['order.order_id', { order: { order_id: 5521 } }],
    ['order.order_amount', { order: { order_amount: undefined } }],
    ['order.order_amount', { order: { order_amount: '4590' } }],
    ['order.order_amount', { order: { order_amount: 45.9 } }],
    ['order.order_amount', { order: { order_amount: 0 } }],
    ['order.order_amount', { order: { order_amount: -1 } }],
    ['order.order_amount', { order: { order_amount: 1_000_000_000_000 } }],
    ['order.order_currency', { order: { order_currency: 'usd' } }],
    ['order.order_currency', { order: { order_currency: undefined } }],
    ['order.items', { order: { items: [] } }],
    ['order.order_items', { order: { order_items: {} } }],
    ['order.order_items[0]', { order: { order_items: ['Mug'] } }],
    ['order.order_items[1].item_price', { order: { order_items: [ITEM, { ...ITEM, item_price: '1' }] } }],
    ['order.order_items[0].item_price', { order: { order_items: [{ ...ITEM, item_price: undefined }] } }],
    ['order.order_items[0].item_price', { order: { order_items: [{ ...ITEM, item_price: -1 }] } }],
    ['order.order_items[0].item_qty', { order: { order_items: [{ ...ITEM, item_qty: 0.5 }] } }],
    ['order.card_holder', { order: { card_holder: null } }],
    ['order.card_holder.first_name', { order: { card_holder: { first_name: '' } } }],
    ['order.card_holder.dob', { order: { card_holder: { dob: '30/02/1990' } } }],
    ['order.card_holder.email', { order: { card_holder: { email: 'ada' } } }],
    ['order.card_holder.country', { order: { card_holder: { country: 'USA' } } }],
    ['order.card_holder.name', { order: { card_holder: { name: 'Ada' } } }],
    ['token', { card: undefined }],
    ['token', { card: undefined, token: 'tkn_01K2M4S9V1X3Z5B7D9F1H3J5L7_5f0c2a7e91b84d36a0e7c4d2b9f81e30' }],
    ['card', { card: 'a card' }],
    ['card.pan', { card: { ...CARD, pan: undefined } }],
    ['card.pan', { card: { ...CARD, pan: '4111 1111 1111 1111' } }],
    ['card.pan', { card: { ...CARD, pan: '4111111111111112' } }],
    ['card.code', { card: { ...CARD, code: 12 } }],
    ['card.code', { card: { ...CARD, code: '12' } }],
    ['card.expiry', { card: { ...CARD, expiry: undefined } }],
    ['card.expiry', { card: { ...CARD, expiry: '1230' } }],
    ['card.expiry', { card: { ...CARD, expiry: '132030' } }],
    ['card.expiry', { card: { ...CARD, expiry: '012020' } }],
    ['card.cvv', { card: { ...CARD, cvv: '012' } }],
    ['capture', { capture: true }],
  ] as const) {
    it(`refuses ${field} in ${JSON.stringify(changes).slice(0, 100)}`, async () => {
      await using api = await startApi()
      const reply = await api.pay(changes)
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['code'], 'invalid_request')
      assert.equal(errorOf(reply)['field'], field)
      assert.ok(String(errorOf(reply)['message']).startsWith(field) || field === 'token')
      assert.equal(api.simulator.ledger.count(), 0)
    })
  }

  it('refuses a token and a card together', async () => {
    await using api = await startApi()
    await api.post('/intents/card', { external_id: 'user-7' })
    const { token } = api.simulator.actions.tokenize({ reference: 'user-7' })
    const reply = await api.pay({ token })
    assert.equal(reply.status, 400)
    assert.equal(errorOf(reply)['message'], 'exactly one of token and card must be given')
  })

  for (const [field, changes] of [
    ['external_id', { external_id: undefined }],
    ['redirect_urls', { redirect_urls: undefined }],
    ['redirect_urls.success', { redirect_urls: { ...URLS, success: 'shop.example.com' } }],
    ['redirect_urls.success', { redirect_urls: { ...URLS, success: 'http://' } }],
    ['redirect_urls.failure', { redirect_urls: { success: URLS.success } }],
    ['redirect_urls.cancel', { redirect_urls: { ...URLS, cancel: URLS.failure } }],
    ['order', { order: undefined }],
    ['order.order_id', { order: { ...ORDER, order_id: undefined } }],
    ['operation', { operation: 'authorize' }],
  ] as const) {
    it(`refuses ${field} in a payment intent with ${JSON.stringify(changes)}`, async () => {
      await using api = await startApi()
      const reply = await api.post('/intents/payment', { ...PAYMENT_INTENT, ...changes })
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['field'], field)
      assert.equal(api.simulator.ledger.count(), 0)
    })
  }

  for (const body of [{}, { external_id: 7 }, { external_id: 'a', order: ORDER }]) {
    it(`refuses the card intent ${JSON.stringify(body)}`, async () => {
      await using api = await startApi()
      assert.equal((await api.post('/intents/card', body)).status, 400)
      assert.equal(api.simulator.ledger.count(), 0)
    })
  }

  for (const [field, changes] of [
    ['external_id', { external_id: undefined }],
    ['operation', { operation: 'refund' }],
    ['amount', { amount: 0 }],
    ['amount', { amount: '100' }],
    ['amount', { amount: null }],
    ['currency', { currency: 'USD' }],
  ] as const) {
    it(`refuses ${field} in a capture with ${JSON.stringify(changes)}`, async () => {
      await using api = await startApi()
      const reply = await api.capture(idOf(await api.pay()), changes)
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['field'], field)
      assert.equal(api.simulator.ledger.count({ type: 'capture' }), 0)
    })
  }

  for (const [field, changes] of [
    ['external_id', { external_id: undefined }],
    ['trx_id', { trx_id: undefined }],
    ['amount', { amount: undefined }],
    ['amount', { amount: -100 }],
    ['reason', { reason: 'other' }],
  ] as const) {
    it(`refuses ${field} in a refund with ${JSON.stringify(changes)}`, async () => {
      await using api = await startApi()
      const reply = await api.refund(idOf(await api.pay({ operation: 'authcap' })), changes)
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['field'], field)
      assert.equal(api.simulator.ledger.count({ type: 'refund' }), 0)
    })
  }

  for (const written of ['4590.0', '4.59e3', '4590E0', '45900e-1', '4590.00000000000000001']) {
    it(`refuses an amount that is written as ${written}`, async () => {
      await using api = await startApi()
      const reply = await api.post('/transactions', JSON.stringify(PAYMENT).replace('4590', written))
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['message'], 'A whole number is not written as one.')
      assert.equal(api.simulator.ledger.count(), 0)
    })
  }

  it('does not take numbers in texts for amounts', async () => {
    await using api = await startApi()
    const reply = await api.pay({ external_id: 'a "1e3" [1.0', order: { order_id: '{{[[1e3' } })
    assert.equal(reply.status, 200)
  })

  it('refuses a key that is given twice, at any depth', async () => {
    await using api = await startApi()
    const twice = JSON.stringify(PAYMENT).replace('"pan"', '"p\\u0061n":"4","pan"')
    const reply = await api.post('/transactions', twice)
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.json, {
      error: { code: 'invalid_request', message: 'A field is given twice.', field: 'pan' },
    })
  })

  it('refuses a body that is nested too deeply', async () => {
    await using api = await startApi({ dedupe: true })
    const deep = `{"external_id":"a","order":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    const reply = await api.post('/transactions', deep)
    assert.equal(errorOf(reply)['message'], 'The body is nested too deeply.')
  })

  for (const body of ['', '{', '[]', 'null', '"text"', Buffer.from([0x7b, 0xff, 0x7d]).toString('latin1')]) {
    it(`refuses the body ${JSON.stringify(body)}`, async () => {
      await using api = await startApi()
      assert.equal((await api.post('/intents/card', body)).status, 400)
    })
  }

  it('refuses a body that is not UTF-8', async () => {
    await using api = await startApi()
    const body = Buffer.from('{"external_id":"caf\xe9"}', 'latin1')
    const headers = { ...api.headers, 'content-type': 'application/json' }
    const reply = await send(`${api.simulator.url}/intents/card`, { method: 'POST', headers, body })
    assert.equal(reply.status, 400)
  })

  it('takes application/json only', async () => {
    await using api = await startApi()
    const post = async (contentType: string) =>
      await api.post('/intents/card', { external_id: 'a' }, { 'content-type': contentType })
    assert.equal((await post('application/json; charset=utf-8')).status, 200)
    const reply = await post('text/plain')
    assert.equal(reply.status, 415)
    assert.deepEqual(reply.json, {
      error: { code: 'unsupported_media_type', message: 'Content-Type must be application/json.' },
    })
    const bare = await send(`${api.simulator.url}/intents/card`, { method: 'POST', headers: api.headers, body: '{}' })
    assert.equal(bare.status, 415)
  })

  it('answers 413 to a body over one mebibyte', async () => {
    await using api = await startApi()
    const reply = await api.post('/intents/card', { external_id: 'x'.repeat(1_100_000) })
    assert.equal(reply.status, 413)
    assert.equal(errorOf(reply)['code'], 'payload_too_large')
  })

  it('knows its methods and paths', async () => {
    await using api = await startApi()
    const statusOf = async (method: string, path: string): Promise<number> =>
      (await send(`${api.simulator.url}${path}`, { method, headers: api.headers })).status
    assert.equal(await statusOf('DELETE', '/transactions'), 405)
    assert.equal(await statusOf('GET', '/auth/token'), 405)
    assert.equal(await statusOf('POST', '/transaction'), 405)
    assert.equal(await statusOf('GET', '/refunds'), 405)
    assert.equal(await statusOf('GET', '/intents/int_1'), 404)
    assert.equal(await statusOf('GET', '/v1/transactions'), 404)
    assert.equal(await statusOf('POST', '/transactions/trx_1/capture'), 404)
  })

  it('does not ask for a key where a token is asked for', async () => {
    await using api = await startApi()
    const reply = await postJson(
      `${api.simulator.url}/auth/token`,
      { client_id: 'a', client_secret: 'b' },
      {
        authorization: '',
      },
    )
    assert.equal(reply.status, 200)
  })
})
