import assert from 'node:assert/strict'
import fc from 'fast-check'
import { palladium } from '../src/index.js'
import withFee from './fixtures/disbursement-with-fee.json' with { type: 'json' }
import disbursement from './fixtures/disbursement.json' with { type: 'json' }
import queriedQris from './fixtures/queried-qris.json' with { type: 'json' }
import qris from './fixtures/qris.json' with { type: 'json' }
import retailPayment from './fixtures/retail-payment.json' with { type: 'json' }
import virtualAccount from './fixtures/virtual-account.json' with { type: 'json' }

const { read } =
  palladium.definition.connect({ apiKey: 'key-1', callbackToken: 'cbtok_example' }).webhooks ??
  assert.fail('no webhooks')

const formOf = (object: object) =>
  new URLSearchParams(Object.entries(object).map(([name, value]): [string, string] => [name, String(value)])).toString()
const id = '5b1c0f6e9d2a47c38e10aa77b3d4f921'

/** Without what only one of several revisions of the documentation shows. */
const without = (object: object, ...fields: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)))

describe('palladium webhooks: what a payload says', () => {
  it('of a virtual account, as its page would have it', () => {
    const body =
      '{"id":"5b1c0f6e9d2a47c38e10aa77b3d4f921","status":"pending","external_id":"ord-7781","bank_code":"BNI",' +
      '"account_name":"XDT-PT Contoh Jaya","account_number":"8808999912345678","amount":150000,' +
      '"is_single_use":true,"expiration_date":"2031-05-20 07:00:00"}'
    assert.deepEqual(read(body), { about: 'payin', event: 'virtual-account', providerId: id, reference: 'ord-7781' })
  })

  for (const [what, object, about, event] of [
    ['a virtual account', virtualAccount, 'payin', 'virtual-account'],
    ['one without an expiry', { ...virtualAccount, expiration_date: null }, 'payin', 'virtual-account'],
    ['the account alone', { id, account_number: '8808', bank_code: 'BNI' }, 'payin', 'virtual-account'],
    [
      'one with words of a transaction',
      { ...virtualAccount, description: 'x', flashloan_status: 'not_flashloan' },
      'payin',
      'virtual-account',
    ],
    ['a retail payment', retailPayment, 'payin', 'retail-payment'],
    ['its code alone', { id, payment_code: 'TEST481902' }, 'payin', 'retail-payment'],
    ['its outlet alone', { id, retail_outlet_name: 'ALFAMART' }, 'payin', 'retail-payment'],
    ['a QRIS', qris, 'payin', 'qris'],
    ['a QRIS as a query answers', queriedQris, 'payin', 'qris'],
    ['its text alone', { id, qris_string: '000201' }, 'payin', 'qris'],
    ['its time alone', { id, timeout_in_seconds: 86_400 }, 'payin', 'qris'],
    ['a disbursement', disbursement, 'payout', 'disbursement'],
    ['a disbursement with its fee', withFee, 'payout', 'disbursement'],
    ['one without a description', { ...withFee, description: '' }, 'payout', 'disbursement'],
    ['one without a flash loan', without(withFee, 'flashloan_status'), 'payout', 'disbursement'],
  ] as const) {
    for (const [form, payload] of [
      ['JSON', JSON.stringify(object)],
      ['JSON with space before it', `\r\n\t ${JSON.stringify(object, undefined, 2)}`],
      ['a form', formOf(object)],
    ] as const) {
      it(`of ${what}, as ${form}`, () => {
        const { external_id: reference } = object as { readonly external_id?: string }
        const providerId: unknown = Reflect.get(object, 'id')
        assert.deepEqual(read(payload), { about, event, providerId, ...(reference === undefined ? {} : { reference }) })
      })
    }
  }

  for (const [what, object] of [
    ['nothing else', { id }],
    ['a status', { id, status: 'done', external_id: 'ord-7781' }],
    ['half of an account', { id, account_number: '8808' }],
    ['empty fields', { id, account_number: '', bank_code: null, payment_code: '', qris_string: null }],
    ['fields that are inherited', JSON.parse(`{"id":"${id}","__proto__":{"payment_code":"TEST1"}}`) as object],
    ['something else', { id, event: 'withdrawal.done', total: 5 }],
  ] as const) {
    it(`with an id and ${what} is about nothing of ours`, () => {
      assert.equal(read(JSON.stringify(object)), undefined)
    })
  }

  for (const reference of [null, '', 17, ['ord-7781']]) {
    it(`with ${JSON.stringify(reference)} as the reference names the id alone`, () => {
      const notice = read(JSON.stringify({ ...qris, external_id: reference }))
      assert.deepEqual(notice, { about: 'payin', event: 'qris', providerId: qris.id })
    })
  }

  for (const [what, payload, message] of [
    ['nothing', '', /neither a JSON object nor a form/],
    ['a text', 'Sri Rahayu 0098123456', /neither a JSON object nor a form/],
    ['a page', '<p>Sri Rahayu</p>', /neither a JSON object nor a form/],
    ['a list', JSON.stringify([virtualAccount]), /neither a JSON object nor a form/],
    ['broken JSON', '{"account_name":"Sri Rahayu",', /begins like a JSON object and is none/],
    ['two objects', '{"id":"1"}{"id":"0098123456"}', /begins like a JSON object and is none/],
    ['no id', JSON.stringify({ ...virtualAccount, id: undefined }), /no id/],
    ['no id in a form', 'account_name=Sri+Rahayu&account_number=0098123456', /no id/],
    ['a number as the id', JSON.stringify({ ...virtualAccount, id: 98_123_456 }), /no id/],
    ['an empty id', 'id=&payment_code=TEST1', /no id/],
    ['a path as the id', 'id=..%2Fme&payment_code=TEST1', /no id/],
    ['an id of 65 characters', JSON.stringify({ ...qris, id: 'a'.repeat(65) }), /no id/],
    ['an id that is inherited', `{"__proto__":{"id":"${id}"},"payment_code":"TEST1"}`, /no id/],
    ['such an id in a form', `__proto__=x&constructor=x&payment_code=TEST1`, /no id/],
  ] as const) {
    it(`with ${what} is refused, and nothing of it is shown`, () => {
      assert.throws(
        () => read(payload),
        (error: Error) => message.test(error.message) && !/Sri|Rahayu|98123456/.test(String(error.stack)),
      )
    })
  }

  it('is not mixed with what somebody has put on every object', () => {
    const names = ['id', 'external_id', 'payment_code'] as const
    for (const name of names) Object.defineProperty(Object.prototype, name, { value: 'polluted', configurable: true })
    try {
      assert.throws(() => read('{}'), /no id/)
      assert.throws(() => read('status=done'), /no id/)
      assert.equal(read(JSON.stringify({ id })), undefined)
      const { reference } = read(JSON.stringify({ id, qris_string: '000201' })) ?? assert.fail('no notice')
      assert.equal(reference, undefined)
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name)
    }
  })

  it('may be huge and deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const huge = `{"id":"${id}","payment_code":"TEST1","name":"${'ñ'.repeat(2_000_000)}","deep":${deep}}`
    assert.equal(read(huge)?.event, 'retail-payment')
    assert.equal(read(`id=${id}&payment_code=TEST1&name=${'%C3%B1'.repeat(500_000)}`)?.event, 'retail-payment')
  })

  it('throws nothing but errors of its own, whatever it is', () => {
    const payload = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.webQueryParameters(), fc.constant(`id=${id}`))
    fc.assert(
      fc.property(payload, (text) => {
        try {
          read(text)
        } catch (error) {
          assert.match((error as Error).message, /^The callback /)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
