import assert from 'node:assert/strict'
import { refusal } from '../src/errors.js'

const message = 'amount must be greater than 1500.'

describe('palomma refusals', () => {
  for (const [status, code] of [
    [400, 'provider_rejected'],
    [401, 'authentication_failed'],
    [403, 'authentication_failed'],
    [404, 'not_found'],
    [422, 'provider_rejected'],
  ] as const) {
    it(`reads ${status} as ${code}`, () => {
      assert.deepEqual(refusal({ status, body: { message } }), { code, message })
    })
  }

  it('does not take a key that is "already" revoked for such evidence', () => {
    const revoked = 'The key is already revoked.'
    const answer = { status: 401, body: { message: revoked } }
    assert.deepEqual(refusal(answer), { code: 'authentication_failed', message: revoked })
  })

  for (const status of [200, 302]) {
    it(`never believes ${status}, whatever its body says`, () => {
      assert.equal(refusal({ status, body: { message } }), undefined)
    })
  }

  for (const body of [undefined, null, 'Bad Request', 17, [], {}, { message: 17 }, { message: '' }, { error: 'no' }]) {
    it(`does not believe ${JSON.stringify(body)}`, () => {
      assert.equal(refusal({ status: 400, body }), undefined)
    })
  }

  for (const text of ['reference already used', 'The payin link exists', 'La referencia ya existe', 'duplicado']) {
    it(`takes "${text}" for evidence that something was executed`, () => {
      assert.equal(refusal({ status: 400, body: { message: text } }), undefined)
    })
  }
})
