import assert from 'node:assert/strict'
import { idOf, object } from '../support/samples.js'
import { CARD, errorOf, startApi, sums, type Api } from './api.js'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const authorised = async (api: Api): Promise<string> => idOf(await api.pay())
const captured = async (api: Api): Promise<string> => idOf(await api.pay({ operation: 'authcap' }))

describe('card-intent: captures, voids and refunds', () => {
  it('captures everything when no amount is given', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    const reply = await api.capture(id)
    assert.equal(reply.status, 200)
    assert.deepEqual(sums(object(reply)), ['CAPTURED', 4590, 4590, 0, 0])
    assert.equal(object(reply)['external_id'], 'pay-1')
    assert.deepEqual(await api.retrieve(id), reply.json)
    const { sequence, at, ...entry } = api.simulator.ledger.entries[1] ?? {}
    assert.deepEqual(entry, {
      type: 'capture',
      endpoint: 'change-transaction',
      providerId: id,
      parent: id,
      reference: 'cap-1',
      amount: '45.90',
      currency: 'USD',
    })
  })

  it('captures in parts until nothing is left', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    const parts = [
      await api.capture(id, { amount: 2000 }),
      await api.capture(id, { amount: 1000 }),
      await api.capture(id),
    ]
    assert.deepEqual(
      parts.map((reply) => sums(object(reply))),
      [
        ['PARTIAL_CAPTURED', 4590, 2000, 0, 0],
        ['PARTIAL_CAPTURED', 4590, 3000, 0, 0],
        ['CAPTURED', 4590, 4590, 0, 0],
      ],
    )
    assert.deepEqual(
      api.simulator.ledger.by('cap-1').map(({ amount }) => amount),
      ['20.00', '10.00', '15.90'],
    )
  })

  it('voids everything when no amount is given', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    assert.deepEqual(sums(object(await api.void(id))), ['VOIDED', 4590, 0, 4590, 0])
    const entry = api.simulator.ledger.by('void-1')[0]
    assert.deepEqual([entry?.type, entry?.providerId, entry?.parent, entry?.amount], ['void', id, id, '45.90'])
  })

  it('voids a part and stays authorised', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    assert.deepEqual(sums(object(await api.void(id, { amount: 590 }))), ['AUTHORIZED', 4590, 0, 590, 0])
    assert.deepEqual(sums(object(await api.capture(id))), ['CAPTURED', 4590, 4000, 590, 0])
  })

  it('is captured in full once the rest is voided', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    await api.capture(id, { amount: 2000 })
    assert.deepEqual(sums(object(await api.void(id))), ['CAPTURED', 4590, 2000, 2590, 0])
  })

  for (const operation of ['capture', 'void'] as const) {
    it(`refuses to ${operation} more than is left`, async () => {
      await using api = await startApi()
      const id = await authorised(api)
      await api.capture(id, { amount: 2000 })
      const reply = await api[operation](id, { external_id: 'too-much', amount: 2591 })
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['field'], 'amount')
      assert.equal(api.simulator.ledger.by('too-much').length, 0)
      assert.equal((await api[operation](id, { amount: 2590 })).status, 200)
    })

    it(`answers 409 when nothing is left to ${operation}`, async () => {
      await using api = await startApi()
      const refused = async (id: string): Promise<void> => {
        const reply = await api[operation](id, { external_id: 'late' })
        assert.equal(reply.status, 409)
        assert.equal(errorOf(reply)['code'], 'wrong_state')
      }
      await refused(await captured(api))
      await refused(idOf(await api.pay({ card: { ...CARD, name: 'DECLINE' } })))
      const voided = await authorised(api)
      await api.void(voided)
      await refused(voided)
      await refused(idOf(await api.refund(await captured(api))))
      assert.equal(api.simulator.ledger.by('late').length, 0)
    })

    it(`answers 404 when there is nothing to ${operation}`, async () => {
      await using api = await startApi()
      assert.equal((await api[operation]('trx_01K2M4N6P8R0T2V4X6Z8B0D2F4')).status, 404)
    })
  }

  it('refunds with a transaction of its own and leaves the status of the payment', async () => {
    await using api = await startApi()
    const id = await captured(api)
    const reply = await api.refund(id)
    const { id: refundId, updated_at, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.match(String(refundId), /^trx_/)
    assert.deepEqual(rest, {
      type: 'REFUND',
      status: 'CAPTURED',
      order_amount: 1500,
      order_currency: 'USD',
      amount_authorized: 0,
      amount_captured: 1500,
      amount_voided: 0,
      amount_refunded: 0,
      external_id: 'ref-1',
    })
    assert.deepEqual(sums(await api.retrieve(id)), ['CAPTURED', 4590, 4590, 0, 1500])
    assert.deepEqual(await api.retrieve(String(refundId)), reply.json)
    assert.deepEqual((await api.get('/transaction?type=external_id&id=ref-1')).json, reply.json)
    assert.equal(object(await api.get('/transaction?type=order_id&id=web-5521'))['id'], id)
    const { sequence, at, ...entry } = api.simulator.ledger.by('ref-1')[0] ?? {}
    assert.deepEqual(entry, {
      type: 'refund',
      endpoint: 'create-refund',
      providerId: refundId,
      parent: id,
      reference: 'ref-1',
      amount: '15.00',
      currency: 'USD',
    })
  })

  it('refunds no more than was captured, over all refunds', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    await api.capture(id, { amount: 2000 })
    assert.equal((await api.refund(id, { amount: 2001 })).status, 400)
    assert.equal((await api.refund(id, { amount: 1500 })).status, 200)
    const reply = await api.refund(id, { amount: 501 })
    assert.equal(reply.status, 400)
    assert.equal(errorOf(reply)['field'], 'amount')
    assert.equal((await api.refund(id, { amount: 500 })).status, 200)
    assert.deepEqual(sums(await api.retrieve(id)), ['PARTIAL_CAPTURED', 4590, 2000, 0, 2000])
  })

  it('answers 409 to a refund of what was never captured', async () => {
    await using api = await startApi()
    const declined = idOf(await api.pay({ card: { ...CARD, name: 'DECLINE' } }))
    const refund = idOf(await api.refund(await captured(api)))
    for (const id of [await authorised(api), declined, refund]) {
      const reply = await api.refund(id, { external_id: 'late' })
      assert.equal(reply.status, 409)
      assert.equal(errorOf(reply)['code'], 'wrong_state')
    }
    assert.equal((await api.refund('trx_01K2M4N6P8R0T2V4X6Z8B0D2F4')).status, 404)
    assert.equal(api.simulator.ledger.by('late').length, 0)
  })

  it('does not find captures and voids by their external_ids', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    await api.capture(id, { amount: 2000 })
    await api.void(id)
    assert.equal((await api.get('/transaction?type=external_id&id=cap-1')).status, 404)
    assert.equal((await api.get('/transaction?type=external_id&id=void-1')).status, 404)
    assert.equal(object(await api.get('/transaction?type=external_id&id=pay-1'))['id'], id)
  })

  it('settles a day after the capture', async () => {
    await using api = await startApi()
    api.simulator.clock.set(new Date('2031-04-02T08:00:00Z'))
    await api.logIn()
    const id = await captured(api)
    api.simulator.clock.advance(DAY_MS - MINUTE_MS)
    await api.logIn()
    assert.equal((await api.retrieve(id))['status'], 'CAPTURED')
    api.simulator.clock.advance(10 * MINUTE_MS)
    const { status, updated_at } = await api.retrieve(id)
    assert.equal(status, 'SETTLED')
    assert.match(String(updated_at), /^2031-04-03T08:00:0/)
    assert.equal((await api.refund(id)).status, 200)
    assert.equal((await api.retrieve(id))['status'], 'SETTLED')
  })

  it('settles captures in parts one by one', async () => {
    await using api = await startApi({ settleAfterMs: 10 * MINUTE_MS })
    const id = await authorised(api)
    const statusAfter = async (ms: number): Promise<unknown> => {
      api.simulator.clock.advance(ms)
      return (await api.retrieve(id))['status']
    }
    await api.capture(id, { amount: 2000 })
    assert.equal(await statusAfter(10 * MINUTE_MS), 'PARTIAL_SETTLED')
    await api.capture(id, { amount: 2000 })
    assert.equal(await statusAfter(0), 'PARTIAL_SETTLED')
    assert.equal(await statusAfter(10 * MINUTE_MS), 'PARTIAL_SETTLED')
    await api.void(id)
    assert.equal(await statusAfter(0), 'SETTLED')
  })

  it('settles a refund too', async () => {
    await using api = await startApi({ settleAfterMs: MINUTE_MS })
    const refund = idOf(await api.refund(await captured(api)))
    api.simulator.clock.advance(MINUTE_MS)
    assert.equal((await api.retrieve(refund))['status'], 'SETTLED')
  })

  it('expires what was never captured after seven days', async () => {
    await using api = await startApi()
    const id = await authorised(api)
    const partly = await authorised(api)
    await api.void(partly, { amount: 590 })
    api.simulator.clock.advance(7 * DAY_MS - MINUTE_MS)
    await api.logIn()
    assert.equal((await api.retrieve(id))['status'], 'AUTHORIZED')
    api.simulator.clock.advance(MINUTE_MS)
    assert.deepEqual(sums(await api.retrieve(id)), ['EXPIRED', 4590, 0, 0, 0])
    assert.deepEqual(sums(await api.retrieve(partly)), ['EXPIRED', 4590, 0, 590, 0])
    assert.equal((await api.capture(id)).status, 409)
    assert.equal((await api.void(id)).status, 409)
    assert.equal(api.simulator.ledger.by('cap-1').length, 0)
  })

  it('lets the rest of a part capture lapse without another status of its own', async () => {
    await using api = await startApi({ authorizationLifetimeMs: MINUTE_MS })
    const id = await authorised(api)
    await api.capture(id, { amount: 2000 })
    api.simulator.clock.advance(MINUTE_MS)
    assert.deepEqual(sums(await api.retrieve(id)), ['CAPTURED', 4590, 2000, 0, 0])
    assert.equal((await api.capture(id)).status, 409)
  })
})
