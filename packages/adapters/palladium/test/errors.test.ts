import assert from 'node:assert/strict'
import { refusal } from '../src/errors.js'

const message = 'The bank_code field is required.'

describe('palladium refusals', () => {
  for (const [status, code] of [
    [400, 'provider_rejected'],
    [401, 'authentication_failed'],
    [403, 'authentication_failed'],
    [404, 'not_found'],
    [422, 'provider_rejected'],
    [429, 'rate_limited'],
  ] as const) {
    it(`reads ${status} as ${code}`, () => {
      assert.deepEqual(refusal({ status, body: { message } }), { code, message })
    })
  }

  for (const text of ['Insufficient disbursable balance.', 'Balance is not enough']) {
    it(`reads "${text}" as insufficient funds`, () => {
      assert.deepEqual(refusal({ status: 400, body: { message: text } }), { code: 'insufficient_funds', message: text })
    })
  }

  for (const [form, body] of [
    ['message', { message, error: 'other', errors: ['other'] }],
    ['error', { error: message }],
    ['error.message', { error: { message } }],
    ['a list of errors', { errors: [message, 'other'] }],
    ['errors by field', { errors: { bank_code: [message] } }],
    ['errors after an empty message', { message: '', errors: { bank_code: message } }],
  ] as const) {
    it(`finds the text in ${form}`, () => {
      assert.equal(refusal({ status: 422, body })?.message, message)
    })
  }

  it('does not take a key that is "already" revoked for such evidence', () => {
    const revoked = 'The key is already revoked.'
    const answer = { status: 401, body: { message: revoked } }
    assert.deepEqual(refusal(answer), { code: 'authentication_failed', message: revoked })
  })

  for (const status of [200, 302, 500, 502, 503]) {
    it(`never believes ${status}, whatever its body says`, () => {
      assert.equal(refusal({ status, body: { message } }), undefined)
    })
  }

  for (const body of [undefined, null, 'Bad Request', 17, [], [message], {}, { message: 17 }, { errors: null }]) {
    it(`does not believe ${JSON.stringify(body)}`, () => {
      assert.equal(refusal({ status: 400, body }), undefined)
    })
  }

  for (const text of ['The external id has already been taken.', 'Duplicate external_id', 'Virtual account exists']) {
    it(`takes "${text}" for evidence that something was executed`, () => {
      assert.equal(refusal({ status: 422, body: { message: text } }), undefined)
    })
  }
})
