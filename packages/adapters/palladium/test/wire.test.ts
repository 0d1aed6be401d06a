import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import nock from 'nock'
import { palladium } from '../src/index.js'
import { multipartFields } from './multipart.js'
import withFee from './fixtures/disbursement-with-fee.json' with { type: 'json' }
import disbursement from './fixtures/disbursement.json' with { type: 'json' }
import me from './fixtures/me.json' with { type: 'json' }
import queriedQris from './fixtures/queried-qris.json' with { type: 'json' }
import qris from './fixtures/qris.json' with { type: 'json' }
import retailPayment from './fixtures/retail-payment.json' with { type: 'json' }
import transactions from './fixtures/transactions.json' with { type: 'json' }
import virtualAccount from './fixtures/virtual-account.json' with { type: 'json' }

// Importing nock switches it on; other tests want their sockets.
nock.restore()

interface Seen {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const API = 'https://qa.pallapi.com'
const NEUTRAL = ['accept', 'authorization', 'connection', 'host', 'user-agent']

/** Answers one request with the body, and gives what was sent. */
const answering = (request: 'GET' | 'POST', path: string, body: object): Seen[] => {
  const seen: Seen[] = []
  nock(API)
    .intercept(`/api/v2${path}`, request)
    .reply(function (_, sent) {
      seen.push({ headers: this.req.headers, body: typeof sent === 'string' ? sent : '' })
      return [200, body, { 'content-type': 'application/json' }]
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

const form = (seen: readonly Seen[]) => {
  checkHeaders(seen, 'content-length', 'content-type')
  const [{ headers, body } = { headers: {} as Seen['headers'], body: '' }] = seen
  assert.equal(headers['content-length'], String(Buffer.byteLength(body)))
  return multipartFields(headers['content-type'], body)
}

const open = (settings: { readonly authScheme?: 'raw' } = {}) =>
  createPayments({
    journal: memoryJournal(),
    providers: [palladium({ apiKey: 'key-1', environment: 'qa', ...settings })],
  })

const idr = (amount: string) => ({ amount, currency: 'IDR' })

describe('palladium on the wire', () => {
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

  it('creates a virtual account with a form, and asks for it by its id', async () => {
    const created = answering('POST', '/create-virtual-account', virtualAccount)
    await using payments = await open()
    const payin = await payments.payins.create({
      reference: '124',
      amount: idr('10000000'),
      method: { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Test Bersama', singleUse: true },
      expiresAt: '2052-12-22T17:00:00Z',
    })
    assert.deepEqual(form(created), [
      ['bank_code', 'BNI'],
      ['external_id', '124'],
      ['name', 'PT Test Bersama'],
      ['account_name', 'PT Test Bersama'],
      ['is_single_use', 'true'],
      ['amount', '10000000'],
      ['expiration_date', '2052-12-23'],
    ])
    assert.equal(payin.status, 'pending')
    assert.equal(payin.providerId, virtualAccount.id)
    assert.equal(payin.expiresAt, '2052-12-22T17:00:00.000Z')
    assert.equal(payin.nextAction?.type, 'transfer_to_virtual_account')

    const done = { ...virtualAccount, status: 'done' }
    const asked = answering('GET', `/query-virtual-account?id=${virtualAccount.id}`, [done])
    const now = await payments.payins.retrieve({ id: payin.id }, { refresh: true })
    checkHeaders(asked)
    assert.equal(now?.status, 'succeeded')
  })

  it('creates a payment code with a form, and asks for it by its id', async () => {
    const created = answering('POST', '/create-retail-payment', retailPayment)
    await using payments = await open()
    const payin = await payments.payins.create({
      reference: '123',
      amount: idr('1000000.00'),
      method: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Test Bersama' },
    })
    assert.deepEqual(form(created), [
      ['retail_outlet_name', 'ALFAMART'],
      ['name', 'PT Test Bersama'],
      ['amount', '1000000'],
      ['external_id', '123'],
    ])
    assert.equal(payin.nextAction?.type, 'pay_at_outlet')

    const asked = answering('GET', `/query-retail-payment?id=${retailPayment.id}`, [retailPayment])
    const now = await payments.payins.retrieve({ reference: '123' }, { refresh: true })
    checkHeaders(asked)
    assert.equal(now?.status, 'processing')
  })

  it('creates a QRIS with a form, and asks for it by its id', async () => {
    const created = answering('POST', '/create-qris', qris)
    await using payments = await open()
    const payin = await payments.payins.create({
      reference: 'ord-7783',
      amount: idr('42000'),
      method: { type: 'qr_code' },
    })
    assert.deepEqual(form(created), [
      ['amount', '42000'],
      ['external_id', 'ord-7783'],
    ])
    assert.equal(payin.nextAction?.type, 'show_qr_code')

    const asked = answering('GET', `/query-qris?id=${qris.id}`, [queriedQris])
    const now = await payments.payins.retrieve({ id: payin.id }, { refresh: true })
    checkHeaders(asked)
    assert.equal(now?.status, 'succeeded')
    assert.deepEqual(now.fee, idr('1239'))
  })

  it('creates a disbursement with a form, and asks for it by its id', async () => {
    const created = answering('POST', '/create-disbursement', disbursement)
    await using payments = await open()
    const payout = await payments.payouts.create({
      reference: '124',
      amount: idr('20000000'),
      destination: {
        type: 'bank_account',
        bankCode: 'BCA',
        accountName: 'Dono Warkop',
        accountNumber: '12345678',
        notify: { to: 'dono@gmail.com', cc: 'dono@gmail.com', bcc: 'dono@gmail.com' },
      },
      description: 'Bayar Nasabah',
    })
    assert.deepEqual(form(created), [
      ['bank_code', 'BCA'],
      ['account_name', 'Dono Warkop'],
      ['account_number', '12345678'],
      ['description', 'Bayar Nasabah'],
      ['external_id', '124'],
      ['amount', '20000000'],
      ['email_to', 'dono@gmail.com'],
      ['email_cc', 'dono@gmail.com'],
      ['email_bcc', 'dono@gmail.com'],
    ])
    assert.equal(payout.status, 'processing')

    const done = { ...withFee, id: disbursement.id, external_id: '124', amount: 20000000, status: 'done' }
    const asked = answering('GET', `/query-disbursement?id=${disbursement.id}`, [done])
    const now = await payments.payouts.retrieve({ id: payout.id }, { refresh: true })
    checkHeaders(asked)
    assert.equal(now?.status, 'succeeded')
    assert.deepEqual(now.fee, idr('8400'))
  })

  it('asks for the balances', async () => {
    const asked = answering('GET', '/me', me)
    await using payments = await open()
    const balances = await payments.balances.retrieve({ provider: 'palladium' })
    checkHeaders(asked)
    assert.deepEqual(balances[1], { kind: 'payout', ...idr('4200000') })
  })

  it('asks for the statement of whole days', async () => {
    const asked = answering('GET', '/get-transaction-list?start_date=2031-05-18&end_date=2031-05-19', transactions)
    await using payments = await open()
    const period = { from: '2031-05-18T00:00:00+07:00', to: '2031-05-20T00:00:00+07:00' }
    const lines = []
    for await (const line of payments.statements.list({ provider: 'palladium', ...period })) lines.push(line)
    checkHeaders(asked)
    assert.deepEqual(
      lines.map(({ direction }) => direction),
      ['in', 'out'],
    )
  })

  it('sends the bare key where that is configured', async () => {
    const asked = answering('GET', '/me', me)
    await using payments = await open({ authScheme: 'raw' })
    await payments.balances.retrieve({ provider: 'palladium' })
    assert.equal(asked[0]?.headers['authorization'], 'key-1')
  })

  for (const [what, change] of [
    [
      'a bank without virtual accounts',
      { method: { type: 'virtual_account', bankCode: 'CIMB', accountName: 'A', singleUse: true } },
    ],
    ['a fraction of a rupiah', { amount: idr('0.50') }],
    ['an expiry of a QRIS', { method: { type: 'qr_code' }, expiresAt: '2052-12-22T17:00:00Z' }],
  ] as const) {
    it(`sends nothing for ${what}`, async () => {
      await using payments = await open()
      const method = { type: 'virtual_account', bankCode: 'BNI', accountName: 'A', singleUse: true } as const
      const command = { reference: 'r', amount: idr('150000'), method, ...change }
      await assert.rejects(payments.payins.create(command), { code: 'invalid_request' })
    })
  }
})
