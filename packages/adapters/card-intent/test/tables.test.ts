import assert from 'node:assert/strict'
import { clientToken } from '../src/authorization.js'
import { dayAfter, dayFirst } from '../src/dates.js'
import { refusal } from '../src/errors.js'
import { paymentState, refundState } from '../src/statuses.js'

describe('card-intent tables', () => {
  it('know eight statuses of payments, and end nothing by others', () => {
    const closed = (status: string) => paymentState(status, false).status
    assert.deepEqual(
      ['AUTHORIZED', 'DECLINED', 'VOIDED', 'EXPIRED', 'PARTIAL_CAPTURED', 'CAPTURED', 'PARTIAL_SETTLED', 'SETTLED'].map(
        closed,
      ),
      ['authorized', 'declined', 'canceled', 'expired', 'partially_captured', 'succeeded', 'succeeded', 'succeeded'],
    )
    assert.deepEqual(paymentState('ON_HOLD', false), {
      status: 'processing',
      reason: { code: 'unrecognized_status', providerCode: 'ON_HOLD' },
    })
    assert.deepEqual(paymentState('PARTIAL_SETTLED', true), { status: 'partially_captured', settlement: 'partial' })
  })

  it('end a refund only by what they know', () => {
    const states = ['AUTHORIZED', 'CAPTURED', 'PARTIAL_SETTLED', 'SETTLED', 'DECLINED', 'VOIDED', 'EXPIRED', 'ON_HOLD']
    assert.deepEqual(
      states.map((status) => refundState(status).status),
      ['pending', 'succeeded', 'succeeded', 'succeeded', 'failed', 'failed', 'failed', 'pending'],
    )
  })

  it('recognise refusals in the usual shapes, and nothing else', () => {
    const message = (body: unknown, status = 400) => refusal({ status, body })?.message
    assert.deepEqual(
      [
        { error: { message: 'a' } },
        { error: 'b' },
        { message: 'c' },
        { detail: 'd' },
        { errors: ['e'] },
        { errors: [{ message: 'f' }] },
        { errors: [{ detail: 'g' }] },
      ].map((body) => message(body)),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    )
    assert.equal(refusal({ status: 400, body: { message: 'x', code: 'bad' } })?.providerCode, 'bad')
    for (const body of [null, 'text', [], {}, { error: {} }, { message: '' }, { errors: {} }]) {
      assert.equal(refusal({ status: 400, body }), undefined)
    }
    for (const status of [200, 302]) assert.equal(refusal({ status, body: { message: 'x' } }), undefined)
    assert.equal(refusal({ status: 400, body: { message: 'external_id was reused' } }), undefined)
    assert.equal(refusal({ status: 404, body: { message: 'exists no more' } })?.code, 'not_found')
  })

  it('read how long a token lives, whatever its unit', () => {
    const authorization = clientToken({ clientId: 'a', clientSecret: 'b' })
    assert.ok(authorization.type === 'token')
    const jwt = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
    const seconds = (expiry: number, token = 'opaque') =>
      authorization.read({ access_token: token, expiry }).lifetimeMs / 1000
    assert.deepEqual(
      [0, 1, 3600].map((expiry) => seconds(expiry)),
      [300, 300, 3600],
    )
    const iat = 1_900_000_000
    assert.equal(seconds(iat + 600, jwt({ iat })), 600)
    assert.equal(seconds((iat + 600) * 1000, jwt({ iat })), 600)
    assert.equal(seconds(iat + 600), 300)
    assert.equal(seconds(3600, jwt({ iat, exp: iat + 900 })), 900)
    assert.equal(seconds(600, jwt({ iat, exp: iat + 900 })), 600)
    assert.equal(seconds(0, jwt('text')), 300)
  })

  it('write days first, and end after the last one', () => {
    assert.equal(dayFirst('2031-04-02T23:59:59Z'), '02/04/2031')
    assert.equal(dayFirst(dayAfter('2031-04-03T00:00:00Z')), '03/04/2031')
    assert.equal(dayFirst(dayAfter('2031-04-03T00:00:01Z')), '04/04/2031')
  })
})
