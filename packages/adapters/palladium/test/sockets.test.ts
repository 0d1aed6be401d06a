import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import { startSimulator, type Fault, type PalladiumSimulator } from '@polyrail/simulators'
import { palladium } from '../src/index.js'

const PATIENT_MS = 10_000
/** For answers that never come. */
const HASTY_MS = 500
const idr = (amount: string) => ({ amount, currency: 'IDR' })
const open = (simulator: PalladiumSimulator, { apiKey = 'any', timeoutMs = PATIENT_MS } = {}) =>
  createPayments({
    journal: memoryJournal(),
    providers: [palladium({ apiKey, baseUrl: simulator.url })],
    logger: silent,
    timeoutMs,
  })
type Payments = Awaited<ReturnType<typeof open>>

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const account = {
  type: 'bank_account',
  bankCode: 'BCA',
  accountName: 'Dono Warkop',
  accountNumber: '12345678',
} as const
const method = { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Test', singleUse: true } as const
const outlet = { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Test' } as const

/** Every call that creates something, by the name of its endpoint. */
const creations = {
  'create-virtual-account': ({ payins }: Payments) =>
    payins.create({ reference: 'ref-1', amount: idr('150000'), method }),
  'create-retail-payment': ({ payins }: Payments) =>
    payins.create({ reference: 'ref-1', amount: idr('150000'), method: outlet }),
  'create-qris': ({ payins }: Payments) =>
    payins.create({ reference: 'ref-1', amount: idr('150000'), method: { type: 'qr_code' } }),
  'create-disbursement': ({ payouts }: Payments) =>
    payouts.create({ reference: 'ref-1', amount: idr('150000'), destination: account }),
} as const

/** Answers, or their absence, after which nobody knows; the request is executed in each of them. */
const silences: Readonly<Record<string, Fault>> = {
  'the connection is reset after the request was read': { reply: { kind: 'reset' } },
  'the connection is closed after the request was read': { reply: { kind: 'close' } },
  'no answer comes': { reply: { kind: 'stall' } },
  'the answer is cut off': { reply: { kind: 'truncated', framing: 'content-length' } },
  'the answer is cut off and HTTP cannot tell': { reply: { kind: 'truncated', framing: 'close' } },
  'the answer is a 500 in the usual shape': { reply: { kind: 'error', status: 500 } },
  'the answer is a page of a gateway': { reply: { kind: 'html', status: 502 } },
  'the answer is a page with 200': { reply: { kind: 'html', status: 200 } },
  'the answer is a page with 403': { reply: { kind: 'html', status: 403 } },
  'the answer is empty': { reply: { kind: 'empty' } },
  'the answer is a redirect': { reply: { kind: 'redirect', location: 'https://example.com/' } },
  'the answer has no id': { reply: { kind: 'missing-id' } },
  'the answer is an array': { reply: { kind: 'wrong-types', shape: 'array' } },
  'the amount is a text': { reply: { kind: 'wrong-types', shape: 'amount-string' } },
  'the amount is not exact': { reply: { kind: 'number', form: 'hidden-fraction' } },
  'the answer repeats another reference': { reply: { kind: 'wrong-reference' } },
  'the answer repeats another amount': { reply: { kind: 'wrong-amount' } },
  'the answer is a 408': { reply: { kind: 'error', status: 408 } },
  'the answer is a 409': { reply: { kind: 'error', status: 409 } },
  'the answer is a 429': { reply: { kind: 'error', status: 429 } },
  'the answer says that it is there already': {
    reply: { kind: 'error', status: 422, message: 'The external id has already been taken.' },
  },
}

/** Refusals that the provider documents, or that its shape implies; nothing is executed. */
const refusals = [
  { status: 400, code: 'provider_rejected' },
  { status: 401, code: 'authentication_failed' },
  { status: 403, code: 'authentication_failed' },
  { status: 404, code: 'not_found' },
  { status: 422, code: 'provider_rejected' },
] as const

describe('palladium over sockets', () => {
  let simulator: PalladiumSimulator
  let payments: Payments

  beforeEach(async () => {
    simulator = await startSimulator('palladium', { port: 0 })
    payments = await open(simulator)
  })
  afterEach(async () => {
    await payments.close()
    await simulator.close()
  })

  for (const [endpoint, create] of Object.entries(creations)) {
    describe(endpoint, () => {
      it('is executed once, and gives the same again under the same reference', async () => {
        const first = await create(payments)
        const second = await create(payments)
        assert.equal(first.status, endpoint === 'create-disbursement' ? 'processing' : 'pending')
        assert.deepEqual(second, first)
        assert.equal(simulator.ledger.count({ endpoint, reference: 'ref-1' }), 1)
        assert.equal(simulator.ledger.entries[0]?.amount, '150000')
      })

      for (const [what, fault] of Object.entries(silences)) {
        it(`is unknown and never sent again when ${what}`, async () => {
          await using its = await open(simulator, fault.reply?.kind === 'stall' ? { timeoutMs: HASTY_MS } : {})
          simulator.faults.add({ on: endpoint, ...fault })
          const first = await create(its)
          assert.equal(first.status, 'unknown')
          assert.equal(first.providerId, undefined)
          const requests = simulator.requests.length
          const second = await create(its)
          assert.equal(second.status, 'unknown')
          assert.equal(simulator.requests.length, requests)
          assert.equal(simulator.ledger.count({ endpoint }), 1)
        })
      }

      for (const { status, code } of refusals) {
        it(`is refused with ${status} as ${code}, and may be tried again under the same reference`, async () => {
          simulator.faults.add({ on: endpoint, accept: 'no', reply: { kind: 'error', status } })
          await assert.rejects(create(payments), { code, httpStatus: status })
          assert.equal(simulator.ledger.count(), 0)
          assert.notEqual((await create(payments)).status, 'unknown')
          assert.equal(simulator.ledger.count({ endpoint }), 1)
        })
      }

      it('is not sent where nothing listens, and may be tried again under the same reference', async () => {
        await simulator.refuseConnections()
        await assert.rejects(create(payments), { code: 'provider_unavailable' })
        await simulator.allowConnections()
        assert.notEqual((await create(payments)).status, 'unknown')
        assert.equal(simulator.ledger.count({ endpoint }), 1)
      })
    })
  }

  it('refuses a disbursement that the wallet cannot pay, and sends it once the wallet can', async () => {
    simulator.actions.drain()
    await assert.rejects(creations['create-disbursement'](payments), {
      name: 'InsufficientFundsError',
      code: 'insufficient_funds',
      providerMessage: 'Insufficient disbursable balance.',
    })
    simulator.actions.fund(1_000_000n)
    assert.equal((await creations['create-disbursement'](payments)).status, 'processing')
    assert.equal(simulator.ledger.count(), 1)
  })

  it('says that a key is wrong', async () => {
    await using strict = await startSimulator('palladium', { port: 0, apiKey: 'right' })
    await using wrong = await open(strict, { apiKey: 'wrong' })
    await assert.rejects(creations['create-qris'](wrong), { name: 'AuthenticationError' })
    assert.equal(strict.ledger.count(), 0)
  })

  it('takes an unknown word for a status neither for success nor for failure', async () => {
    simulator.faults.add({ on: 'create-disbursement', reply: { kind: 'unknown-status', status: 'SETTLING' } })
    const payout = await creations['create-disbursement'](payments)
    assert.equal(payout.status, 'processing')
    assert.deepEqual(payout.reason, { code: 'unrecognized_status', providerCode: 'SETTLING' })
  })

  it('follows each payin from unpaid over paid to settled', async () => {
    for (const endpoint of ['create-virtual-account', 'create-retail-payment', 'create-qris'] as const) {
      await using own = await startSimulator('palladium', { port: 0 })
      await using its = await open(own)
      const refreshed = async () => (await its.payins.retrieve({ reference: 'ref-1' }, { refresh: true }))?.status
      await creations[endpoint](its)
      assert.equal(await refreshed(), 'pending')
      own.actions.pay({ reference: 'ref-1' })
      assert.equal(await refreshed(), 'processing')
      own.actions.settle({ reference: 'ref-1' })
      assert.equal(await refreshed(), 'succeeded')
    }
  })

  it('follows a disbursement until the recipient has it', async () => {
    await creations['create-disbursement'](payments)
    simulator.actions.settle({ reference: 'ref-1' })
    const payout = await payments.payouts.retrieve({ reference: 'ref-1' }, { refresh: true })
    assert.equal(payout?.status, 'succeeded')
    assert.deepEqual(payout.fee, idr('8400'))
  })

  it('keeps a virtual account at least until the time that was asked for', async () => {
    const asked = new Date(simulator.clock.now().getTime() + 36 * 3_600_000).toISOString()
    const payin = await payments.payins.create({ reference: 'r', amount: idr('150000'), method, expiresAt: asked })
    assert.ok(Date.parse(payin.expiresAt ?? '') >= Date.parse(asked))
    assert.ok(Date.parse(payin.expiresAt ?? '') - Date.parse(asked) < 24 * 3_600_000)
  })

  it('reads the balances and the statement', async () => {
    await creations['create-disbursement'](payments)
    const balances = await payments.balances.retrieve({ provider: 'palladium' })
    assert.deepEqual(
      balances.map(({ kind }) => kind),
      ['withdrawable', 'payout', 'loan_available', 'loan_used'],
    )
    const now = simulator.clock.now().getTime()
    const [from, to] = [now - 3_600_000, now + 3_600_000].map((time) => new Date(time).toISOString())
    const lines = []
    for await (const line of payments.statements.list({ provider: 'palladium', from: from ?? '', to: to ?? '' })) {
      lines.push(line)
    }
    assert.deepEqual(
      lines.map(({ type, direction, amount }) => ({ type, direction, amount })),
      [{ type: 'disbursement', direction: 'out', amount: idr('150000') }],
    )
  })
})
