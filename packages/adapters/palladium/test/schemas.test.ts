import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decimalText, loadProviders, moneyFrom } from '@polyrail/core'
import { palladium } from '../src/index.js'
import { validators } from '../src/generated/validators.js'
import { schemas } from '../src/schemas.js'
import withFee from './fixtures/disbursement-with-fee.json' with { type: 'json' }
import disbursement from './fixtures/disbursement.json' with { type: 'json' }
import me from './fixtures/me.json' with { type: 'json' }
import queriedQris from './fixtures/queried-qris.json' with { type: 'json' }
import qris from './fixtures/qris.json' with { type: 'json' }
import retailPayment from './fixtures/retail-payment.json' with { type: 'json' }
import transactions from './fixtures/transactions.json' with { type: 'json' }
import virtualAccount from './fixtures/virtual-account.json' with { type: 'json' }

const accepts = (schema: string, value: unknown): boolean => {
  const validate = validators[schema]
  if (validate === undefined) throw new Error(`no validator ${schema}; compile them`)
  return validate(value)
}
const without = (object: object, field: string) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== field))

describe('palladium schemas', () => {
  it('are compiled, each of them', () => {
    assert.deepEqual(Object.keys(validators).sort(), Object.keys(schemas).sort())
  })

  for (const [schema, answer] of [
    ['create-virtual-account.output', virtualAccount],
    ['create-retail-payment.output', retailPayment],
    ['create-qris.output', qris],
    ['create-disbursement.output', disbursement],
    ['create-disbursement.output', withFee],
    ['query-virtual-account.output', [virtualAccount]],
    ['query-retail-payment.output', [retailPayment]],
    ['query-qris.output', [queriedQris]],
    ['query-disbursement.output', [withFee]],
    ['query-disbursement.output', []],
    ['me.output', me],
    ['me.output', { remaning_withdrawable_amount: 1, remaning_disbursable_amount: 2 }],
    ['get-transaction-list.output', transactions],
    ['get-transaction-list.output', []],
  ] as const) {
    it(`accept the documented answer of ${schema}: ${JSON.stringify(answer).slice(0, 40)}`, () => {
      assert.equal(accepts(schema, answer), true)
    })
  }

  for (const [schema, answer, fields] of [
    ['create-virtual-account.output', virtualAccount, ['id', 'status', 'external_id', 'amount', 'account_number']],
    ['create-retail-payment.output', retailPayment, ['id', 'status', 'external_id', 'amount', 'payment_code']],
    ['create-qris.output', qris, ['id', 'status', 'external_id', 'amount', 'qris_string']],
    ['create-disbursement.output', disbursement, ['id', 'status', 'external_id', 'amount']],
  ] as const) {
    for (const field of fields) {
      it(`refuse an answer of ${schema} without ${field}`, () => {
        assert.equal(accepts(schema, without(answer, field)), false)
      })
    }

    for (const wrong of [
      [answer],
      JSON.stringify(answer),
      null,
      {},
      { ...answer, id: 17 },
      { ...answer, id: '' },
      { ...answer, amount: '1' },
    ]) {
      it(`refuse ${JSON.stringify(wrong).slice(0, 40)} as ${schema}`, () => {
        assert.equal(accepts(schema, wrong), false)
      })
    }
  }

  it('refuse a query that answers with an object instead of a list', () => {
    assert.equal(accepts('query-virtual-account.output', virtualAccount), false)
  })

  it('refuse balances of which one is missing', () => {
    assert.equal(accepts('me.output', without(me, 'remaining_disbursable_amount')), false)
  })

  it('accept no field in a request that the provider does not know', () => {
    assert.equal(accepts('create-qris.input', { amount: '42000', external_id: 'r' }), true)
    assert.equal(accepts('create-qris.input', { amount: '42000', external_id: 'r', note: 'x' }), false)
    assert.equal(accepts('create-qris.input', { amount: '42000.50', external_id: 'r' }), false)
  })

  for (const bankCode of ['BNI', 'BRI', 'BSS', 'BCA', 'MANDIRI']) {
    it(`accept a virtual account at ${bankCode}`, () => {
      assert.equal(accepts('payins.virtual_account', { method: { bankCode } }), true)
    })
  }

  for (const bankCode of ['bni', 'CIMB', '']) {
    it(`accept no virtual account at ${JSON.stringify(bankCode)}`, () => {
      assert.equal(accepts('payins.virtual_account', { method: { bankCode } }), false)
    })
  }

  it('accept every plausible bank code of a payout, listed or not', () => {
    for (const bankCode of ['BCA', 'BCA_SYR', 'SAHABAT_SAMPOERNA', 'BANK_2050']) {
      assert.equal(accepts('payouts.bank_account', { destination: { bankCode } }), true)
    }
    for (const bankCode of ['bca', 'BANK BCA', '014', '']) {
      assert.equal(accepts('payouts.bank_account', { destination: { bankCode } }), false)
    }
  })

  it('carry every whole amount there and back without a loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), (units) => {
        const amount = { amount: String(units), currency: 'IDR' }
        const text = decimalText(amount, 0)
        assert.equal(accepts('create-qris.input', { amount: text, external_id: 'r' }), true)
        assert.deepEqual(moneyFrom(JSON.parse(text) as number, 'IDR'), amount)
      }),
    )
  })
})

describe('palladium configuration', () => {
  const fails = (config: unknown, message: RegExp) => {
    assert.throws(() => palladium(config as Parameters<typeof palladium>[0]), {
      code: 'invalid_configuration',
      message,
    })
  }

  it('takes a key alone, and everything else that is documented', () => {
    palladium({ apiKey: 'key' })
    palladium({ apiKey: 'key', authScheme: 'raw', callbackToken: 'token', environment: 'qa', name: 'jakarta' })
    palladium({ apiKey: 'key', callbackToken: ['new', 'old'], baseUrl: 'http://127.0.0.1:9' })
  })

  it('sends the key after the word Bearer, or alone where that is asked for', () => {
    const { connect } = palladium.definition
    for (const [settings, header] of [
      [{ apiKey: 'key' }, 'Bearer key'],
      [{ apiKey: 'key', authScheme: 'raw' }, 'key'],
    ] as const) {
      const { authorization } = connect(settings)
      assert.equal(authorization.type, 'static')
      assert.equal(authorization.header, 'authorization')
      assert.equal(authorization.value.reveal(), header)
    }
  })

  it('can come from a file', async () => {
    const adapter = new URL('../src/index.ts', import.meta.url).href
    const modules = await loadProviders([{ adapter, name: 'second', config: { apiKey: 'key' } }])
    assert.equal(modules.length, 1)
  })

  it('names what is wrong with it, and never a secret', () => {
    fails({}, /apiKey: is required/)
    fails({ apiKey: 'line\nbreak' }, /^(?!.*break).*apiKey/)
    fails({ apiKey: 'key', authScheme: 'basic' }, /authScheme: expected one of bearer, raw/)
    fails({ apiKey: 'key', callbackToken: [] }, /callbackToken/)
    fails({ apiKey: 'key', callbackToken: ['one', 'two', 'three'] }, /callbackToken/)
    fails({ apiKey: 'key', password: 'x' }, /password: is not a known field/)
    fails({ apiKey: 'key', environment: 'sandbox' }, /environment: expected one of production, qa/)
  })
})
