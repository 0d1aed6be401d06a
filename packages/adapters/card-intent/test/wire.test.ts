import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { CardData, createPayments, memoryJournal, type CreatePayin } from '@polyrail/core'
import fc from 'fast-check'
import nock from 'nock'
import { cardIntent, type CardIntentConfig } from '../src/index.js'

// Importing nock switches it on; other tests want their sockets.
nock.restore()

const API = 'https://test.api.us.payapex.com'
const SECRET = 'a-very-secret-secret'
const CARD_TOKEN = 'tkn_01K2M4S9V1X3Z5B7D9F1H3J5L7_5f0c2a7e91b84d36a0e7c4d2b9f81e30'
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const usd = (amount: string) => ({ amount, currency: 'USD' })
const trx = {
  id: 'trx_01K2M4N6P8R0T2V4X6Z8B0D2F4',
  type: 'PAYMENT',
  status: 'AUTHORIZED',
  order_amount: 4590,
  order_currency: 'USD',
  amount_authorized: 4590,
  amount_captured: 0,
  amount_voided: 0,
  amount_refunded: 0,
  external_id: 'web-5521',
  updated_at: '2031-04-02T08:15:30Z',
}
const command = {
  provider: 'card-intent',
  reference: 'web-5521',
  amount: usd('45.90'),
  method: { type: 'card', token: CARD_TOKEN },
  capture: 'manual',
} as const satisfies CreatePayin

/** Answers requests in order, and gives each as it was on the wire. */
const answering = (
  ...answers: readonly (readonly [method: 'GET' | 'POST', path: string, answer: object | number])[]
) => {
  const seen: string[] = []
  for (const [method, path, answer] of answers) {
    nock(API)
      .intercept(path, method)
      .reply(function (_, sent) {
        const { authorization = 'none' } = this.req.headers
        seen.push(`${method} ${path} ${authorization} ${method === 'POST' ? JSON.stringify(sent) : ''}`.trim())
        if (typeof answer === 'number') {
          return [answer, { error: { code: 'some_code', message: 'No.' } }, { 'content-type': 'application/json' }]
        }
        return [200, answer, { 'content-type': 'application/json' }]
      })
  }
  return seen
}
const login = ['POST', '/auth/token', { access_token: 'jwt-1', expiry: 3600 }] as const
const open = (settings: Partial<CardIntentConfig> = {}) =>
  createPayments({
    journal: memoryJournal(),
    logger: silent,
    providers: [cardIntent({ clientId: 'acc_01J9', clientSecret: SECRET, environment: 'test', ...settings })],
  })
const held = async (settings: Partial<CardIntentConfig> = {}) => {
  answering(login, ['POST', '/transactions', trx])
  const payments = await open(settings)
  return { payments, payin: await payments.payins.create(command) }
}
const path = `/transactions/${trx.id}`

describe('card-intent on the wire', () => {
  before(() => {
    nock.activate()
    nock.disableNetConnect()
  })
  afterEach(() => {
    const left = nock.pendingMocks()
    nock.cleanAll()
    assert.deepEqual(left, [])
  })
  after(() => {
    nock.enableNetConnect()
    nock.restore()
  })

  it('logs in and authorizes a token', async () => {
    const seen = answering(login, ['POST', '/transactions', trx])
    await using payments = await open()
    const payin = await payments.payins.create(command)
    assert.deepEqual(seen, [
      `POST /auth/token none {"client_id":"acc_01J9","client_secret":"${SECRET}"}`,
      'POST /transactions Bearer jwt-1 {"operation":"authorize","external_id":"web-5521","order":{"order_id":"web-5521",' +
        `"order_amount":4590,"order_currency":"USD"},"token":"${CARD_TOKEN}"}`,
    ])
    assert.deepEqual(
      [payin.status, payin.providerId, payin.amountAuthorized, payin.amountCaptured],
      ['authorized', trx.id, usd('45.90'), usd('0')],
    )
  })

  it('authorizes and captures a raw card, with its order and holder, where that is allowed', async () => {
    const seen = answering(login, ['POST', '/transactions', { ...trx, status: 'CAPTURED', amount_captured: 4590 }])
    await using payments = await open({ allowRawCards: true })
    const card = new CardData({
      number: '4111111111111111',
      expiryMonth: 3,
      expiryYear: 2031,
      securityCode: '012',
      holder: 'Ada Reyes',
      country: 'US',
      postalCode: '10001',
    })
    const payin = await payments.payins.create({
      ...command,
      capture: 'automatic',
      method: { type: 'card', card },
      customer: {
        name: 'Ada Lovelace Reyes',
        email: 'ada@example.com',
        phone: '555',
        address: { line1: '1 Main St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' },
      },
      lineItems: [
        { title: 'Mug', quantity: 2, price: '22.95' },
        { title: 'Box', id: 'sku-2', quantity: 1, price: '0' },
      ],
    })
    assert.equal(
      seen[1],
      'POST /transactions Bearer jwt-1 {"operation":"authcap","external_id":"web-5521","order":{"order_id":"web-5521",' +
        '"order_amount":4590,"order_currency":"USD","order_items":[{"item_title":"Mug","item_id":"1","item_qty":2,' +
        '"item_price":2295},{"item_title":"Box","item_id":"sku-2","item_qty":1,"item_price":0}],"card_holder":' +
        '{"first_name":"Ada","last_name":"Lovelace Reyes","email":"ada@example.com","phone":"555","address_1":"1 Main St",' +
        '"postal_code":"10001","city":"New York","state":"NY","country":"US"}},"card":{"pan":"4111111111111111",' +
        '"expiry":"032031","code":"012","name":"Ada Reyes","country":"US","zip":"10001"}}',
    )
    assert.deepEqual(
      [payin.status, payin.settlement, payin.method],
      ['succeeded', 'pending', { type: 'card', card: '[card]' }],
    )
  })

  it('refuses a raw card where it is not allowed, before anything is sent', async () => {
    await using payments = await open()
    const card = new CardData({ number: '4111111111111111', expiryMonth: 3, expiryYear: 2031 })
    const refused = payments.payins.create({ ...command, method: { type: 'card', card } })
    await assert.rejects(refused, { code: 'invalid_request', message: /method\.card/ })
  })

  it('captures all of an untouched authorization without an amount, and everything else with one', async () => {
    const { payments, payin } = await held()
    const part = { ...trx, status: 'PARTIAL_CAPTURED', amount_captured: 2000 }
    const seen = answering(['GET', path, trx], ['POST', path, part])
    const first = await payments.payins.capture({ payin: payin.id, amount: usd('20'), reference: 'c-1' })
    assert.equal(seen[1], `POST ${path} Bearer jwt-1 {"external_id":"c-1","operation":"capture","amount":2000}`)
    assert.equal(first.status, 'partially_captured')
    const rest = answering(['GET', path, part], ['POST', path, { ...part, status: 'CAPTURED', amount_voided: 2590 }])
    const voided = await payments.payins.cancel({ payin: payin.id, reference: 'v-1' })
    assert.equal(rest[1], `POST ${path} Bearer jwt-1 {"external_id":"v-1","operation":"void","amount":2590}`)
    assert.deepEqual([voided.status, voided.amountCanceled], ['succeeded', usd('25.90')])
    await payments.close()

    const other = await held()
    const whole = answering(['GET', path, trx], ['POST', path, { ...trx, status: 'CAPTURED', amount_captured: 4590 }])
    await other.payments.payins.capture({ payin: other.payin.id, reference: 'c-1' })
    assert.equal(whole[1], `POST ${path} Bearer jwt-1 {"external_id":"c-1","operation":"capture"}`)
    await other.payments.close()
  })

  it('sends no capture where nothing, or not so much, is left at the provider', async () => {
    const { payments, payin } = await held()
    answering(['GET', path, { ...trx, status: 'VOIDED', amount_voided: 4590 }])
    await assert.rejects(payments.payins.capture({ payin: payin.id, reference: 'c-1' }), { code: 'invalid_state' })
    answering(['GET', path, { ...trx, status: 'EXPIRED' }])
    await assert.rejects(payments.payins.capture({ payin: payin.id, reference: 'c-3' }), { code: 'invalid_state' })
    answering(['GET', path, { ...trx, amount_voided: 4000 }])
    const tooMuch = payments.payins.capture({ payin: payin.id, amount: usd('5.91'), reference: 'c-2' })
    await assert.rejects(tooMuch, { code: 'invalid_request', message: /at most 5\.90/ })
    await payments.close()
  })

  for (const [what, answer] of [
    ['nothing captured', trx],
    ['another amount captured', { ...trx, amount_captured: 2001 }],
    ['something voided too', { ...trx, amount_captured: 2000, amount_voided: 1 }],
    ['another transaction', { ...trx, id: 'trx_other', amount_captured: 2000 }],
    ['a refund', { ...trx, type: 'REFUND', amount_captured: 2000 }],
  ] as const) {
    it(`does not believe the answer to a capture that shows ${what}`, async () => {
      const { payments, payin } = await held()
      answering(['GET', path, trx], ['POST', path, answer])
      const captured = await payments.payins.capture({ payin: payin.id, amount: usd('20'), reference: 'c-1' })
      assert.equal(captured.status, 'unknown')
      await payments.close()
    })
  }

  it('refunds, and asks about the refund', async () => {
    answering(login, ['POST', '/transactions', { ...trx, status: 'SETTLED', amount_captured: 4590 }])
    await using payments = await open()
    const payin = await payments.payins.create(command)
    assert.deepEqual([payin.status, payin.settlement], ['succeeded', 'settled'])
    const refund = {
      ...trx,
      id: 'trx_refund',
      type: 'REFUND',
      status: 'CAPTURED',
      order_amount: 1500,
      external_id: 'r-1',
    }
    const seen = answering(['POST', '/refunds', refund])
    const made = await payments.refunds.create({ payin: payin.id, amount: usd('15'), reference: 'r-1' })
    assert.equal(seen[0], `POST /refunds Bearer jwt-1 {"external_id":"r-1","trx_id":"${trx.id}","amount":1500}`)
    assert.deepEqual([made.status, made.providerId], ['succeeded', 'trx_refund'])
    answering(['GET', '/transactions/trx_refund', { ...refund, status: 'SETTLED' }])
    assert.equal((await payments.refunds.retrieve({ id: made.id }, { refresh: true }))?.status, 'succeeded')
    answering(['POST', '/refunds', { ...refund, id: 'trx_2', order_amount: 1501, external_id: 'r-2' }])
    assert.equal(
      (await payments.refunds.create({ payin: payin.id, amount: usd('15'), reference: 'r-2' })).status,
      'unknown',
    )
  })

  it('makes a payment intent and the address of its page, and finds the payment by our reference', async () => {
    const seen = answering(login, ['POST', '/intents/payment', { intent_id: 'int_01K2', reference_id: 'web-5521' }])
    await using payments = await open()
    const payin = await payments.payins.create({
      provider: 'card-intent',
      reference: 'web-5521',
      amount: usd('45.90'),
      method: { type: 'hosted_card' },
      redirectUrl: 'https://shop.example.com/back',
    })
    assert.equal(
      seen[1],
      'POST /intents/payment Bearer jwt-1 {"external_id":"web-5521","redirect_urls":{"success":"https://shop.example.com/back",' +
        '"failure":"https://shop.example.com/back"},"order":{"order_id":"web-5521","order_amount":4590,"order_currency":"USD"}}',
    )
    assert.deepEqual(payin.nextAction, {
      type: 'redirect',
      url: 'https://test.checkout.us.payapex.com?client_id=acc_01J9&intent_id=int_01K2',
    })
    const look = '/transaction?type=external_id&id=web-5521'
    const ask = () => payments.payins.retrieve({ id: payin.id }, { refresh: true })
    answering(['GET', look, 404])
    assert.equal((await ask())?.status, 'requires_action')
    answering(['GET', look, { ...trx, status: 'DECLINED' }])
    assert.deepEqual((await ask())?.reason, { code: 'declined_once' })
    answering(['GET', look, trx])
    const paid = await ask()
    assert.deepEqual(
      [paid?.status, paid?.providerId, paid?.reason, paid?.nextAction],
      ['authorized', trx.id, undefined, undefined],
    )
  })

  it('makes a card intent', async () => {
    const seen = answering(login, [
      'POST',
      '/intents/card',
      { intent_id: 'int_1', reference_id: 'card-1', valid_for: 60000 },
    ])
    await using payments = await open({ checkoutUrl: 'https://pay.brand.example' })
    const token = await payments.tokens.create({ provider: 'card-intent', reference: 'card-1' })
    assert.equal(seen[1], 'POST /intents/card Bearer jwt-1 {"external_id":"card-1"}')
    assert.deepEqual(token.nextAction, {
      type: 'redirect',
      url: 'https://pay.brand.example?client_id=acc_01J9&intent_id=int_1',
    })
  })

  it('lists whole days, day first, with the end that is left out, and each payment once while pages move', async () => {
    const page = (offset: number) =>
      `/transactions?from_date=01%2F04%2F2031&to_date=03%2F04%2F2031&offset=${offset}&limit=100&order_by=created_at&` +
      'order_dir=ASC&filter_type=PAYMENT'
    const items = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => ({
        ...trx,
        id: `trx_${from + index}`,
        external_id: `e-${from + index}`,
      }))
    nock(API).post('/auth/token').reply(200, login[2], { 'content-type': 'application/json' })
    const asked: string[] = []
    nock(API)
      .get(/^\/transactions\?/)
      .times(2)
      .reply(function (uri) {
        asked.push(decodeURIComponent(uri))
        const result = asked.length === 1 ? items(0, 100) : items(88, 130)
        return [200, { offset: 0, limit: 100, amount: 130, result }, { 'content-type': 'application/json' }]
      })
    await using payments = await open()
    const ids = []
    const period = { from: '2031-04-01T10:00:00Z', to: '2031-04-02T09:00:00Z' }
    for await (const { providerId } of payments.payins.listAtProvider({ provider: 'card-intent', ...period }))
      ids.push(providerId)
    assert.equal(new Set(ids).size, ids.length)
    assert.equal(ids.length, 130)
    assert.deepEqual(
      asked.map((uri) => new URL(uri, API).searchParams.get('offset')),
      ['0', '90'],
    )
    assert.deepEqual(
      [...new URL(asked[0] ?? '', API).searchParams.keys()].sort(),
      [...new URL(page(0), API).searchParams.keys()].sort(),
    )
    assert.match(asked[0] ?? '', /from_date=01\/04\/2031&to_date=03\/04\/2031/)
  })

  for (const [status, name] of [
    [400, 'ProviderRejectedError'],
    [401, 'AuthenticationError'],
    [403, 'AuthenticationError'],
    [404, 'NotFoundError'],
    [422, 'ProviderRejectedError'],
  ] as const) {
    it(`has a ${status} as ${name}`, async () => {
      answering(login, ['POST', '/transactions', status])
      // A refused token is replaced once.
      if (status === 401) answering(login, ['POST', '/transactions', status])
      await using payments = await open()
      await assert.rejects(payments.payins.create(command), { name, httpStatus: status, providerMessage: 'No.' })
    })
  }

  for (const status of [408, 409, 429, 500]) {
    it(`does not take a ${status} for a refusal`, async () => {
      answering(login, ['POST', '/transactions', status])
      await using payments = await open()
      assert.equal((await payments.payins.create(command)).status, 'unknown')
    })
  }

  for (const [what, change] of [
    ['another amount', { order_amount: 4591 }],
    ['another currency', { order_currency: 'EUR' }],
    ['another reference', { external_id: 'web-5522' }],
    ['a chargeback', { type: 'CHARGEBACK' }],
  ] as const) {
    it(`does not believe an answer with ${what}, and a look-up finds no other`, async () => {
      answering(login, ['POST', '/transactions', { ...trx, ...change }])
      await using payments = await open()
      assert.equal((await payments.payins.create(command)).status, 'unknown')
      answering(['GET', '/transaction?type=external_id&id=web-5521', { ...trx, ...change }])
      const asked = payments.payins.retrieve({ reference: 'web-5521' }, { refresh: true })
      await assert.rejects(asked, { code: 'invalid_provider_response' })
      answering(['GET', '/transaction?type=external_id&id=web-5521', 404])
      assert.equal((await payments.payins.retrieve({ reference: 'web-5521' }, { refresh: true }))?.status, 'unknown')
      answering(['GET', '/transaction?type=external_id&id=web-5521', trx])
      assert.equal((await payments.payins.retrieve({ reference: 'web-5521' }, { refresh: true }))?.status, 'authorized')
    })
  }

  it('shows card data and tokens in nothing that comes back', async () => {
    const echo = { error: { message: `no ${CARD_TOKEN} with 4111 1111 1111 1111` } }
    nock(API).post('/auth/token').reply(200, login[2], { 'content-type': 'application/json' })
    nock(API).post('/transactions').reply(400, echo, { 'content-type': 'application/json' })
    await using payments = await open()
    await assert.rejects(payments.payins.create(command), (error: Error) => {
      assert.doesNotMatch(inspect(error, { depth: 9 }) + JSON.stringify(error), /5f0c2a7e|4111/)
      return true
    })
    assert.doesNotMatch(inspect(await payments.payins.retrieve({ reference: 'web-5521' })), /5f0c2a7e|4111/)
  })

  it('carries every amount exactly in minor units, with 0, 2 and 3 decimals', async () => {
    nock(API).post('/auth/token').reply(200, login[2], { 'content-type': 'application/json' })
    await using payments = await open({ currencies: ['JPY', 'USD', 'KWD'] })
    let index = 0
    const amounts = fc.tuple(
      fc.constantFrom(['JPY', 0] as const, ['USD', 2] as const, ['KWD', 3] as const),
      fc.bigInt({ min: 1n, max: 999_999_999_999n }),
    )
    await fc.assert(
      fc.asyncProperty(amounts, async ([[currency, decimals], minor]) => {
        const digits = minor.toString().padStart(decimals + 1, '0')
        const at = digits.length - decimals
        const fraction = digits.slice(at)
        const amount = /[1-9]/.test(fraction) ? `${digits.slice(0, at)}.${fraction}` : digits.slice(0, at)
        const reference = `p-${(index += 1)}`
        nock(API)
          .post('/transactions')
          .reply(
            200,
            (_, body) => {
              const { order } = body as {
                readonly order: { readonly order_amount: number; readonly order_currency: string }
              }
              assert.equal(BigInt(order.order_amount), minor)
              return { ...trx, ...order, amount_authorized: order.order_amount, external_id: reference }
            },
            { 'content-type': 'application/json' },
          )
        const money = { amount, currency: currency }
        const payin = await payments.payins.create({ ...command, reference, amount: money })
        assert.deepEqual([payin.status, payin.amountAuthorized], ['authorized', money])
      }),
      { numRuns: 60, examples: [[[['USD', 2], 999_999_999_999n]], [[['JPY', 0], 1n]], [[['KWD', 3], 1n]]] },
    )
  })
})

describe('card-intent settings', () => {
  it('name what is wrong, and never show the secret', () => {
    for (const [field, settings] of [
      ['clientId', { clientSecret: SECRET }],
      ['clientSecret', { clientId: 'a' }],
      ['currencies', { clientId: 'a', clientSecret: SECRET, currencies: ['USX'] }],
      ['checkoutUrl', { clientId: 'a', clientSecret: SECRET, checkoutUrl: 'http://pay.example.com' }],
      ['environment', { clientId: 'a', clientSecret: SECRET, environment: 'moon' }],
    ] as const) {
      assert.throws(
        () => cardIntent(settings as never),
        (error: Error) => {
          assert.match(error.message, new RegExp(field))
          assert.ok(!inspect(error).includes(SECRET))
          return true
        },
      )
    }
  })
})
