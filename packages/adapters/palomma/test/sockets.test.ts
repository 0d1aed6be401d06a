import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import { startSimulator, type Fault, type PalommaSimulator } from '@polyrail/simulators'
import { palomma } from '../src/index.js'

const PATIENT_MS = 10_000
/** For answers that never come. */
const HASTY_MS = 500
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const cop = (amount: string) => ({ amount, currency: 'COP' })
const open = (
  simulator: PalommaSimulator,
  settings: Omit<Parameters<typeof palomma>[0], 'apiKey'> = {},
  timeoutMs = PATIENT_MS,
) =>
  createPayments({
    journal: memoryJournal(),
    providers: [palomma({ apiKey: 'any', baseUrl: simulator.url, ...settings })],
    logger: silent,
    timeoutMs,
  })
type Payments = Awaited<ReturnType<typeof open>>

const payer = {
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '3005550142',
  document: { type: 'cc', number: '52834410' },
}
const command = {
  reference: 'ref-1',
  amount: cop('84000'),
  method: { type: 'payment_link' },
  customer: payer,
  redirectUrl: 'https://shop.example.com/return',
} as const
const link = ({ payins }: Payments) => payins.create(command)
const customer = ({ customers }: Payments) =>
  customers.create({ provider: 'palomma', reference: 'ref-1', customer: payer })

/** Every call that creates something: who makes it, and the endpoint that is struck. */
const creations = [
  { what: 'a payin link', endpoint: 'create-payin-link', create: link, answered: 'pending' },
  { what: 'the customer of a payin link', endpoint: 'create-customer', create: link, answered: 'pending' },
  { what: 'a customer', endpoint: 'create-customer', create: customer, answered: 'active' },
] as const

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
  'the id is a number': { reply: { kind: 'wrong-types', shape: 'id-number' } },
  'the answer is a 408': { reply: { kind: 'error', status: 408 } },
  'the answer is a 409': { reply: { kind: 'error', status: 409 } },
  'the answer is a 429': { reply: { kind: 'error', status: 429 } },
  'the answer says that it is there already': {
    reply: { kind: 'error', status: 400, message: 'reference already exists' },
  },
}

/** What only the decisive answer can say wrongly. */
const untruths: Readonly<Record<string, Fault>> = {
  'the answer repeats another reference': { reply: { kind: 'wrong-reference' } },
  'the answer repeats another amount': { reply: { kind: 'wrong-amount' } },
  'the amount is a text': { reply: { kind: 'wrong-types', shape: 'amount-string' } },
  'the amount is not exact': { reply: { kind: 'number', form: 'hidden-fraction' } },
}

/** Refusals that the provider documents, or that its shape implies; nothing is executed. */
const refusals = [
  { status: 400, code: 'provider_rejected' },
  { status: 401, code: 'authentication_failed' },
  { status: 403, code: 'authentication_failed' },
  { status: 404, code: 'not_found' },
  { status: 422, code: 'provider_rejected' },
] as const

describe('palomma over sockets', () => {
  let simulator: PalommaSimulator
  let payments: Payments

  beforeEach(async () => {
    simulator = await startSimulator('palomma', { port: 0 })
    payments = await open(simulator)
  })
  afterEach(async () => {
    await payments.close()
    await simulator.close()
  })

  const creationsAtProvider = () => simulator.requests.filter(({ method }) => method === 'POST').length
  const isUnknownAndNeverSentAgain = async (
    create: (payments: Payments) => Promise<{ readonly status: string }>,
    its = payments,
  ) => {
    assert.equal((await create(its)).status, 'unknown')
    const requests = creationsAtProvider()
    assert.equal((await create(its)).status, 'unknown')
    assert.equal(creationsAtProvider(), requests)
  }

  for (const { what, endpoint, create, answered } of creations) {
    describe(what, () => {
      it('is created once, and given again under the same reference', async () => {
        const first = await create(payments)
        assert.equal(first.status, answered)
        assert.deepEqual(await create(payments), first)
        assert.equal(simulator.ledger.count({ endpoint, reference: 'ref-1' }), 1)
      })

      for (const [when, fault] of Object.entries(silences)) {
        it(`is unknown and never sent again when ${when}`, async () => {
          await using its = await open(simulator, {}, fault.reply?.kind === 'stall' ? HASTY_MS : PATIENT_MS)
          simulator.faults.add({ on: endpoint, ...fault })
          await isUnknownAndNeverSentAgain(create, its)
          assert.equal(simulator.ledger.count({ endpoint }), 1)
        })
      }

      for (const { status, code } of refusals) {
        it(`is refused with ${status} as ${code}, and may be tried again under the same reference`, async () => {
          simulator.faults.add({ on: endpoint, accept: 'no', reply: { kind: 'error', status } })
          await assert.rejects(create(payments), { code, httpStatus: status })
          assert.equal(simulator.ledger.count({ endpoint }), 0)
          assert.equal((await create(payments)).status, answered)
          assert.equal(simulator.ledger.count({ type: 'customer' }), 1)
          assert.equal(simulator.ledger.count({ endpoint }), 1)
        })
      }

      it('is not sent where nothing listens, and may be tried again under the same reference', async () => {
        await simulator.refuseConnections()
        await assert.rejects(create(payments), { code: 'provider_unavailable' })
        await simulator.allowConnections()
        assert.equal((await create(payments)).status, answered)
        assert.equal(simulator.ledger.count({ endpoint }), 1)
      })
    })
  }

  for (const [when, fault] of Object.entries(untruths)) {
    it(`a payin link is unknown and never sent again when ${when}`, async () => {
      simulator.faults.add({ on: 'create-payin-link', ...fault })
      await isUnknownAndNeverSentAgain(link)
      assert.equal(simulator.ledger.count({ type: 'payin_link' }), 1)
    })
  }

  it('a customer is unknown and never sent again when the answer repeats another reference', async () => {
    simulator.faults.add({ on: 'create-customer', reply: { kind: 'wrong-reference' } })
    await isUnknownAndNeverSentAgain(customer)
    assert.equal(simulator.ledger.count(), 1)
  })

  it('makes a link out to the right customer when the answer repeats another reference', async () => {
    simulator.faults.add({ on: 'create-customer', reply: { kind: 'wrong-reference' } })
    assert.equal((await link(payments)).status, 'pending')
    assert.equal(simulator.ledger.count({ type: 'customer' }), 1)
    assert.equal(simulator.ledger.count({ type: 'payin_link' }), 1)
  })

  it('finds a link whose answer was lost by its reference', async () => {
    simulator.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
    assert.equal((await link(payments)).status, 'unknown')
    const found = await payments.payins.retrieve({ reference: 'ref-1' }, { refresh: true })
    assert.equal(found?.status, 'pending')
    assert.equal(found.nextAction?.type, 'redirect')
    assert.equal(found.providerId, simulator.ledger.entries.at(-1)?.providerId)
    assert.equal(simulator.ledger.count({ type: 'payin_link' }), 1)
  })

  it('finds a link even where the index of the provider has it twice', async () => {
    simulator.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
    await link(payments)
    simulator.faults.add({ on: 'list-payin-links', lookup: 'duplicates' })
    assert.equal((await payments.payins.retrieve({ reference: 'ref-1' }, { refresh: true }))?.status, 'pending')
  })

  it('leaves a link unknown where the look-up finds nothing', async () => {
    simulator.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
    await link(payments)
    simulator.faults.add({ on: 'list-payin-links', lookup: 'missing' })
    assert.equal((await payments.payins.retrieve({ reference: 'ref-1' }, { refresh: true }))?.status, 'unknown')
  })

  it('goes on after the customer of a link was found, and creates neither of them twice', async () => {
    simulator.faults.add({ on: 'create-customer', reply: { kind: 'reset' } })
    assert.equal((await link(payments)).status, 'unknown')
    const found = await payments.payins.retrieve({ reference: 'ref-1' }, { refresh: true })
    assert.equal(found?.status, 'failed')
    assert.equal((await link(payments)).status, 'pending')
    assert.equal(simulator.ledger.count({ type: 'customer' }), 1)
    assert.equal(simulator.ledger.count({ type: 'payin_link' }), 1)
  })

  it('finds a customer whose answer was lost by its reference', async () => {
    simulator.faults.add({ on: 'create-customer', reply: { kind: 'reset' } })
    assert.equal((await customer(payments)).status, 'unknown')
    const found = await payments.customers.retrieve({ reference: 'ref-1' }, { refresh: true })
    assert.equal(found?.status, 'active')
    assert.equal(simulator.ledger.count(), 1)
  })

  it('uses one record for two links of the same customer', async () => {
    const withReference = { ...payer, reference: 'cust-204' }
    await payments.payins.create({ ...command, customer: withReference })
    await payments.payins.create({ ...command, reference: 'ref-2', customer: withReference })
    assert.equal(simulator.ledger.count({ type: 'customer', reference: 'cust-204' }), 1)
    assert.equal(simulator.ledger.count({ type: 'payin_link' }), 2)
  })

  it('says that a merchant account does not exist', async () => {
    await using other = await open(simulator, { targetMerchantAccountId: 'nowhere' })
    await assert.rejects(link(other), { code: 'provider_rejected', providerMessage: /targetMerchantAccountId/ })
    assert.equal(simulator.ledger.count({ type: 'payin_link' }), 0)
  })

  for (const [what, act, status, code] of [
    ['approved', (name: string) => simulator.actions.settle({ reference: name }), 'succeeded', undefined],
    ['expired', (name: string) => simulator.actions.expire({ reference: name }), 'expired', 'expired'],
    ['declined', (name: string) => simulator.actions.decline({ reference: name }), 'failed', 'declined_by_bank'],
  ] as const) {
    it(`follows a link until it is ${what}`, async () => {
      await link(payments)
      simulator.actions.pay({ reference: 'ref-1' })
      const paid = await payments.payins.retrieve({ reference: 'ref-1' }, { refresh: true })
      assert.equal(paid?.status, 'processing')
      act('ref-1')
      const ended = await payments.payins.retrieve({ reference: 'ref-1' }, { refresh: true })
      assert.equal(ended?.status, status)
      assert.equal(ended.reason?.code, code)
    })
  }

  it('sets the expiry that was asked for, to the second', async () => {
    const asked = new Date(Math.floor(simulator.clock.now().getTime() / 1000) * 1000 + 36 * 3_600_000).toISOString()
    const payin = await payments.payins.create({ ...command, expiresAt: asked })
    assert.equal(payin.expiresAt, asked)
  })

  it('reads the list of links and the balances', async () => {
    const payin = await link(payments)
    const now = simulator.clock.now().getTime()
    const [from, to] = [now - 3_600_000, now + 3_600_000].map((time) => new Date(time).toISOString())
    const listed = []
    const period = { from: from ?? '', to: to ?? '' }
    for await (const found of payments.payins.listAtProvider({ provider: 'palomma', ...period })) listed.push(found)
    assert.deepEqual(
      listed.map((found) => ({ id: found.payin, status: found.status })),
      [{ id: payin.id, status: 'pending' }],
    )
    const balances = await payments.balances.retrieve({ provider: 'palomma' })
    assert.deepEqual(
      balances.map(({ kind }) => kind),
      ['payout', 'unsettled', 'payout_limit'],
    )
  })
})
