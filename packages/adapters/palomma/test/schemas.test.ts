import assert from 'node:assert/strict'
import fc from 'fast-check'
import { WireNumber, loadProviders, moneyFrom, wireNumber } from '@polyrail/core'
import { palomma } from '../src/index.js'
import { validators } from '../src/generated/validators.js'
import { schemas } from '../src/schemas.js'
import { page } from './fake-call.js'
import customer from './fixtures/customer.json' with { type: 'json' }
import account from './fixtures/merchant-account.json' with { type: 'json' }
import approved from './fixtures/payin-link-approved.json' with { type: 'json' }
import link from './fixtures/payin-link.json' with { type: 'json' }

const accepts = (schema: string, value: unknown): boolean => {
  const validate = validators[schema]
  if (validate === undefined) throw new Error(`no validator ${schema}; compile them`)
  return validate(value)
}
const without = (object: object, field: string) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== field))

describe('palomma schemas', () => {
  it('are compiled, each of them', () => {
    assert.deepEqual(Object.keys(validators).sort(), Object.keys(schemas).sort())
  })

  for (const [schema, answer] of [
    ['create-customer.output', customer],
    ['prepare-customer.output', customer],
    ['retrieve-customer.output', customer],
    ['list-customers.output', page(customer)],
    ['list-customers.output', page()],
    ['create-payin-link.output', link],
    ['create-payin-link.output', approved],
    ['retrieve-payin-link.output', link],
    ['list-payin-links.output', { ...page(link, approved), cursor: '0a1b' }],
    ['list-merchant-accounts.output', page(account)],
  ] as const) {
    it(`accept the documented answer of ${schema}: ${JSON.stringify(answer).slice(0, 40)}`, () => {
      assert.equal(accepts(schema, answer), true)
    })
  }

  for (const [schema, answer, fields] of [
    ['create-customer.output', customer, ['id', 'documentNumber']],
    ['create-payin-link.output', link, ['id', 'status', 'amount', 'paymentUrl']],
    ['list-payin-links.output', page(link), ['items']],
  ] as const) {
    for (const field of fields) {
      it(`refuse an answer of ${schema} without ${field}`, () => {
        assert.equal(accepts(schema, without(answer, field)), false)
      })
    }

    for (const wrong of [[answer], JSON.stringify(answer), null, {}]) {
      it(`refuse ${JSON.stringify(wrong).slice(0, 30)} as ${schema}`, () => {
        assert.equal(accepts(schema, wrong), false)
      })
    }
  }

  it('refuse an amount that is a text, and an id that is none', () => {
    assert.equal(accepts('create-payin-link.output', { ...link, amount: '84000' }), false)
    assert.equal(accepts('create-payin-link.output', { ...link, id: 'a/b' }), false)
    assert.equal(accepts('create-payin-link.output', { ...link, id: 17 }), false)
  })

  it('accept no field in a request that the provider does not know', () => {
    const input = {
      type: 'general',
      customerId: customer.id,
      redirectUrl: 'https://shop.example.com',
      amount: new WireNumber('84000'),
      availableTypes: ['pse'],
      reference: 'ord-9001',
    }
    assert.equal(accepts('create-payin-link.input', input), true)
    assert.equal(accepts('create-payin-link.input', { ...input, currency: 'COP' }), false)
    assert.equal(accepts('create-payin-link.input', { ...input, amount: 84000 }), false)
    assert.equal(accepts('create-payin-link.input', { ...input, availableTypes: ['cash'] }), false)
  })

  it('carry every whole amount there and back without a loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1501n, max: 10n ** 13n }), (units) => {
        const amount = { amount: String(units), currency: 'COP' }
        const { text } = wireNumber(amount, 0)
        assert.equal(text, String(units))
        assert.deepEqual(moneyFrom(JSON.parse(text) as number, 'COP'), amount)
      }),
    )
  })

  const payer = {
    name: 'Laura Gómez',
    email: 'laura@example.com',
    phone: '3005550142',
    document: { type: 'cc', number: '52834410' },
  }
  const command = {
    reference: 'ord-9001',
    customer: payer,
    redirectUrl: 'https://shop.example.com/return',
    method: { type: 'payment_link' },
  }

  it('accept a command with all that a link needs', () => {
    assert.equal(accepts('payins.payment_link', command), true)
    assert.equal(accepts('payins.payment_link', { ...command, method: { availableTypes: ['pse', 'card'] } }), true)
    assert.equal(accepts('customers', { reference: 'cust-204', customer: payer }), true)
  })

  for (const field of ['email', 'phone', 'document', 'name']) {
    it(`accept no command and no customer without ${field}`, () => {
      assert.equal(accepts('payins.payment_link', { ...command, customer: without(payer, field) }), false)
      assert.equal(accepts('customers', { customer: without(payer, field) }), false)
    })
  }

  for (const [what, wrong] of [
    ['without a customer', { customer: undefined }],
    ['without a redirectUrl', { redirectUrl: undefined }],
    ['with a document of another country', { customer: { ...payer, document: { type: 'ktp', number: '1' } } }],
    ['with a phone that is none', { customer: { ...payer, phone: 'none' } }],
    ['with a way of paying that is not offered', { method: { availableTypes: ['cash'] } }],
    ['with no way of paying', { method: { availableTypes: [] } }],
  ] as const) {
    it(`accept no command ${what}`, () => {
      assert.equal(accepts('payins.payment_link', JSON.parse(JSON.stringify({ ...command, ...wrong }))), false)
    })
  }

  it('say clearly that a pair of URLs cannot be carried', () => {
    const redirectUrl = { success: 'https://shop.example.com/yes', failure: 'https://shop.example.com/no' }
    assert.equal(accepts('payins.payment_link', { ...command, redirectUrl }), false)
    const [error] = validators['payins.payment_link']?.errors ?? []
    assert.equal(error?.instancePath, '/redirectUrl')
    assert.equal(error.message, 'must be string')
  })
})

describe('palomma configuration', () => {
  const fails = (config: unknown, message: RegExp) => {
    assert.throws(() => palomma(config as Parameters<typeof palomma>[0]), { code: 'invalid_configuration', message })
  }

  it('takes a key alone, and everything else', () => {
    palomma({ apiKey: 'key' })
    palomma({ apiKey: 'key', integrityKey: 'old', environment: 'sandbox', name: 'bogota', maximumPayin: '9000000' })
    palomma({ apiKey: 'key', integrityKey: ['new', 'old'], targetMerchantAccountId: 'default' })
  })

  it('sends the key after the word Bearer', () => {
    const { authorization } = palomma.definition.connect({ apiKey: 'key' })
    assert.equal(authorization.header, 'authorization')
    assert.equal(authorization.type === 'static' && authorization.value.reveal(), 'Bearer key')
  })

  it('can come from a file', async () => {
    const adapter = new URL('../src/index.ts', import.meta.url).href
    const modules = await loadProviders([
      { adapter, name: 'second', config: { apiKey: 'key', maximumPayin: '9000000' } },
    ])
    assert.equal(modules.length, 1)
  })

  it('names what is wrong with it, and never a secret', () => {
    fails(undefined, /expected an object/)
    fails({}, /apiKey: is required/)
    fails({ apiKey: 'line\nbreak' }, /^(?!.*break).*apiKey/)
    fails({ apiKey: 'key', integrityKey: [] }, /integrityKey/)
    fails({ apiKey: 'key', targetMerchantAccountId: 'a b' }, /targetMerchantAccountId/)
    fails({ apiKey: 'key', maximumPayin: '100' }, /maximumPayin/)
    fails({ apiKey: 'key', callbackToken: 'x' }, /callbackToken: is not a known field/)
    fails({ apiKey: 'key', environment: 'qa' }, /environment: expected one of production, sandbox/)
  })
})
