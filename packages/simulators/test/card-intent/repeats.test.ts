import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { idOf, object } from '../support/samples.js'
import { CARD, errorOf, ORDER, PAYMENT, PAYMENT_INTENT, startApi, sums } from './api.js'

describe('card-intent: repeats when they are recognised', () => {
  it('answers a repeat with the first result and executes it once', async () => {
    await using api = await startApi({ dedupe: true })
    const first = await api.pay()
    const id = idOf(first)
    await api.capture(id, { amount: 1000 })
    const again = await api.pay()
    assert.equal(again.status, 200)
    assert.deepEqual(again.json, first.json)
    assert.equal(api.simulator.ledger.count({ reference: 'pay-1' }), 1)
  })

  it('sees through the order of keys', async () => {
    await using api = await startApi({ dedupe: true })
    const first = await api.post('/transactions', PAYMENT)
    const { card, order, external_id, operation } = PAYMENT
    const turned = await api.post('/transactions', { card, external_id, order: { ...order }, operation })
    assert.equal(idOf(turned), idOf(first))
  })

  it('recognises every endpoint, each by itself', async () => {
    await using api = await startApi({ dedupe: true })
    const external_id = 'same'
    const twice = async (path: string, body: object): Promise<string> => {
      const first = await api.post(path, { ...body, external_id })
      const second = await api.post(path, { ...body, external_id })
      assert.deepEqual([first.status, second.status], [200, 200])
      assert.deepEqual(second.json, first.json)
      return String(object(first)['id'])
    }
    await twice('/intents/card', {})
    await twice('/intents/payment', PAYMENT_INTENT)
    const id = await twice('/transactions', PAYMENT)
    await twice(`/transactions/${id}`, { operation: 'capture' })
    await twice('/refunds', { trx_id: id, amount: 4590 })
    assert.deepEqual(
      api.simulator.ledger.by('same').map(({ type }) => type),
      ['card_intent', 'payment_intent', 'authorization', 'capture', 'refund'],
    )
  })

  for (const [what, changes] of [
    ['amount', { order: { order_amount: 4591 } }],
    ['card', { card: { ...CARD, pan: '5555555555554444' } }],
    ['operation', { operation: 'authcap' }],
    ['form, even a wrong one', { card: undefined }],
  ] as const) {
    it(`answers 409 to another ${what}`, async () => {
      await using api = await startApi({ dedupe: true })
      await api.pay()
      const reply = await api.pay(changes)
      assert.equal(reply.status, 409)
      assert.deepEqual(reply.json, {
        error: {
          code: 'idempotency_conflict',
          message: 'external_id was used for another request',
          field: 'external_id',
        },
      })
      assert.equal(api.simulator.ledger.count(), 1)
    })
  }

  it('answers 409 to the same change of another transaction', async () => {
    await using api = await startApi({ dedupe: true })
    await api.capture(idOf(await api.pay({ external_id: 'a' })))
    const reply = await api.capture(idOf(await api.pay({ external_id: 'b' })))
    assert.equal(errorOf(reply)['code'], 'idempotency_conflict')
  })

  it('remembers a decline, but not a refusal', async () => {
    await using api = await startApi({ dedupe: true })
    const declined = await api.pay({ card: { ...CARD, name: 'DECLINE' } })
    assert.deepEqual((await api.pay({ card: { ...CARD, name: 'DECLINE' } })).json, declined.json)
    assert.equal((await api.pay({ external_id: 'x', token: 'tkn_unknown' })).status, 400)
    assert.equal((await api.pay({ external_id: 'x' })).status, 200)
    assert.equal((await api.pay({ external_id: 7 })).status, 400)
  })

  it('does not remember what was not executed', async () => {
    await using api = await startApi({ dedupe: true })
    api.simulator.faults.add({ on: 'create-transaction', accept: 'no' })
    await api.pay()
    await api.pay({ order: { order_amount: 5000 } })
    assert.deepEqual(
      api.simulator.ledger.entries.map(({ amount }) => amount),
      ['50.00'],
    )
  })

  it('executes once when the first is late, and when it is told to execute twice', async () => {
    await using api = await startApi({ dedupe: true })
    api.simulator.faults.add({ on: 'create-transaction', accept: { lateMs: 60 } })
    await api.pay()
    const second = await api.pay()
    await sleep(120)
    assert.equal(api.simulator.ledger.count(), 1)
    assert.equal(idOf(await api.pay()), idOf(second))
    api.simulator.faults.add({ on: 'create-transaction', accept: 'twice' })
    await api.pay({ external_id: 'pay-2', order: ORDER })
    assert.equal(api.simulator.ledger.count(), 2)
  })

  it('does not remember a late capture for which nothing was left', async () => {
    await using api = await startApi({ dedupe: true })
    const id = idOf(await api.pay())
    api.simulator.faults.add({ on: 'change-transaction', accept: { lateMs: 60 } })
    await api.capture(id, { external_id: 'late' })
    await api.void(id)
    await sleep(120)
    assert.equal((await api.capture(id, { external_id: 'late' })).status, 409)
    assert.deepEqual(sums(await api.retrieve(id)), ['VOIDED', 4590, 0, 4590, 0])
    assert.equal(api.simulator.ledger.by('late').length, 0)
  })
})
