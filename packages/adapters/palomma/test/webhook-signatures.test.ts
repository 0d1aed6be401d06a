import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import type { WebhookRequest } from '@polyrail/core'
import { palomma } from '../src/index.js'
import { requestOf, startReceiver } from './receiver.js'

const KEY = 'integrity-ñ-key'
const BODY = '{"webhookId":"01J8ZKAX1B2C3D4E5F6G7H8J9K","eventType":"payin-link.update","event":{"id":"01J8"}}'
const ENCODED = Buffer.from(BODY).toString('base64')

const connect = (integrityKey?: string | string[]) =>
  palomma.definition.connect({ apiKey: 'key-1', ...(integrityKey === undefined ? {} : { integrityKey }) })
const webhooksOf = (integrityKey: string | string[]) => connect(integrityKey).webhooks ?? assert.fail('no webhooks')
const authenticate = (request: WebhookRequest, integrityKey: string | string[] = KEY) =>
  webhooksOf(integrityKey).authenticate(request)

const sign = (text: string, encoding: 'hex' | 'base64' = 'hex', key = KEY) =>
  createHmac('sha256', key).update(text).digest(encoding)
const signed = (encoded: string, body: string | Uint8Array, signature = sign(encoded)) =>
  requestOf({ 'x-encoded-data': encoded, 'x-signature': signature }, body)
/** Genuine bytes, whatever they are. */
const genuine = (data: string | Uint8Array) => signed(Buffer.from(data).toString('base64'), data)

describe('palomma webhooks: who is believed', () => {
  it('take signed callbacks, with headers of up to 64 KiB', () => {
    const { trust, headerBytes } = webhooksOf(KEY)
    assert.deepEqual({ trust, headerBytes }, { trust: 'signed', headerBytes: 65_536 })
  })

  it('are not there without a key', () => {
    assert.equal('webhooks' in connect(), false)
    assert.equal('webhooks' in palomma.definition, false)
  })

  it('are not there for a key that somebody has put on every object', () => {
    Object.defineProperty(Object.prototype, 'integrityKey', { value: 'polluted', configurable: true })
    try {
      assert.equal('webhooks' in connect(), false)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'integrityKey')
    }
  })

  for (const [what, signature] of [
    ['hex', sign(ENCODED)],
    ['hex in capitals', sign(ENCODED).toUpperCase()],
    ['base64', sign(ENCODED, 'base64')],
  ] as const) {
    it(`believe a signature in ${what}`, () => {
      const expected = { payload: BODY, id: '01J8ZKAX1B2C3D4E5F6G7H8J9K' }
      assert.deepEqual(authenticate(signed(ENCODED, BODY, signature)), expected)
    })
  }

  it('believe both keys while one replaces the other, and neither of them afterwards', () => {
    for (const key of ['new', 'old']) {
      const request = signed(ENCODED, BODY, sign(ENCODED, 'hex', key))
      assert.equal(authenticate(request, ['new', 'old'])?.payload, BODY)
      assert.equal(authenticate(request, 'newer'), undefined)
    }
  })

  const digest = Buffer.from(sign(ENCODED), 'hex')
  for (const [what, signature] of [
    ['of another key', sign(ENCODED, 'hex', `${KEY}-other`)],
    ['of the empty key', sign(ENCODED, 'hex', '')],
    ['of the body', sign(BODY)],
    ['that is empty', ''],
    ['that is too short', sign(ENCODED).slice(0, 62)],
    ['that is too long', `${sign(ENCODED)}00`],
    ['that is not hex', `${sign(ENCODED).slice(0, 63)}g`],
    ['with a word before it', `sha256=${sign(ENCODED)}`],
    ['with a line break after it', `${sign(ENCODED)}\n`],
    ['in base64 without padding', sign(ENCODED, 'base64').slice(0, 43)],
    ['in base64 for URLs', digest.toString('base64url')],
    ['of the same hash with one more byte', Buffer.concat([digest, Buffer.of(0)]).toString('base64')],
  ] as const) {
    it(`refuse a signature ${what}`, () => {
      assert.equal(authenticate(signed(ENCODED, BODY, signature)), undefined)
    })
  }

  it('refuse a signature with any one bit changed', () => {
    for (let bit = 0; bit < 256; bit += 1) {
      const forged = Buffer.from(digest)
      forged[bit >> 3]! ^= 1 << (bit & 7)
      for (const encoding of ['hex', 'base64'] as const) {
        assert.equal(authenticate(signed(ENCODED, BODY, forged.toString(encoding))), undefined)
      }
    }
  })

  for (const missing of ['x-signature', 'x-encoded-data']) {
    it(`refuse a callback without ${missing}`, () => {
      const headers = { 'x-encoded-data': ENCODED, 'x-signature': sign(ENCODED), [missing]: undefined }
      assert.equal(authenticate(requestOf(headers, BODY)), undefined)
    })

    it(`refuse a callback with two ${missing}, though both are genuine`, async () => {
      await using receiver = await startReceiver()
      const headers = { 'x-encoded-data': ENCODED, 'x-signature': sign(ENCODED) }
      assert.equal(authenticate(await receiver.post(headers, BODY))?.payload, BODY)
      const value = headers[missing as keyof typeof headers]
      assert.equal(authenticate(await receiver.post({ ...headers, [missing]: [value, value] }, BODY)), undefined)
    })
  }

  for (const [what, body] of [
    ['another amount', BODY.replace('01J8"', '01J9"')],
    ['a byte more', `${BODY} `],
    ['a byte less', BODY.slice(0, -1)],
    ['no body', ''],
    ['the encoded body', ENCODED],
  ] as const) {
    it(`refuse a genuine header with ${what}`, () => {
      assert.equal(authenticate(signed(ENCODED, body)), undefined)
    })
  }

  for (const [what, encoded, data] of [
    ['without padding', 'eyJhIjoxfQ', '{"a":1}'],
    ['for URLs', Buffer.from('{"a":"???>>>"}').toString('base64url'), '{"a":"???>>>"}'],
    ['with a space in it', 'eyJh IjoxfQ==', '{"a":1}'],
    ['with other signs in it', 'eyJh*IjoxfQ==', '{"a":1}'],
    ['with more behind its end', 'eyJhIjoxfQ==eyJh', '{"a":1}'],
    ['with bits behind its last byte', 'eyJhIjoxfR==', '{"a":1}'],
    ['that is the plain body', '{"a":1}', '{"a":1}'],
  ] as const) {
    it(`refuse signed base64 ${what}`, () => {
      for (const body of [data, Buffer.from(encoded, 'base64')])
        assert.equal(authenticate(signed(encoded, body)), undefined)
    })
  }

  it('refuse signed bytes that are no UTF-8', () => {
    for (const bytes of [[0xff], [0x22, 0xc3, 0x22], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      assert.equal(authenticate(genuine(Buffer.from(bytes))), undefined)
    }
  })

  for (const [what, text] of [
    ['no JSON', 'not json'],
    ['nothing', ''],
    ['null', 'null'],
    ['a text', '"webhookId"'],
    ['no id', '{}'],
    ['a number as the id', '{"webhookId":17}'],
    ['an id that is inherited', '{"__proto__":{"webhookId":"inherited"}}'],
  ] as const) {
    it(`believe signed data with ${what}, and give no id`, () => {
      assert.deepEqual(authenticate(genuine(text)), { payload: text })
    })
  }

  it('give an id of up to 200 characters', () => {
    const id = 'x'.repeat(200)
    assert.equal(authenticate(genuine(`{"webhookId":"${id}"}`))?.id, id)
  })

  it('give no id that somebody has put on every object', () => {
    Object.defineProperty(Object.prototype, 'webhookId', { value: 'polluted', configurable: true })
    try {
      assert.deepEqual(authenticate(genuine('{}')), { payload: '{}' })
    } finally {
      Reflect.deleteProperty(Object.prototype, 'webhookId')
    }
  })

  it('believe 48 KiB, and never throw for more', () => {
    const text = JSON.stringify({ webhookId: 'w-1', text: 'ñ'.repeat(24_000) })
    assert.deepEqual(authenticate(genuine(text)), { payload: text, id: 'w-1' })
    const nested = '['.repeat(2_000_000)
    assert.deepEqual(authenticate(genuine(nested)), { payload: nested })
  })

  it('never throw, and believe nothing that was not signed, whatever comes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.constant(ENCODED),
      fc.constant(undefined),
    )
    const signature = fc.oneof(
      text,
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    )
    fc.assert(
      fc.property(text, signature, fc.uint8Array({ maxLength: 200 }), (encoded, given, body) => {
        const headers = { 'x-encoded-data': encoded, 'x-signature': given }
        assert.equal(authenticate(requestOf(headers, body)), undefined)
      }),
      { numRuns: 2_000 },
    )
  })

  it('never throw for any signed bytes, and give them exactly', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          const taken = authenticate(genuine(bytes))
          const isText = Buffer.from(Buffer.from(bytes).toString()).equals(bytes)
          assert.equal(taken === undefined, !isText)
          if (taken !== undefined) assert.equal(taken.payload, new TextDecoder().decode(bytes))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('show the key to nobody', () => {
    assert.doesNotMatch(inspect(webhooksOf([KEY, 'second-key']), { depth: 9, showHidden: true }), /integrity-|second-/)
  })
})
