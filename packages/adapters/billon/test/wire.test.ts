import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { createPayments, memoryJournal, type CreatePayout, type PaymentError } from '@polyrail/core'
import fc from 'fast-check'
import nock from 'nock'
import { billon, type BillonConfig } from '../src/index.js'
import { panelToken } from '../src/tokens.js'
import { refusal } from '../src/errors.js'
import { statusOf } from '../src/statuses.js'

// Importing nock switches it on; other tests want their sockets.
nock.restore()

const HOST = 'https://panel.example.com'
const PASSWORD = 'panel-password-123'
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const command = {
  provider: 'billon',
  reference: 'payout-1',
  amount: { amount: '25.50', currency: 'PLN' },
  destination: {
    type: 'recipient',
    userName: 'anna.k',
    phoneNumber: '600100200',
    referenceId: 'emp-17',
    notify: false,
  },
  description: 'Commission 03/2031',
  project: 'March commissions',
  availableFrom: '2031-03-01T01:00:00+01:00',
  availableUntil: '2031-03-31T00:00:00Z',
} as const satisfies CreatePayout
/** It follows from the reference, and must never be another one: a journal that is lost has to find it again. */
const CODE = 'APFC-TYGV-RAF5'
const payment = {
  amount: 25.5,
  id: 4182,
  currency: 'PLN',
  startDate: '2031-03-01T00:00:00.000Z',
  endDate: '2031-03-31T00:00:00.000Z',
  description: `Commission 03/2031 #${CODE}`,
  notification: false,
  status: 'READY',
  recipientId: 311,
  projectId: 12,
  updatedAt: '2031-02-27T09:12:44.000Z',
  createdAt: '2031-02-27T09:12:44.000Z',
}
const refused = (type: string, message = 'No.') => ({ error: { message, type }, errors: [] })

interface Seen {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Answers one request, and gives what was sent. */
const answering = (path: string, answer: object, status = 200): Seen[] => {
  const seen: Seen[] = []
  nock(HOST)
    .post(path)
    .reply(function (_, body) {
      seen.push({ headers: this.req.headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
      return [status, answer, { 'content-type': 'application/json' }]
    })
  return seen
}
const bodyOf = ([request]: readonly Seen[]): string => request?.body ?? ''
const headerOf = ([request]: readonly Seen[], name: string): string | undefined => request?.headers[name]

const login = () => answering('/api/authenticate', { token: 'token-1' })
const open = (settings: Partial<BillonConfig> = {}) =>
  createPayments({
    journal: memoryJournal(),
    logger: silent,
    providers: [billon({ baseUrl: HOST, password: PASSWORD, ...settings })],
  })

describe('billon on the wire', () => {
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

  it('logs in with the password, and pays out with the token', async () => {
    const logins = login()
    const sent = answering('/api/payment/create', { payments: [payment] })
    await using payments = await open()
    const payout = await payments.payouts.create(command)
    assert.equal(bodyOf(logins), '{"apiKey":"panel-password-123"}')
    assert.equal(headerOf(logins, 'x-access-token'), undefined)
    assert.equal(headerOf(sent, 'x-access-token'), 'token-1')
    assert.equal(
      bodyOf(sent),
      '{"amount":25.5,"currency":"PLN","startDate":"2031-03-01T00:00:00.000Z","endDate":"2031-03-31T00:00:00.000Z",' +
        `"name":"March commissions","description":"Commission 03/2031 #${CODE}","userName":"anna.k",` +
        '"phoneNumber":"600100200","referenceId":"emp-17","notification":false}',
    )
    // 25.50 was sent, which nock has read and written again.
    assert.equal(headerOf(sent, 'content-length'), String(bodyOf(sent).length + 1))
    assert.deepEqual([payout.status, payout.providerId, payout.amount], ['ready', '4182', command.amount])
  })

  it('names the project where there is no description, and the person where there are names', async () => {
    login()
    const sent = answering('/api/payment/create', { payments: [payment] })
    await using payments = await open()
    const { description: _, ...without } = command
    const destination = {
      type: 'recipient',
      userName: 'a',
      firstName: 'Anna',
      lastName: 'K',
      email: 'a@b.pl',
      notify: true,
    } as const
    // Its answer repeats another description, so it is not believed.
    assert.equal((await payments.payouts.create({ ...without, destination })).status, 'unknown')
    const body = JSON.parse(bodyOf(sent)) as Readonly<Record<string, unknown>>
    assert.equal(body['description'], `March commissions #${CODE}`)
    assert.deepEqual(
      [body['firstName'], body['lastName'], body['email'], body['notification']],
      ['Anna', 'K', 'a@b.pl', true],
    )
  })

  it('takes one payout back at a time', async () => {
    login()
    answering('/api/payment/create', { payments: [payment] })
    const sent = answering('/api/payment/cancel', { success: 1 })
    await using payments = await open()
    const { id } = await payments.payouts.create(command)
    assert.equal((await payments.payouts.cancel({ payout: id, reference: 'c-1' })).status, 'canceled')
    assert.equal(bodyOf(sent), '{"ids":[4182]}')
  })

  it('says that it is too late where nothing was cancelled', async () => {
    login()
    answering('/api/payment/create', { payments: [payment] })
    answering('/api/payment/cancel', { success: 0 })
    await using payments = await open()
    const { id } = await payments.payouts.create(command)
    await assert.rejects(payments.payouts.cancel({ payout: id, reference: 'c-1' }), { name: 'InvalidStateError' })
    assert.equal((await payments.payouts.retrieve({ id }))?.status, 'ready')
  })

  for (const status of [200, 400]) {
    for (const [type, name] of [
      ['INVALID_PARAMS', 'ProviderRejectedError'],
      ['INSUFFICIENT_FUNDS', 'InsufficientFundsError'],
      ['SOMETHING_NEW', 'ProviderRejectedError'],
    ] as const) {
      it(`has ${type} under ${status} as ${name}`, async () => {
        login()
        answering('/api/payment/create', refused(type), status)
        await using payments = await open()
        const expected = { name, providerCode: type, providerMessage: 'No.', httpStatus: status }
        await assert.rejects(payments.payouts.create(command), expected)
      })
    }
  }

  it('has a wrong password as an AuthenticationError that does not show it', async () => {
    answering('/api/authenticate', refused('INVALID_PARAMS', `${PASSWORD} is wrong`), 400)
    await using payments = await open()
    await assert.rejects(payments.payouts.create(command), (error: PaymentError) => {
      assert.equal(error.code, 'authentication_failed')
      assert.ok(!inspect(error).includes(PASSWORD))
      return true
    })
  })

  for (const [what, change] of [
    ['another amount', { amount: 25.51 }],
    ['another currency', { currency: 'GBP' }],
    ['another description', { description: 'Commission 03/2031 #AAAA-BBBB-CCCC' }],
    ['another beginning', { startDate: '2031-03-02T00:00:00.000Z' }],
    ['another end', { endDate: '2031-03-30T00:00:00.000Z' }],
    ['an amount of three decimals', { amount: 25.501 }],
  ] as const) {
    it(`does not believe an answer with ${what}`, async () => {
      login()
      answering('/api/payment/create', { payments: [{ ...payment, ...change }] })
      await using payments = await open()
      assert.equal((await payments.payouts.create(command)).status, 'unknown')
    })
  }

  it('refuses what the panel does not take, before anything is sent', async () => {
    await using payments = await open()
    const destination = { type: 'recipient', notify: false } as const
    for (const [path, change] of [
      ['availableUntil', { availableUntil: '2031-02-01T00:00:00Z' }],
      ['destination', { destination }],
      ['destination.phoneNumber', { destination: { ...destination, phoneNumber: '+48 600' } }],
      ['project', { project: undefined }],
      ['amount.amount', { amount: { amount: '25.505', currency: 'PLN' } }],
    ] as const) {
      const given = { ...command, ...change } as typeof command
      await assert.rejects(
        payments.payouts.create(given),
        (error: PaymentError & { issues: readonly { path: string }[] }) => {
          assert.equal(error.code, 'invalid_request')
          assert.deepEqual(
            error.issues.map((issue) => issue.path),
            [path],
          )
          return true
        },
      )
    }
    await assert.rejects(payments.payouts.create({ ...command, amount: { amount: '1', currency: 'EUR' } }), {
      code: 'unsupported_operation',
    })
  })

  it('carries every amount of two decimals exactly, there and back', async () => {
    await using payments = await open()
    login()
    let index = 0
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 99_999_999_999_999n }), async (cents) => {
        const digits = cents.toString().padStart(3, '0')
        const amount = `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.00$/, '')
        const reference = `p-${(index += 1)}`
        nock(HOST)
          .post('/api/payment/create')
          .reply(200, (_, body) => ({ payments: [{ ...payment, ...(body as object) }] }), {
            'content-type': 'application/json',
          })
        const payout = await payments.payouts.create({ ...command, reference, amount: { amount, currency: 'PLN' } })
        assert.deepEqual([payout.status, payout.amount], ['ready', { amount, currency: 'PLN' }])
      }),
      { numRuns: 60, examples: [[1n], [99_999_999_999_999n], [10n]] },
    )
  })
})

describe('billon tables', () => {
  it('know two statuses, and end nothing by others', () => {
    assert.deepEqual(statusOf('READY'), { status: 'ready' })
    assert.deepEqual(statusOf('UNAUTHORIZED'), { status: 'requires_authorization' })
    assert.deepEqual(statusOf('RECEIVED'), {
      status: 'processing',
      reason: { code: 'unrecognized_status', providerCode: 'RECEIVED' },
    })
  })

  it('recognise refusals, and nothing else', () => {
    assert.equal(refusal({ status: 401, body: refused('UNAUTHORIZED') })?.code, 'authentication_failed')
    assert.equal(refusal({ status: 400, body: refused('INVALID_PARAMS', 'is there already') }), undefined)
    for (const body of [null, 'no', [], {}, { error: 'no' }, { error: {} }, { error: { type: '' } }, { success: 1 }]) {
      assert.equal(refusal({ status: 400, body }), undefined)
    }
    assert.deepEqual(refusal({ status: 200, body: { error: { type: 'X' } } }), {
      code: 'provider_rejected',
      providerCode: 'X',
    })
  })

  it('read how long a token lives', () => {
    const authorization = panelToken(PASSWORD)
    assert.ok(authorization.type === 'token')
    const jwt = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
    const hours = (token: string) => authorization.read({ token }).lifetimeMs / 3_600_000
    assert.deepEqual(
      [
        'no-jwt',
        jwt({ sub: 'x' }),
        jwt(null),
        jwt({ iat: 0, exp: 7200 }),
        jwt({ iat: 0, exp: 999_999 }),
        jwt({ iat: 9, exp: 1 }),
      ].map(hours),
      [24, 24, 24, 2, 24, 24],
    )
  })

  it('name a setting that is wrong, and never show the password', () => {
    assert.throws(
      () => billon({ password: PASSWORD } as never),
      (error: Error) => {
        assert.match(error.message, /baseUrl/)
        assert.ok(!inspect(error).includes(PASSWORD))
        return true
      },
    )
    assert.throws(() => billon({ baseUrl: HOST, password: PASSWORD, currencies: ['pln'] }), { message: /currencies/ })
    assert.throws(() => billon({ baseUrl: 'http://paydev.example.com:5006', password: PASSWORD }), { message: /http/ })
  })
})
