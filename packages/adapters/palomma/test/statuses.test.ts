import assert from 'node:assert/strict'
import { linkState } from '../src/statuses.js'

describe('palomma statuses', () => {
  for (const [wire, status] of [
    ['pending', 'pending'],
    ['processing', 'processing'],
    ['approved', 'succeeded'],
    ['APPROVED', 'succeeded'],
  ] as const) {
    it(`reads ${wire} as ${status}, whatever message stands beside it`, () => {
      assert.deepEqual(linkState(wire, undefined), { status })
      assert.deepEqual(linkState(wire, 'AUTHENTICATION_FAILED'), { status })
    })
  }

  for (const [message, status, code] of [
    ['EXPIRED', 'expired', 'expired'],
    ['CUSTOMER_CANCELLATION', 'canceled', 'canceled_by_payer'],
    ['AUTHENTICATION_FAILED', 'failed', 'payer_not_authenticated'],
    ['DECLINED_BY_BANK', 'failed', 'declined_by_bank'],
    ['INVALID_ACCOUNT', 'failed', 'invalid_account'],
    ['NOT_ENOUGH_FUNDS', 'failed', 'insufficient_funds'],
    ['ERROR', 'failed', 'provider_error'],
    ['expired', 'expired', 'expired'],
    ['BLOCKED_BY_SOMEBODY', 'failed', 'unrecognized_reason'],
  ] as const) {
    it(`reads cancelled with ${message} as ${status}`, () => {
      assert.deepEqual(linkState('cancelled', message), { status, reason: { code, providerCode: message } })
    })
  }

  it('reads cancelled without a message as failed', () => {
    const state = { status: 'failed', reason: { code: 'unrecognized_reason' } }
    assert.deepEqual(linkState('Cancelled', undefined), state)
    assert.deepEqual(linkState('cancelled', null), state)
  })

  for (const word of ['paid', 'canceled', 'partial', '', '__proto__']) {
    it(`takes ${JSON.stringify(word)} neither for success nor for failure`, () => {
      const reason = { code: 'unrecognized_status', providerCode: word }
      assert.deepEqual(linkState(word, 'EXPIRED'), { status: 'processing', reason })
    })
  }
})
