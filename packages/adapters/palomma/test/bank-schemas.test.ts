import assert from 'node:assert/strict'
import fc from 'fast-check'
import { WireNumber } from '@polyrail/core'
import { fromBankLink, tokens } from '../src/bank-links.js'
import { bankDebit, findPayinRequest, fromPayinRequest } from '../src/debits.js'
import { validators } from '../src/generated/validators.js'
import { findPayoutRequest, fromPayoutRequest, payoutsOf } from '../src/payouts.js'
import { bankLinkState, payoutState, requestState } from '../src/statuses.js'
import { fakeCall, notFound, page, pesos } from './fake-call.js'

const accepts = (schema: string, value: unknown): boolean => {
  const validate = validators[schema]
  if (validate === undefined) throw new Error(`no validator ${schema}; compile them`)
  return validate(value)
}
const without = (object: object, field: string) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== field))

const dates = { createdAt: '2031-02-10T13:00:00Z', updatedAt: '2031-02-10T13:00:00Z' }
const source = {
  id: '01J8ZK7C5E8G1J3K6M9P2R4T7V',
  customerId: '01J8ZK3V0M6Q2W9T4B7X5C1D8E',
  status: 'pending',
  authUrl: 'https://payments.palomma.com/payinSources?payinSourceId=01J8ZK7C5E8G1J3K6M9P2R4T7V',
  redirectUrl: 'https://shop.example.com/linked',
  partialPayinsEnabled: false,
  type: 'bankAccount',
  ...dates,
}
const debit = {
  id: '01J8ZK9D2F4H6K8M0P1R3T5V7X',
  reference: 'sub-31',
  payinSourceId: source.id,
  payinSourceDetails: { partialPayinsEnabled: false, type: 'bankAccount' },
  status: 'processing',
  amount: 39000,
  amountCollected: 0,
  fee: 500,
  targetMerchantAccountId: 'default',
  ...dates,
}
const payout = {
  id: '01J8ZKC4M6N8P0Q2R4S6T8V0W2',
  reference: 'po-77',
  payoutTargetId: '01J8ZKB1C3D5E7F9G1H3J5K7M9',
  payoutTargetDetails: { reference: 'main', type: 'bankAccount' },
  status: 'processing',
  amount: 120000,
  amountSent: 0,
  fee: 500,
  sourceMerchantAccountId: 'default',
  ...dates,
}
const settlement = {
  id: '01J8ZKE1A2B3C4D5E6F7G8H9J0',
  merchantAccountId: '01J8ZKE0F2G4H6J8K0M2N4P6Q8',
  totalAmountCollected: 84000,
  totalFees: 500,
  numberOfPayins: 2,
  payinSettlementDate: '2031-02-04',
  payinSettlementCycle: 11,
  ...dates,
}
const context = { reference: 'ref-1', now: 0, before: () => Promise.reject(new Error('reads nothing before')) }

describe('palomma schemas of bank accounts, debits and payouts', () => {
  for (const [schema, answer, fields] of [
    ['create-payin-source', source, ['id', 'status']],
    ['retrieve-payin-source', source, ['id', 'status']],
    ['create-payout-target', source, ['id', 'status']],
    ['prepare-payout-target', source, ['id', 'status']],
    ['retrieve-payout-target', source, ['id', 'status']],
    ['create-payin-request', debit, ['id', 'status', 'amount']],
    ['retrieve-payin-request', debit, ['id', 'status', 'amount']],
    ['create-payout-request', payout, ['id', 'status', 'amount']],
    ['retrieve-payout-request', payout, ['id', 'status', 'amount']],
    ['list-payin-sources', page(source), ['items']],
    ['list-payout-targets', page(source), ['items']],
    ['list-payin-requests', page(debit), ['items']],
    ['list-payout-requests', page(payout), ['items']],
    ['list-payin-settlements', page(settlement), ['items']],
    ['list-settlements', page(settlement), ['items']],
  ] as const) {
    it(`accept the documented answer of ${schema}, and none without what is needed of it`, () => {
      assert.equal(accepts(`${schema}.output`, answer), true)
      for (const field of fields) assert.equal(accepts(`${schema}.output`, without(answer, field)), false)
      for (const wrong of [[answer], JSON.stringify(answer), null, { message: 'no' }]) {
        assert.equal(accepts(`${schema}.output`, wrong), false)
      }
    })
  }

  it('accept no field in a request that the provider does not know', () => {
    const amount = new WireNumber('39000')
    const bankAccount = { bank: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' }
    const link = { ...{ customerId: 'C1', redirectUrl: 'https://a.example' }, type: 'bankAccount', bankAccount }
    for (const [schema, input] of [
      ['create-payin-request.input', { payinSourceId: source.id, amount, reference: 'r' }],
      ['create-payout-request.input', { payoutTargetId: source.id, amount, reference: 'r' }],
      ['create-payin-source.input', { ...link, reference: 'r', partialPayinsEnabled: true }],
      ['create-payout-target.input', { ...link, reference: 'r' }],
    ] as const) {
      assert.equal(accepts(schema, input), true)
      assert.equal(accepts(schema, { ...input, currency: 'COP' }), false)
      assert.equal(accepts(schema, without(input, 'reference')), false)
    }
    assert.equal(accepts('create-payout-target.input', { ...link, reference: 'r', partialPayinsEnabled: true }), false)
  })

  it('accept a stored account with all that it needs, and none without', () => {
    const customer = {
      name: 'Laura Gómez',
      email: 'laura@example.com',
      phone: '3005550142',
      document: { type: 'cc', number: '52834410' },
    }
    const instrument = { bankCode: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' }
    const command = { customer, redirectUrl: 'https://a.example', instrument }
    for (const schema of ['tokens.payin_source', 'tokens.payout_target']) {
      assert.equal(accepts(schema, command), true)
      assert.equal(accepts(schema, without(command, 'customer')), false)
      assert.equal(accepts(schema, without(command, 'redirectUrl')), false)
      assert.equal(accepts(schema, { ...command, instrument: { ...instrument, accountType: 'salary' } }), false)
    }
  })
})

describe('palomma amounts of debits and payouts', () => {
  const amounts = fc.bigInt({ min: 1001n, max: 10n ** 15n - 1n }).map(String)

  it('go there and back without a loss, and are found again by them alone', async () => {
    const property = fc.asyncProperty(amounts, async (amount) => {
      const echo = (given: object) => (input: { readonly amount: WireNumber }) => ({
        ...given,
        ...input,
        amount: JSON.parse(input.amount.text) as number,
      })
      const { call, sent } = fakeCall({ 'create-payin-request': echo(debit), 'create-payout-request': echo(payout) })
      const common = { reference: 'ref-1', amount: pesos(amount) }
      const method = { type: 'bank_debit', source: source.id } as const
      const destination = { type: 'saved', target: payout.payoutTargetId } as const
      const paidIn = await bankDebit({}).create({ ...common, method }, { ...context, call })
      const paidOut = await payoutsOf({}).saved.create({ ...common, destination }, { ...context, call })
      assert.deepEqual([paidIn.amount, 'amount' in paidOut && paidOut.amount], [pesos(amount), pesos(amount)])
      const [first, second] = sent.map(({ input }) => input as never)
      const lists = { 'list-payin-requests': debit, 'list-payout-requests': payout }
      const found = fakeCall(
        Object.fromEntries(
          Object.entries(lists).map(([name, given]) => [
            name,
            page({ ...given, reference: 'ref-1', amount: Number(amount) }),
          ]),
        ),
      )
      assert.equal((await findPayinRequest(first as never, found))?.id, debit.id)
      assert.equal((await findPayoutRequest(second as never, found))?.id, payout.id)
    })
    await fc.assert(property)
  })

  it('that are no exact pesos are not believed', () => {
    for (const amount of [-1, 1e15 + 0.5, 39000.125, 1234567890123456]) {
      assert.throws(() => fromPayinRequest({ ...debit, amount }), { name: 'InexactAmount' })
      assert.throws(() => fromPayoutRequest({ ...payout, amount }), { name: 'InexactAmount' })
    }
  })

  it('are limited as documented, or as the merchant has agreed', () => {
    assert.deepEqual(bankDebit({}).currencies, { COP: { decimals: 0, minimum: '1001', maximum: '2000000' } })
    assert.equal(bankDebit({ maximumPayin: '9000000' }).currencies['COP']?.maximum, '9000000')
    for (const destination of Object.values(payoutsOf({}))) {
      assert.deepEqual(destination.currencies, { COP: { decimals: 0, minimum: '1001', maximum: '5000000' } })
    }
    assert.equal(payoutsOf({ maximumPayout: '9000000' }).saved.currencies['COP']?.maximum, '9000000')
  })
})

describe('palomma answers of bank accounts, debits and payouts', () => {
  it('say of a partial debit how much it collected', () => {
    assert.deepEqual(fromPayinRequest({ ...debit, status: 'partial', amountCollected: 12000 }), {
      status: 'succeeded',
      reason: { code: 'partially_collected' },
      providerId: debit.id,
      reference: 'sub-31',
      amount: pesos('39000'),
      amountCaptured: pesos('12000'),
      fee: pesos('500'),
    })
  })

  it('name an account only once it is active, and where its owner goes only before', () => {
    assert.deepEqual(fromBankLink({ ...source, status: 'active' }), {
      status: 'active',
      providerId: source.id,
      reference: undefined,
      token: source.id,
    })
    assert.deepEqual(fromBankLink(source), {
      status: 'requires_action',
      providerId: source.id,
      reference: undefined,
      nextAction: { type: 'redirect', url: source.authUrl },
    })
    assert.throws(() => fromBankLink({ ...source, authUrl: 'https://palomma.com.example/' }), /not at palomma.com/)
  })

  for (const [message, status, code] of [
    ['EXPIRED', 'expired', 'expired'],
    ['CUSTOMER_CANCELLATION', 'canceled', 'canceled_by_payer'],
    ['AUTHENTICATION_FAILED', 'failed', 'payer_not_authenticated'],
    ['DECLINED_BY_BANK', 'failed', 'declined_by_bank'],
    ['INVALID_ACCOUNT', 'failed', 'invalid_account'],
    ['NOT_ENOUGH_FUNDS', 'failed', 'insufficient_funds'],
    ['ERROR', 'failed', 'provider_error'],
    ['SOMETHING_NEW', 'failed', 'unrecognized_reason'],
  ] as const) {
    it(`read cancelled with ${message} as ${status}, all of them`, () => {
      const expected = { status, reason: { code, providerCode: message } }
      for (const read of [bankLinkState, requestState, payoutState]) {
        assert.deepEqual(read('cancelled', message), expected)
      }
    })
  }

  it('keep a status that nobody knows as it is, and final in no way', () => {
    for (const read of [bankLinkState, requestState, payoutState]) {
      for (const word of ['paid', 'partially', '', '__proto__']) {
        const reason = { code: 'unrecognized_status', providerCode: word }
        assert.deepEqual(read(word, 'ERROR'), { status: 'processing', reason })
      }
    }
    // Documented for debits only.
    assert.equal(payoutState('partial', undefined).reason?.code, 'unrecognized_status')
    assert.equal(bankLinkState('approved', undefined).reason?.code, 'unrecognized_status')
  })

  it('are undefined where the provider has none', async () => {
    const { call } = fakeCall({
      'retrieve-payin-request': notFound,
      'retrieve-payout-request': notFound,
      'retrieve-payin-source': notFound,
      'retrieve-payout-target': notFound,
    })
    const known = { providerId: 'X1', object: {} as never, reference: 'ref-1' }
    const { saved, bank_account } = payoutsOf({})
    for (const { retrieve } of [bankDebit({}), saved, bank_account, tokens.payin_source, tokens.payout_target]) {
      assert.equal(await retrieve?.(known, { call }), undefined)
    }
  })
})
