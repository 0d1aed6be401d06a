import assert from 'node:assert/strict'
import { createdPayinState, payinState, payoutState } from '../src/statuses.js'

const unrecognized = (word: string) => ({
  status: 'processing',
  reason: { code: 'unrecognized_status', providerCode: word },
})

describe('palladium statuses', () => {
  for (const [wire, status] of [
    ['unpaid', 'pending'],
    ['pending', 'processing'],
    ['Pending', 'processing'],
    ['done', 'succeeded'],
    ['expired', 'expired'],
    ['cancelled', 'canceled'],
    ['canceled', 'canceled'],
    ['rejected', 'failed'],
    ['Failed', 'failed'],
  ] as const) {
    it(`reads a payin that is ${wire} as ${status}`, () => {
      assert.deepEqual(payinState(wire), { status })
    })
  }

  it('reads pending on a new payin as awaiting the payer, like unpaid', () => {
    assert.deepEqual(createdPayinState('pending'), { status: 'pending' })
    assert.deepEqual(createdPayinState('PENDING'), { status: 'pending' })
    assert.deepEqual(createdPayinState('unpaid'), { status: 'pending' })
    assert.deepEqual(createdPayinState('done'), { status: 'succeeded' })
  })

  for (const [wire, status] of [
    ['pending', 'processing'],
    ['done', 'succeeded'],
    ['Done', 'succeeded'],
  ] as const) {
    it(`reads a payout that is ${wire} as ${status}`, () => {
      assert.deepEqual(payoutState(wire), { status })
    })
  }

  for (const word of ['refunded', 'success', 'paid', '', 'constructor']) {
    it(`takes ${JSON.stringify(word)} neither for success nor for failure`, () => {
      assert.deepEqual(payinState(word), unrecognized(word))
      assert.deepEqual(createdPayinState(word), unrecognized(word))
      assert.deepEqual(payoutState(word), unrecognized(word))
    })
  }

  for (const word of ['failed', 'rejected', 'cancelled', 'canceled', 'expired']) {
    it(`takes no undocumented ${word} for the end of a payout`, () => {
      assert.deepEqual(payoutState(word), unrecognized(word))
    })
  }
})
