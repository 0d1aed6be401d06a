import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import nock from 'nock'
import { findOpenPayoutTarget, findPayinSource, fromBankLink } from '../src/bank-links.js'
import { findPayinRequest, fromPayinRequest } from '../src/debits.js'
import { findPayoutRequest, fromPayoutRequest } from '../src/payouts.js'
import { palomma } from '../src/index.js'
import { fakeCall, notFound, page, pesos } from './fake-call.js'
import { statements } from '../src/statements.js'

// Importing nock switches it on; other tests want their sockets.
nock.restore()

const API = 'https://sandbox.api.palomma.com'
const CUSTOMER = '01J8ZK3V0M6Q2W9T4B7X5C1D8E'
const SOURCE = '01J8ZK7C5E8G1J3K6M9P2R4T7V'
const link = {
  id: SOURCE,
  reference: 'source-1',
  customerId: CUSTOMER,
  status: 'pending',
  authUrl: `https://payments.palomma.com/payinSources?payinSourceId=${SOURCE}`,
  type: 'bankAccount',
}
const target = { ...link, id: '01J8ZKB1C3D5E7F9G1H3J5K7M9', reference: 'target-1', status: 'active' }
const debit = {
  id: '01J8ZK9D2F4H6K8M0P1R3T5V7X',
  reference: 'sub-31',
  payinSourceId: SOURCE,
  status: 'processing',
  amount: 39000,
  amountCollected: 0,
  fee: 500,
}
const payout = {
  id: '01J8ZKC4M6N8P0Q2R4S6T8V0W2',
  reference: 'po-77',
  payoutTargetId: target.id,
  status: 'processing',
  amount: 120000,
  amountSent: 0,
  fee: 500,
}
const payer = {
  reference: 'cust-204',
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '3005550142',
  document: { type: 'cc', number: '52834410' },
}
const customer = {
  id: CUSTOMER,
  reference: 'cust-204',
  name: 'Laura Gómez',
  documentType: 'cc',
  documentNumber: '52834410',
  email: 'laura@example.com',
  phoneNumber: '3005550142',
}
const account = { bankCode: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' } as const
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Answers requests in order, and gives each as it was on the wire. */
const answering = (...answers: readonly (readonly [method: 'GET' | 'POST', path: string, body: object])[]) => {
  const seen: string[] = []
  for (const [method, path, answer] of answers) {
    nock(API)
      .intercept(`/v0${path}`, method)
      .reply(function (_, sent) {
        seen.push(`${method} ${path} ${method === 'POST' ? JSON.stringify(sent) : ''}`.trim())
        return [200, answer, { 'content-type': 'application/json' }]
      })
  }
  return seen
}
const open = (settings: Omit<Parameters<typeof palomma>[0], 'apiKey'> = {}) =>
  createPayments({
    journal: memoryJournal(),
    logger: silent,
    providers: [palomma({ apiKey: 'key-1', environment: 'sandbox', ...settings })],
  })
const onFile = ['GET', '/customers?reference=cust-204&limit=100', page(customer)] as const

describe('palomma bank accounts on the wire', () => {
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

  it('are stored as sources', async () => {
    const seen = answering(onFile, ['POST', '/payinSources', link])
    await using payments = await open()
    const token = await payments.tokens.create({
      reference: 'source-1',
      provider: 'palomma',
      instrument: { type: 'payin_source', ...account, partialPayins: true },
      customer: payer,
      redirectUrl: 'https://shop.example.com/linked',
      description: 'Savings',
    })
    assert.equal(
      seen[1],
      'POST /payinSources {"customerId":"01J8ZK3V0M6Q2W9T4B7X5C1D8E","redirectUrl":"https://shop.example.com/linked",' +
        '"type":"bankAccount","bankAccount":{"bank":"bancolombia","accountType":"savings","accountNumber":"91234567890"},' +
        '"reference":"source-1","description":"Savings","partialPayinsEnabled":true}',
    )
    assert.deepEqual(
      [token.status, token.instrument],
      ['requires_action', { type: 'payin_source', ...account, accountNumber: '•••••••7890', partialPayins: true }],
    )
    answering(['GET', `/payinSources/${SOURCE}`, { ...link, status: 'active' }])
    assert.equal((await payments.tokens.retrieve({ id: token.id }, { refresh: true }))?.token, SOURCE)
  })

  it('are debited', async () => {
    const seen = answering(['POST', '/payinRequests', debit])
    await using payments = await open({ targetMerchantAccountId: 'acc-1' })
    const payin = await payments.payins.create({
      provider: 'palomma',
      reference: 'sub-31',
      amount: pesos('39000'),
      method: { type: 'bank_debit', source: SOURCE },
    })
    assert.deepEqual(seen, [
      `POST /payinRequests {"payinSourceId":"${SOURCE}","amount":39000,"reference":"sub-31","targetMerchantAccountId":"acc-1"}`,
    ])
    assert.deepEqual([payin.status, payin.fee], ['processing', pesos('500')])
    answering(['GET', `/payinRequests/${debit.id}`, { ...debit, status: 'partial', amountCollected: 12000 }])
    const partial = await payments.payins.retrieve({ id: payin.id }, { refresh: true })
    assert.deepEqual([partial?.status, partial?.amountCaptured], ['succeeded', pesos('12000')])
  })

  it('are paid to, as a stored target and as an account', async () => {
    const list = /^GET \/payoutTargets\?reference=pt-[0-9a-f]{32}&limit=100$/
    const seen = answering(
      ['POST', '/payoutTargets', target],
      ['POST', '/payoutRequests', { ...payout, reference: 'po-1' }],
    )
    nock(API)
      .get(/^\/v0\/customers/)
      .times(2)
      .reply(200, page(customer), { 'content-type': 'application/json' })
    await using payments = await open({ sourceMerchantAccountId: 'acc-2' })
    const stored = await payments.tokens.create({
      provider: 'palomma',
      reference: 'target-1',
      instrument: { type: 'payout_target', ...account },
      customer: payer,
      redirectUrl: 'https://shop.example.com/linked',
    })
    assert.deepEqual([stored.status, stored.token], ['active', target.id])
    const saved = {
      provider: 'palomma',
      amount: pesos('120000'),
      destination: { type: 'saved', target: stored.id },
    } as const
    assert.equal((await payments.payouts.create({ ...saved, reference: 'po-1' })).status, 'processing')
    assert.equal(
      seen[1],
      `POST /payoutRequests {"payoutTargetId":"${target.id}","amount":120000,"reference":"po-1","sourceMerchantAccountId":"acc-2"}`,
    )
    let reference = ''
    nock(API)
      .get(/^\/v0\/payoutTargets/)
      .reply(function (uri) {
        assert.match(`GET ${uri.replace('/v0', '')}`, list)
        reference = /reference=([^&]+)/.exec(uri)?.[1] ?? ''
        return [200, page({ ...target, reference }), { 'content-type': 'application/json' }]
      })
    answering(['POST', '/payoutRequests', payout])
    const paid = await payments.payouts.create({
      provider: 'palomma',
      reference: 'po-77',
      amount: pesos('120000'),
      destination: { type: 'bank_account', accountName: 'Laura Gómez', ...account },
      customer: payer,
      redirectUrl: 'https://shop.example.com/linked',
    })
    assert.equal(paid.status, 'processing')
    answering(['GET', `/payoutRequests/${payout.id}`, { ...payout, status: 'approved', amountSent: 120000 }])
    assert.equal((await payments.payouts.retrieve({ id: paid.id }, { refresh: true }))?.status, 'succeeded')
  })

  it('that are too little or too much for a debit or payout are refused before anything is sent', async () => {
    await using payments = await open({ maximumPayout: '3000000' })
    const saved = { type: 'saved', target: target.id } as const
    for (const amount of ['1000', '3000001', '1500.50']) {
      const sent = payments.payouts.create({
        provider: 'palomma',
        reference: 'r',
        amount: pesos(amount),
        destination: saved,
      })
      await assert.rejects(sent, { code: 'invalid_request' })
    }
  })
})

describe('palomma statuses of bank accounts, debits and payouts', () => {
  it('are ours in a table, and not final where they are unknown', () => {
    const links = ['pending', 'processing', 'active', 'cancelled', 'frozen'].map(
      (status) => fromBankLink({ ...link, status }).status,
    )
    assert.deepEqual(links, ['requires_action', 'processing', 'active', 'failed', 'processing'])
    const debits = ['processing', 'approved', 'partial', 'cancelled', 'frozen'].map(
      (status) => fromPayinRequest({ ...debit, status }).status,
    )
    assert.deepEqual(debits, ['processing', 'succeeded', 'succeeded', 'failed', 'processing'])
    const payouts = ['pending', 'processing', 'approved', 'cancelled', 'frozen'].map(
      (status) => fromPayoutRequest({ ...payout, status }).status,
    )
    assert.deepEqual(payouts, ['processing', 'processing', 'succeeded', 'failed', 'processing'])
    assert.deepEqual(fromPayinRequest({ ...debit, status: 'cancelled', statusMessage: 'NOT_ENOUGH_FUNDS' }).reason, {
      code: 'insufficient_funds',
      providerCode: 'NOT_ENOUGH_FUNDS',
    })
    assert.equal(fromBankLink({ ...link, status: 'cancelled', statusMessage: 'EXPIRED' }).status, 'expired')
  })
})

describe('palomma look-ups of bank accounts, debits and payouts', () => {
  const sentDebit = { payinSourceId: SOURCE, amount: { text: '39000' }, reference: 'sub-31' }
  const sentPayout = { payoutTargetId: target.id, amount: { text: '120000' }, reference: 'po-77' }
  const sentLink = { reference: 'source-1', customerId: CUSTOMER }

  it('find the one that is ours, also when a list shows it twice', async () => {
    const { call } = fakeCall({
      'list-payin-sources': page(link, link),
      'list-payin-requests': page(debit, debit),
      'list-payout-requests': page(payout),
    })
    assert.equal((await findPayinSource(sentLink, { call }))?.id, link.id)
    assert.equal((await findPayinRequest(sentDebit, { call }))?.id, debit.id)
    assert.equal((await findPayoutRequest(sentPayout, { call }))?.id, payout.id)
  })

  it('find nothing where there is nothing', async () => {
    const nothing = page()
    const { call } = fakeCall({
      'list-payin-sources': nothing,
      'list-payin-requests': nothing,
      'list-payout-requests': nothing,
      'list-payout-targets': page({ ...target, reference: 'source-1', status: 'cancelled' }),
    })
    assert.equal(await findPayinSource(sentLink, { call }), undefined)
    assert.equal(await findPayinRequest(sentDebit, { call }), undefined)
    assert.equal(await findPayoutRequest(sentPayout, { call }), undefined)
    assert.equal(await findOpenPayoutTarget(sentLink, { call }), undefined)
  })

  it('guess nothing among several, or another of the same reference', async () => {
    const other = { id: 'another' }
    for (const [sources, debits, payouts] of [
      [page(link, { ...link, ...other }), page(debit, { ...debit, ...other }), page(payout, { ...payout, ...other })],
      [page({ ...link, customerId: 'x' }), page({ ...debit, amount: 39001 }), page({ ...payout, payoutTargetId: 'x' })],
    ]) {
      const { call } = fakeCall({
        'list-payin-sources': sources,
        'list-payin-requests': debits,
        'list-payout-requests': payouts,
      })
      await assert.rejects(findPayinSource(sentLink, { call }), /not exactly one/)
      await assert.rejects(findPayinRequest(sentDebit, { call }), /not exactly one/)
      await assert.rejects(findPayoutRequest(sentPayout, { call }), /not exactly one/)
    }
  })
})

describe('palomma statements', () => {
  const settlement = {
    id: 's-1',
    totalAmountCollected: 84000,
    totalFees: 500,
    numberOfPayins: 2,
    payinSettlementDate: '2031-02-04',
    payinSettlementCycle: 11,
  }
  const lines = async (answers: Readonly<Record<string, unknown>>, from: string, to: string) => {
    const { call } = fakeCall({ 'list-merchant-accounts': page({ id: 'acc-1' }), ...answers })
    const found = []
    for await (const line of statements({ from, to }, { call })) found.push(line)
    return found
  }

  it('are settlements, by their day in Bogota', async () => {
    const answers = { 'list-payin-settlements': page(settlement) }
    assert.deepEqual(await lines(answers, '2031-02-04T05:00:00Z', '2031-02-05T05:00:00Z'), [
      {
        type: 'payin_settlement',
        direction: 'in',
        amount: pesos('84000'),
        fee: pesos('500'),
        date: '2031-02-04',
        description: '2 payins, cycle 11',
        raw: settlement,
      },
    ])
    assert.deepEqual(await lines(answers, '2031-02-05T05:00:00Z', '2031-02-06T05:00:00Z'), [])
    assert.deepEqual(await lines(answers, '2031-02-03T05:00:00Z', '2031-02-04T05:00:00Z'), [])
  })

  it('are looked for at the other path where the first is not found', async () => {
    const bare = { ...settlement, numberOfPayins: null, payinSettlementCycle: null }
    const found = await lines(
      { 'list-payin-settlements': notFound, 'list-settlements': page(bare) },
      '2031-02-04T05:00:00Z',
      '2031-02-05T05:00:00Z',
    )
    assert.equal(found[0]?.description, undefined)
    assert.equal(found.length, 1)
  })
})
