import assert from 'node:assert/strict'
import fc from 'fast-check'
import { routerOf } from '../../src/routing/router.js'
const NAMES = ['first', 'second', 'third']

describe('weights', () => {
  const request = (reference: string, candidates: readonly string[] = NAMES) => ({
    kind: 'payin' as const,
    merchant: 'default',
    reference,
    amount: { amount: '1', currency: 'IDR' },
    type: 'qr_code',
    candidates,
  })

  it('share the references about as told', () => {
    const router = routerOf({ weights: { first: 6, second: 3, third: 1 } })
    const counts = new Map(NAMES.map((name) => [name, 0]))
    for (let n = 0; n < 10_000; n += 1) {
      const [chosen] = router.order(request(`order-${n}`))
      counts.set(chosen!, counts.get(chosen!)! + 1)
    }
    const within = (name: string, share: number) => Math.abs(counts.get(name)! / 10_000 - share) < 0.02
    assert.deepEqual([within('first', 0.6), within('second', 0.3), within('third', 0.1)], [true, true, true])
  })

  it('always send the same reference to the same account, also when another one is added', () => {
    const router = routerOf({ weights: { first: 1, second: 1, third: 1, fourth: 1 } })
    fc.assert(
      fc.property(fc.string(), (reference) => {
        const order = router.order(request(reference))
        assert.deepEqual(router.order(request(reference)), order)
        assert.deepEqual([...order].sort(), NAMES)
        const wider = router.order(request(reference, [...NAMES, 'fourth'])).filter((name) => name !== 'fourth')
        assert.deepEqual(wider, order)
      }),
    )
  })

  it('that are missing or zero put an account last', () => {
    const router = routerOf({ weights: { second: 1, third: 0 } })
    for (let n = 0; n < 50; n += 1) assert.equal(router.order(request(`order-${n}`))[0], 'second')
    assert.deepEqual(routerOf({ weights: { constructor: 5 } }).order(request('a')), NAMES)
  })
})
