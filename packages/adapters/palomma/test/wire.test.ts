import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import nock from 'nock'
import { palomma } from '../src/index.js'
import { page } from './fake-call.js'
import customer from './fixtures/customer.json' with { type: 'json' }
import account from './fixtures/merchant-account.json' with { type: 'json' }
import link from './fixtures/payin-link.json' with { type: 'json' }

// Importing nock switches it on; other tests want their sockets.
nock.restore()

interface Seen {
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const API = 'https://sandbox.api.palomma.com'
const NEUTRAL = ['accept', 'authorization', 'connection', 'host', 'user-agent']

/** Answers one request with the body, and gives what was sent. */
const answering = (request: 'GET' | 'POST', path: string, body: object): Seen[] => {
  const seen: Seen[] = []
  nock(API)
    .intercept(`/v0${path}`, request)
    .reply(function (_, sent) {
      seen.push({ headers: this.req.headers, body: sent })
      return [200, body, { 'content-type': 'application/json; charset=utf-8' }]
    })
  return seen
}

const checkHeaders = ([request]: readonly Seen[], ...more: readonly string[]) => {
  const headers: Seen['headers'] = request?.headers ?? {}
  assert.equal(headers['authorization'], 'Bearer key-1')
  assert.equal(headers['accept'], 'application/json')
  assert.ok(headers['user-agent'])
  assert.deepEqual(Object.keys(headers).sort(), [...NEUTRAL, ...more].sort())
}

const json = (seen: readonly Seen[]): unknown => {
  checkHeaders(seen, 'content-length', 'content-type')
  assert.equal(seen[0]?.headers['content-type'], 'application/json')
  return seen[0].body
}

const open = (settings: Omit<Parameters<typeof palomma>[0], 'apiKey'> = {}) =>
  createPayments({
    journal: memoryJournal(),
    providers: [palomma({ apiKey: 'key-1', environment: 'sandbox', ...settings })],
  })

const cop = (amount: string) => ({ amount, currency: 'COP' })
const payer = {
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '+573005550142',
  document: { type: 'cc', number: '52834410' },
}
const command = {
  reference: 'ord-9001',
  amount: cop('84000'),
  method: { type: 'payment_link' },
  customer: { reference: 'cust-204', ...payer },
  redirectUrl: 'https://shop.example.com/return',
} as const
const customerBody = {
  name: 'Laura Gómez',
  documentType: 'cc',
  documentNumber: '52834410',
  email: 'laura@example.com',
  phoneNumber: '3005550142',
  reference: 'cust-204',
}

describe('palomma on the wire', () => {
  before(() => {
    nock.activate()
    nock.disableNetConnect()
  })
  afterEach(() => {
    assert.deepEqual(nock.pendingMocks(), [])
    nock.cleanAll()
  })
  after(() => {
    nock.cleanAll()
    nock.enableNetConnect()
    nock.restore()
  })

  it('looks the customer up, creates it and then the link, and asks for the link by its id', async () => {
    const listed = answering('GET', '/customers?reference=cust-204&limit=100', page())
    const prepared = answering('POST', '/customers', customer)
    const created = answering('POST', '/payinLinks', link)
    await using payments = await open({ targetMerchantAccountId: 'default' })
    const payin = await payments.payins.create({
      ...command,
      method: { type: 'payment_link', availableTypes: ['pse', 'nequiButton'] },
      description: 'Pedido 9001',
      expiresAt: '2052-02-05T04:59:59Z',
    })
    checkHeaders(listed)
    assert.deepEqual(json(prepared), customerBody)
    assert.deepEqual(json(created), {
      type: 'general',
      customerId: customer.id,
      redirectUrl: 'https://shop.example.com/return',
      amount: 84000,
      availableTypes: ['pse', 'nequiButton'],
      reference: 'ord-9001',
      description: 'Pedido 9001',
      expiration: '2052-02-04T23:59:59',
      targetMerchantAccountId: 'default',
    })
    assert.equal(payin.status, 'pending')
    assert.equal(payin.expiresAt, '2031-02-05T04:59:59.000Z')
    assert.deepEqual(payin.nextAction, { type: 'redirect', url: link.paymentUrl })

    const paid = { ...link, status: 'approved', amountCollected: 84000 }
    const asked = answering('GET', `/payinLinks/${link.id}`, paid)
    const now = await payments.payins.retrieve({ id: payin.id }, { refresh: true })
    checkHeaders(asked)
    assert.equal(now?.status, 'succeeded')
    assert.deepEqual(now.amountCaptured, cop('84000'))
  })

  it('sends nothing that is optional where it is not asked for', async () => {
    const prepared = answering('POST', '/customers', { ...customer, reference: 'ord-9001' })
    const created = answering('POST', '/payinLinks', link)
    await using payments = await open()
    await payments.payins.create({ ...command, customer: payer })
    assert.deepEqual(json(prepared), { ...customerBody, reference: 'ord-9001' })
    assert.deepEqual(json(created), {
      type: 'general',
      customerId: customer.id,
      redirectUrl: 'https://shop.example.com/return',
      amount: 84000,
      availableTypes: ['pse', 'bancolombiaButton', 'nequiButton', 'card', 'bancolombiaCollect'],
      reference: 'ord-9001',
    })
  })

  it('does not believe a payment page that is not its own', async () => {
    answering('POST', '/customers', { ...customer, reference: 'ord-9001' })
    answering('POST', '/payinLinks', { ...link, paymentUrl: 'https://palomma.com.example/pay' })
    await using payments = await open({})
    const payin = await payments.payins.create({ ...command, customer: payer })
    assert.equal(payin.status, 'unknown')
    assert.equal(payin.nextAction, undefined)
  })

  it('creates a customer, and asks for it by its id', async () => {
    const created = answering('POST', '/customers', customer)
    await using payments = await open()
    const made = await payments.customers.create({ provider: 'palomma', reference: 'cust-204', customer: payer })
    assert.deepEqual(json(created), customerBody)
    assert.equal(made.status, 'active')
    assert.equal(made.providerId, customer.id)

    const asked = answering('GET', `/customers/${customer.id}`, customer)
    const now = await payments.customers.retrieve({ id: made.id }, { refresh: true })
    checkHeaders(asked)
    assert.equal(now?.status, 'active')
  })

  it('reads the list of links page by page', async () => {
    const first = answering('GET', '/payinLinks?limit=100', { ...page(link), cursor: '0a1b' })
    const second = answering('GET', '/payinLinks?limit=100&cursor=0a1b', page())
    await using payments = await open()
    const period = { from: '2031-02-03T00:00:00Z', to: '2031-02-04T00:00:00Z' }
    const ids = []
    for await (const { providerId } of payments.payins.listAtProvider({ provider: 'palomma', ...period })) {
      ids.push(providerId)
    }
    checkHeaders(first)
    checkHeaders(second)
    assert.deepEqual(ids, [link.id])
  })

  it('asks for the balances of the merchant accounts', async () => {
    const asked = answering('GET', '/merchantAccounts?limit=100', page(account))
    await using payments = await open()
    const balances = await payments.balances.retrieve({ provider: 'palomma' })
    checkHeaders(asked)
    assert.deepEqual(balances[0], { kind: 'payout', ...cop('1250000'), account: account.id })
  })

  for (const [what, change, path] of [
    ['a pair of URLs', { redirectUrl: { success: 'https://a.example', failure: 'https://b.example' } }, 'redirectUrl'],
    ['an amount that is too small', { amount: cop('1500') }, 'amount.amount'],
    ['an amount that is too large', { amount: cop('2000001') }, 'amount.amount'],
    ['a fraction of a peso', { amount: cop('84000.50') }, 'amount.amount'],
    [
      'a customer without a document',
      { customer: { name: 'L', email: 'l@example.com', phone: '3005550142' } },
      'customer.document',
    ],
  ] as const) {
    it(`sends nothing for ${what}`, async () => {
      await using payments = await open()
      await assert.rejects(payments.payins.create({ ...command, ...change }), (error: Error) => {
        const { issues } = error as unknown as { readonly issues: readonly { readonly path: string }[] }
        assert.deepEqual(
          issues.map((issue) => issue.path),
          [path],
        )
        return true
      })
    })
  }

  it('takes a larger amount where the merchant has agreed on one', async () => {
    answering('POST', '/customers', { ...customer, reference: 'ord-9001' })
    answering('POST', '/payinLinks', { ...link, amount: 2000001 })
    await using payments = await open({ maximumPayin: '9000000' })
    const payin = await payments.payins.create({ ...command, customer: payer, amount: cop('2000001') })
    assert.equal(payin.status, 'pending')
  })
})
