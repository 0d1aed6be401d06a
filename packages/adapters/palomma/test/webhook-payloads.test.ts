import assert from 'node:assert/strict'
import { fromPayinLink } from '../src/links.js'
import { palomma } from '../src/index.js'
import link from './fixtures/payin-link.json' with { type: 'json' }

const { read } =
  palomma.definition.connect({ apiKey: 'key-1', integrityKey: 'integrity-key-1' }).webhooks ??
  assert.fail('no webhooks')

const debit = { id: '01J8ZK9D2F4H6K8M0P1R3T5V7X', reference: 'sub-31', status: 'partial', amount: 39000 }
const source = { id: '01J8ZK7C5E8G1J3K6M9P2R4T7V', reference: 'source-1', status: 'active' }
const payout = { id: '01J8ZKC4M6N8P0Q2R4S6T8V0W2', reference: 'po-77', status: 'approved', amount: 120000, fee: 500 }

const payloadOf = (eventType: unknown, event: unknown) =>
  JSON.stringify({ webhookId: '01J8ZKAX1B2C3D4E5F6G7H8J9K', timestamp: '2031-02-03T14:09:30.000Z', eventType, event })
const readLink = (changes: object) => read(payloadOf('payin-link.update', { ...link, ...changes }))

/** The notices without their answers, in short. */
const short = (notices: readonly ReturnType<typeof read>[]) =>
  notices.map((notice) => notice && [notice.about, notice.event, notice.reference, notice.answer?.status])

describe('palomma webhooks: what a payload says', () => {
  it('of a link is what a read of it answers', () => {
    assert.deepEqual(readLink({ soon: { more: 'fields' } }), {
      about: 'payin',
      event: 'payin-link.update',
      providerId: '01J8ZK5Q7RT3M2N9P8W6V4X1YB',
      reference: 'ord-9001',
      answer: fromPayinLink(link),
    })
  })

  for (const [eventType, event, about, status] of [
    ['payin-request.update', debit, 'payin', 'succeeded'],
    ['payin-source.update', source, 'token', 'active'],
    ['payin-source.update', { ...source, status: 'cancelled', statusMessage: 'EXPIRED' }, 'token', 'expired'],
    ['payout-target.update', source, 'token', 'active'],
    ['payout-request.update', payout, 'payout', 'succeeded'],
    ['payout-request.update', { ...payout, status: 'PARTIAL' }, 'payout', 'processing'],
  ] as const) {
    it(`of ${eventType} with ${event.status} is about a ${about}`, () => {
      const notice = read(payloadOf(eventType, event))
      const { id, reference } = event
      assert.deepEqual(short([notice]), [[about, eventType, reference, status]])
      assert.deepEqual([notice?.providerId, notice?.answer?.providerId], [id, id])
    })
  }

  it('as the page shows it, without the whole object, has the provider asked', () => {
    const sample =
      '{"webhookId":"01J8ZKAX1B2C3D4E5F6G7H8J9K","timestamp":"2031-02-03T14:09:30.000Z",' +
      '"eventType":"payin-link.update","event":{"id":"01J8ZK5Q7RT3M2N9P8W6V4X1YB","reference":"ord-9001",' +
      '"status":"approved","amount":84000,"amountCollected":84000,"fee":500,"type":"general"}}'
    const providerId = '01J8ZK5Q7RT3M2N9P8W6V4X1YB'
    assert.deepEqual(read(sample), { about: 'payin', event: 'payin-link.update', providerId, reference: 'ord-9001' })
  })

  for (const reference of [null, '']) {
    it(`with ${JSON.stringify(reference)} as the reference names the provider's id alone`, () => {
      assert.equal('reference' in (readLink({ reference }) ?? assert.fail()), false)
    })
  }

  for (const number of [
    '84000.00000000000001',
    '84000.5',
    '9007199254740993',
    '84000000000000000000e-15',
    '0.0000000000000084e19',
  ]) {
    it(`with the amount ${number} has the provider asked`, () => {
      const notice = read(payloadOf('payin-link.update', link).replace('"amount":84000', `"amount": ${number}`))
      assert.deepEqual(short([notice]), [['payin', 'payin-link.update', 'ord-9001', undefined]])
    })
  }

  it('with digits in a text is exact all the same', () => {
    assert.equal(readLink({ description: '12345678901234567890' })?.answer?.status, 'pending')
  })

  for (const eventType of ['payin-settlement.update', 'payin-link.updated', 'constructor', '__proto__']) {
    it(`of ${eventType} is about nothing of ours, whatever the object is`, () => {
      assert.equal(read(payloadOf(eventType, {})), undefined)
    })
  }

  for (const [what, payload, message] of [
    ['no JSON', '{"event":"Laura Gómez', 'must be object'],
    ['nothing', '', 'must be object'],
    ['null', 'null', 'must be object'],
    ['a list', '[]', 'must be object'],
    ['no type', JSON.stringify({ event: link }), "must have required property 'eventType'"],
    ['a number as its type', payloadOf(17, link), '/eventType must be string'],
    ['no object', JSON.stringify({ eventType: 'payin-link.update' }), "must have required property 'event'"],
    ['a list as its object', payloadOf('payin-link.update', [link]), '/event must be object'],
    [
      'an object that inherits its id',
      '{"eventType":"payout-request.update","event":{"__proto__":{"id":"inherited"},"status":"approved","amount":1}}',
      "must have required property 'id'",
    ],
  ] as const) {
    it(`with ${what} is refused`, () => {
      assert.throws(() => read(payload), { message: `The callback is not as documented: ${message}` })
    })
  }

  for (const [field, value] of [
    ['id', 17],
    ['id', '../payouts'],
    ['status', ''],
    ['amount', '84000'],
    ['amount', null],
    ['fee', {}],
    ['reference', ['ord-9001']],
  ] as const) {
    it(`with ${JSON.stringify(value)} as the ${field} of its object is refused, and nothing of it is shown`, () => {
      assert.throws(
        () => readLink({ [field]: value }),
        ({ message }: Error) =>
          message.includes(`: /${field} must`) && !/Laura|laura|52834410|9001|payouts/.test(message),
      )
    })
  }

  it('with an amount below nothing is refused', () => {
    assert.throws(() => readLink({ amount: -84_000 }), { name: 'InexactAmount' })
  })

  it('with a payment page at another place is refused', () => {
    assert.throws(() => readLink({ paymentUrl: 'https://palomma.com.example.org/pay' }), /not at palomma\.com/)
  })

  it('is not mixed with what somebody has put on every object', () => {
    const names = ['reference', 'status', 'id', 'eventType', 'event', 'statusMessage', 'authUrl'] as const
    for (const name of names) {
      Object.defineProperty(Object.prototype, name, { value: 'polluted', configurable: true })
    }
    try {
      const { reference, ...unnamed } = source
      const notice = read(payloadOf('payin-source.update', unnamed))
      assert.deepEqual([Object.hasOwn(notice!, 'reference'), notice?.answer?.reference], [false, undefined])
      assert.throws(() => read('{}'), /'eventType'.*'event'/)
      assert.throws(() => read(payloadOf('payin-source.update', { reference })), /'id'/)
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name)
    }
  })

  it('may be huge and deep', () => {
    const huge = payloadOf('payin-link.update', { ...link, description: 'ñ'.repeat(2_000_000), deep: 'here' })
    const deep = huge.replace('"here"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    assert.equal(read(deep)?.answer?.status, 'pending')
  })
})
