import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from '../support/client.js'
import { idOf, object } from '../support/samples.js'
import { CARD, CLIENT, errorOf, ORDER, PAYMENT, PAYMENT_INTENT, startApi, sums } from './api.js'

const EVER = 'from_date=01/01/2000&to_date=01/01/2999&offset=0&limit=10'

describe('card-intent: faults', () => {
  it('captures twice in parts, but never more than there is', async () => {
    await using api = await startApi()
    const part = idOf(await api.pay({ external_id: 'a' }))
    const most = idOf(await api.pay({ external_id: 'b' }))
    api.simulator.faults.add({ on: 'change-transaction', accept: 'twice', times: 2 })
    await api.capture(part, { external_id: 'part', amount: 2000 })
    await api.capture(most, { external_id: 'most', amount: 3000 })
    assert.deepEqual(sums(await api.retrieve(part)), ['PARTIAL_CAPTURED', 4590, 4000, 0, 0])
    assert.deepEqual(sums(await api.retrieve(most)), ['PARTIAL_CAPTURED', 4590, 3000, 0, 0])
    assert.equal(api.simulator.ledger.count({ reference: 'part' }), 2)
    assert.equal(api.simulator.ledger.count({ reference: 'most' }), 1)
  })

  it('executes a late capture only while so much is left', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay())
    api.simulator.faults.add({ on: 'change-transaction', accept: { lateMs: 60 } })
    const late = await api.capture(id, { external_id: 'late' })
    assert.equal(object(late)['status'], 'CAPTURED')
    await api.capture(id, { amount: 1 })
    await sleep(120)
    assert.deepEqual(sums(await api.retrieve(id)), ['PARTIAL_CAPTURED', 4590, 1, 0, 0])
    assert.equal(api.simulator.ledger.by('late').length, 0)
  })

  it('executes no late capture of a hold that has ended by then', async () => {
    await using api = await startApi({ authorizationLifetimeMs: 40 })
    const id = idOf(await api.pay())
    api.simulator.faults.add({ on: 'change-transaction', accept: { lateMs: 80 } })
    await api.capture(id)
    await sleep(150)
    assert.equal(api.simulator.ledger.count({ type: 'capture' }), 0)
    assert.equal((await api.retrieve(id))['status'], 'EXPIRED')
  })

  it('refunds twice, but never more than was captured', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay({ operation: 'authcap' }))
    api.simulator.faults.add({ on: 'create-refund', accept: 'twice', times: 2 })
    await api.refund(id, { external_id: 'a', amount: 1500 })
    await api.refund(id, { external_id: 'b', amount: 1000 })
    assert.deepEqual(sums(await api.retrieve(id)), ['CAPTURED', 4590, 4590, 0, 4000])
    assert.equal(api.simulator.ledger.count({ reference: 'a', parent: id }), 2)
    assert.equal(api.simulator.ledger.count({ reference: 'b' }), 1)
  })

  it('executes a late refund only while so much is left', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay({ operation: 'authcap' }))
    api.simulator.faults.add({ on: 'create-refund', accept: { lateMs: 60 } })
    const late = idOf(await api.refund(id, { external_id: 'late', amount: 4590 }))
    await api.refund(id, { amount: 1 })
    await sleep(120)
    assert.equal((await api.retrieve(id))['amount_refunded'], 1)
    assert.equal(api.simulator.ledger.by('late').length, 0)
    assert.equal((await api.get(`/transactions/${late}`)).status, 404)
  })

  it('charges even when the answer is lost', async () => {
    await using api = await startApi()
    api.simulator.faults.add({ on: 'create-transaction', reference: 'pay-1', reply: { kind: 'close' } })
    await assert.rejects(api.pay())
    const found = object(await api.get('/transaction?type=external_id&id=pay-1'))
    assert.equal(found['status'], 'AUTHORIZED')
    assert.equal(api.simulator.ledger.count({ type: 'authorization', reference: 'pay-1' }), 1)
  })

  it('meets a look-up by the reference of what it asks for', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay())
    api.simulator.faults.add({ reference: 'pay-1', lookup: 'missing', times: 2 })
    assert.equal((await api.get('/transaction?type=order_id&id=web-5521')).status, 200)
    assert.equal((await api.get('/transaction?type=external_id&id=pay-1')).status, 404)
    assert.equal((await api.get(`/transactions/${id}`)).status, 404)
    assert.equal((await api.get(`/transactions/${id}`)).status, 200)
  })

  it('lags, is down, and lists everything twice', async () => {
    await using api = await startApi()
    const { json } = await api.pay()
    const look = async (lookup: 'missing' | 'duplicates' | 'down' | { lagMs: number }) => {
      api.simulator.faults.add({ on: 'list-transactions', lookup })
      return await api.get(`/transactions?${EVER}`)
    }
    const empty = { offset: 0, limit: 10, amount: 0, result: [] }
    assert.deepEqual((await look({ lagMs: 60_000 })).json, empty)
    assert.deepEqual((await look('missing')).json, empty)
    assert.deepEqual((await look('duplicates')).json, { offset: 0, limit: 10, amount: 2, result: [json, json] })
    const down = await look('down')
    assert.equal(down.status, 500)
    assert.deepEqual(down.json, { error: { code: 'internal_error', message: 'Server Error' } })
  })

  it('finds one transaction only once, whatever its index holds', async () => {
    await using api = await startApi()
    const { json } = await api.pay()
    api.simulator.faults.add({ on: 'find-transaction', lookup: 'duplicates' })
    assert.deepEqual((await api.get('/transaction?type=external_id&id=pay-1')).json, json)
  })

  it('distorts every answer by the names in it', async () => {
    await using api = await startApi()
    api.simulator.faults.add({ reply: { kind: 'missing-id' }, times: 4 })
    const keys = async (path: string, body: unknown) => Object.keys(object(await api.post(path, body))).sort()
    assert.deepEqual(await keys('/auth/token', CLIENT), ['expiry'])
    assert.deepEqual(await keys('/intents/card', { external_id: 'a' }), ['reference_id', 'valid_for'])
    assert.deepEqual(await keys('/intents/payment', PAYMENT_INTENT), ['reference_id'])
    assert.ok(!(await keys('/transactions', PAYMENT)).includes('id'))
    api.simulator.faults.add({ reply: { kind: 'wrong-amount' }, times: 3 })
    assert.equal(object(await api.post('/auth/token', CLIENT))['expiry'], 3601)
    assert.equal(object(await api.pay())['order_amount'], 4591)
    const { result } = object(await api.get(`/transactions?${EVER}`))
    assert.equal((result as Record<string, unknown>[])[0]?.['order_amount'], 4591)
    api.simulator.faults.add({ reply: { kind: 'wrong-reference', reference: 'other' }, times: 2 })
    assert.equal(object(await api.post('/intents/card', { external_id: 'a' }))['reference_id'], 'other')
    assert.equal(object(await api.pay())['external_id'], 'other')
  })

  for (const [status, code] of [
    [400, 'invalid_request'],
    [403, 'forbidden'],
    [422, 'invalid_request'],
    [429, 'too_many_requests'],
    [503, 'internal_error'],
  ] as const) {
    it(`answers ${status} in the provider's shape`, async () => {
      await using api = await startApi()
      api.simulator.faults.add({ accept: 'no', reply: { kind: 'error', status, message: 'no', retryAfter: 7 } })
      const reply = await api.pay()
      assert.equal(reply.status, status)
      assert.deepEqual(errorOf(reply), { code, message: 'no' })
      assert.equal(reply.headers['retry-after'], '7')
    })
  }
})

describe('card-intent: secrets', () => {
  it('keeps numbers, codes and client secrets out of everything that it shows', async () => {
    const ledgerPath = join(tmpdir(), `card-intent-${process.pid}.jsonl`)
    await using api = await startApi({ ledgerPath, dedupe: true })
    const card = { ...CARD, code: '9174' }
    await api.pay({ card })
    await api.pay({ card: { ...card, expiry: '1' } })
    await api.pay({ card: card.pan })
    await api.pay({ card: [card] })
    await api.pay({ pan: card.pan, order: { ...ORDER, code: card.code } })
    await api.post('/transactions', `{"card":{"pan":"${card.pan}","code":"9174"`)
    await api.post('/intents/card', { external_id: 'user-7' })
    api.simulator.actions.tokenize({ reference: 'user-7', card: { pan: card.pan } })
    const shown = [
      (await send(`${api.simulator.controlUrl}/requests`)).text,
      (await send(`${api.simulator.controlUrl}/ledger`)).text,
      await readFile(ledgerPath, 'utf8'),
    ].join('')
    await rm(ledgerPath)
    for (const secret of [card.pan, '9174', CLIENT.client_secret]) assert.ok(!shown.includes(secret), secret)
  })

  it('logs the rest of a card', async () => {
    await using api = await startApi()
    await api.pay()
    const [logIn, payment] = api.simulator.requests
    assert.deepEqual(logIn?.fields, { client_id: 'acc_01J9', client_secret: '[masked]' })
    assert.deepEqual(payment?.fields['card'], {
      pan: '[masked]',
      code: '[masked]',
      expiry: '122099',
      name: 'Ada Reyes',
    })
    assert.deepEqual(payment.fields['order'], ORDER)
  })
})
