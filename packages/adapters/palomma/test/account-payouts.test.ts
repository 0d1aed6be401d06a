import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import nock from 'nock'
import { palomma } from '../src/index.js'
import { page, pesos } from './fake-call.js'
import customer from './fixtures/customer.json' with { type: 'json' }

// Importing nock switches it on; other tests want their sockets.
nock.restore()

const API = 'https://sandbox.api.palomma.com'
const JSON_TYPE = { 'content-type': 'application/json' }
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

interface Target {
  readonly id: string
  status: string
  reference: string
  authUrl?: string
}

/** The part of the provider that these payouts meet; what it holds can be changed under the adapter's feet. */
const provider = (targets: Target[], { madeAs = 'active' } = {}) => {
  const sent = { targets: [] as Record<string, unknown>[], payouts: [] as Record<string, unknown>[] }
  const faults = { loseNextPayout: false }
  let made = targets.length
  const shown = (target: Target) => ({
    customerId: customer.id,
    authUrl: `https://payments.palomma.com/payoutTargets?payoutTargetId=${target.id}`,
    ...target,
  })
  nock(API)
    .persist()
    .get(/^\/v0\/customers\?/)
    .reply(200, page(customer), JSON_TYPE)
    .get(/^\/v0\/payoutTargets\?/)
    .reply((uri) => {
      const reference = new URL(uri, API).searchParams.get('reference') ?? ''
      // One that a test has put there is of the account that is asked for.
      return [200, page(...targets.map((target) => ({ ...shown(target), reference }))), JSON_TYPE]
    })
    .get(/^\/v0\/payoutTargets\/[^/?]+$/)
    .reply((uri) => {
      const target = targets.find(({ id }) => uri.endsWith(id))
      return target === undefined ? [404, { message: 'not found' }, JSON_TYPE] : [200, shown(target), JSON_TYPE]
    })
    .post('/v0/payoutTargets')
    .reply((_, body) => {
      const asked = body as { readonly reference: string }
      sent.targets.push(body as Record<string, unknown>)
      made += 1
      const target = { id: `TARGET${made}`, status: madeAs, reference: asked.reference }
      targets.push(target)
      return [200, shown(target), JSON_TYPE]
    })
    .post('/v0/payoutRequests')
    .reply((_, body) => {
      sent.payouts.push(body as Record<string, unknown>)
      if (faults.loseNextPayout) {
        faults.loseNextPayout = false
        return [502, 'bad gateway']
      }
      return [200, payoutOf(sent.payouts.length), JSON_TYPE]
    })
    .get(/^\/v0\/payoutRequests\?/)
    .reply(() => [200, page(...sent.payouts.map((_, index) => payoutOf(index + 1))), JSON_TYPE])
  const payoutOf = (count: number) => {
    const { reference, payoutTargetId } = sent.payouts[count - 1] ?? {}
    return { id: `PAYOUT${count}`, reference, payoutTargetId, status: 'processing', amount: 120000, fee: 500 }
  }
  return { sent, faults, targets }
}

const open = () =>
  createPayments({
    journal: memoryJournal(),
    logger: silent,
    providers: [palomma({ apiKey: 'key-1', environment: 'sandbox' })],
  })

const payout = (reference: string) =>
  ({
    provider: 'palomma',
    reference,
    amount: pesos('120000'),
    destination: {
      type: 'bank_account',
      accountName: 'Laura Gómez',
      bankCode: 'bancolombia',
      accountType: 'savings',
      accountNumber: '91234567890',
    },
    customer: {
      reference: 'cust-204',
      name: 'Laura Gómez',
      email: 'laura@example.com',
      phone: '3005550142',
      document: { type: 'cc', number: '52834410' },
    },
    redirectUrl: 'https://shop.example.com/linked',
  }) as const

const refresh = { refresh: true }

describe('palomma payouts to an account', () => {
  before(() => {
    nock.activate()
    nock.disableNetConnect()
  })
  afterEach(() => nock.cleanAll())
  after(() => {
    nock.enableNetConnect()
    nock.restore()
  })

  it('make the target once and send what is documented', async () => {
    const { sent } = provider([])
    await using payments = await open()
    assert.equal((await payments.payouts.create(payout('po-1'))).status, 'processing')
    assert.equal((await payments.payouts.create(payout('po-2'))).status, 'processing')
    const { reference, ...target } = sent.targets[0] ?? {}
    assert.equal(sent.targets.length, 1)
    assert.match(String(reference), /^pt-[0-9a-f]{32}$/)
    assert.deepEqual(target, {
      customerId: customer.id,
      redirectUrl: 'https://shop.example.com/linked',
      type: 'bankAccount',
      bankAccount: { bank: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' },
    })
    assert.deepEqual(sent.payouts, [
      { payoutTargetId: 'TARGET1', amount: 120000, reference: 'po-1' },
      { payoutTargetId: 'TARGET1', amount: 120000, reference: 'po-2' },
    ])
  })

  it('have a target of their own for every other account, type of account and bank', async () => {
    const { sent, targets } = provider([])
    await using payments = await open()
    const changes = [{}, { accountNumber: '91234567891' }, { accountType: 'checking' }, { bankCode: 'nequi' }]
    for (const [index, change] of changes.entries()) {
      targets.length = 0
      const { destination, ...rest } = payout(`po-${index}`)
      await payments.payouts.create({ ...rest, destination: { ...destination, ...change } })
    }
    assert.equal(new Set(sent.targets.map(({ reference }) => reference)).size, 4)
  })

  for (const now of ['pending', 'processing', 'cancelled', 'frozen']) {
    it(`are found by the target they were sent to, also when it is ${now} by then`, async () => {
      const { sent, faults, targets } = provider([{ id: 'TARGET1', status: 'active', reference: '' }])
      await using payments = await open()
      faults.loseNextPayout = true
      assert.equal((await payments.payouts.create(payout('po-1'))).status, 'unknown')
      for (const target of targets) target.status = now
      const found = await payments.payouts.retrieve({ reference: 'po-1' }, refresh)
      assert.deepEqual([found?.status, found?.providerId], ['processing', 'PAYOUT1'])
      for (const target of targets) target.status = 'active'
      await payments.payouts.create(payout('po-1'))
      assert.equal(sent.payouts.length, 1)
    })

    it(`are found by the target that was made for them, also when it is ${now} by then`, async () => {
      const { sent, faults, targets } = provider([])
      await using payments = await open()
      faults.loseNextPayout = true
      assert.equal((await payments.payouts.create(payout('po-1'))).status, 'unknown')
      for (const target of targets) target.status = now
      const found = await payments.payouts.retrieve({ reference: 'po-1' }, refresh)
      assert.deepEqual([found?.status, found?.providerId], ['processing', 'PAYOUT1'])
      for (const target of targets) target.status = 'active'
      await payments.payouts.create(payout('po-1'))
      assert.equal(sent.payouts.length, 1)
    })
  }

  it('are found by the target they were sent to, also when there is another one by then', async () => {
    const { sent, faults, targets } = provider([{ id: 'TARGET2', status: 'active', reference: '' }])
    await using payments = await open()
    faults.loseNextPayout = true
    await payments.payouts.create(payout('po-1'))
    targets.push({ id: 'TARGET1', status: 'active', reference: '' })
    assert.equal((await payments.payouts.retrieve({ reference: 'po-1' }, refresh))?.providerId, 'PAYOUT1')
    assert.equal(sent.payouts.length, 1)
  })

  it('go to the same one of several targets of the account: the oldest that is active', async () => {
    const status = 'active'
    const { sent } = provider([
      { id: 'TARGET3', status, reference: '' },
      { id: 'TARGET1', status: 'pending', reference: '' },
      { id: 'TARGET2', status, reference: '' },
      { id: 'TARGET0', status: 'cancelled', reference: '' },
    ])
    await using payments = await open()
    assert.equal((await payments.payouts.create(payout('po-1'))).status, 'processing')
    assert.equal(sent.payouts[0]?.['payoutTargetId'], 'TARGET2')
  })

  it('wait for the owner, send nothing until then, and go on under the same reference', async () => {
    const { sent, targets } = provider([], { madeAs: 'pending' })
    await using payments = await open()
    const paused = await payments.payouts.create(payout('po-1'))
    assert.deepEqual(
      [paused.status, paused.nextAction],
      [
        'requires_action',
        { type: 'redirect', url: 'https://payments.palomma.com/payoutTargets?payoutTargetId=TARGET1' },
      ],
    )
    for (const target of targets) target.status = 'processing'
    assert.equal((await payments.payouts.create(payout('po-1'))).status, 'requires_action')
    for (const target of targets) target.status = 'Active'
    const paid = await payments.payouts.create(payout('po-1'))
    assert.deepEqual([paid.id, paid.status], [paused.id, 'processing'])
    assert.deepEqual([sent.targets.length, sent.payouts.length], [1, 1])
  })

  it('are refused where the owner has refused; another reference makes another target', async () => {
    const { sent, targets } = provider([], { madeAs: 'pending' })
    await using payments = await open()
    await payments.payouts.create(payout('po-1'))
    for (const target of targets) target.status = 'cancelled'
    await assert.rejects(payments.payouts.create(payout('po-1')), { code: 'invalid_state' })
    const again = await payments.payouts.create(payout('po-2'))
    assert.deepEqual([again.status, sent.targets.length, sent.payouts.length], ['requires_action', 2, 0])
  })

  it('are refused where the target is in a state that nobody knows', async () => {
    const { sent } = provider([{ id: 'TARGET1', status: 'frozen', reference: '' }])
    await using payments = await open()
    await assert.rejects(payments.payouts.create(payout('po-1')), { code: 'invalid_state', message: /frozen/ })
    assert.deepEqual([sent.targets.length, sent.payouts.length], [0, 0])
  })

  it('send nobody to a page that is not at the provider, and no money', async () => {
    const authUrl = 'https://palomma.com.example/confirm'
    const { sent } = provider([{ id: 'TARGET1', status: 'pending', reference: '', authUrl }])
    await using payments = await open()
    await assert.rejects(payments.payouts.create(payout('po-1')), { code: 'invalid_provider_response' })
    assert.equal(sent.payouts.length, 0)
  })

  for (const [what, change, path] of [
    ['a customer', { customer: undefined }, /^customer/],
    ['a page to come back to', { redirectUrl: undefined }, /^redirectUrl/],
    [
      'the type of the account',
      { destination: { ...payout('x').destination, accountType: undefined } },
      /^destination[.]accountType/,
    ],
  ] as const) {
    it(`need ${what}`, async () => {
      const { sent } = provider([])
      await using payments = await open()
      const asked = payments.payouts.create({ ...payout('po-1'), ...change } as never)
      await assert.rejects(asked, (error: Error) => {
        const { code, issues } = error as unknown as { code: string; issues: readonly { path: string }[] }
        assert.equal(code, 'invalid_request')
        assert.ok(issues.some((issue) => path.test(issue.path)))
        return true
      })
      assert.equal(sent.targets.length, 0)
    })
  }
})
