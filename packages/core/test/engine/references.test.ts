import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { OperationKey } from '../../src/index.js'
import { providerReference } from '../../src/engine/references.js'

const rule = { pattern: /^[A-Za-z0-9._-]+$/, maxLength: 32 }
const of = (reference: string, { merchant = 'default', kind = 'payin.create' }: Partial<OperationKey> = {}) =>
  providerReference({ merchant, kind, reference }, rule)

describe('the reference that a provider is given', () => {
  it("is the merchant's own where it fits", () => {
    assert.equal(of('order-124'), 'order-124')
    assert.equal(of('a'.repeat(32)), 'a'.repeat(32))
  })
  it('is derived where it does not', () => {
    for (const reference of ['a'.repeat(33), 'order 1', 'Ñ', 'a/b', '注文'])
      assert.match(of(reference), /^[A-Z2-7]{26}$/)
  })
  it('is the same for ever', () => {
    assert.equal(of('order 1'), of('order 1'))
    assert.equal(of('order 1'), 'NMLTXVQA522NEUL3VSK4REHV5F')
    assert.equal(of('order-1', { merchant: 'merchant-42' }), 'O5KY4NITRSERLOS6DTOODRL4CR')
  })
  it('of two merchants, kinds or references is never the same', () => {
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(
        fc.constantFrom('default', 'merchant-1', 'merchant-2', 'merchant-1x'),
        fc.constantFrom('payin.create' as const, 'payout.create' as const),
        fc.string({ minLength: 1, maxLength: 40 }),
        (merchant, kind, reference) => {
          const given = of(reference, { merchant, kind })
          // The default merchant's own words may name a payin and a payout.
          const asked = JSON.stringify(given === reference ? [merchant, reference] : [merchant, kind, reference])
          assert.equal(seen.get(given) ?? asked, asked)
          seen.set(given, asked)
        },
      ),
      { numRuns: 5_000 },
    )
  })
  it('of another merchant is never what the default merchant may call a payment', () => {
    const theirs = of('order-1', { merchant: 'merchant-1' })
    assert.notEqual(of(theirs), theirs)
    assert.match(of(theirs), /^[A-Z2-7]{26}$/)
  })
  it('always fits', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (reference) => assert.match(of(reference), /^[A-Za-z0-9._-]{1,32}$/)),
    )
  })
})
