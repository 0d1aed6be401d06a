import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator, type PalladiumSimulator } from '@polyrail/simulators'
import { postForm, send } from '../support/client.js'
import { startReceiver, type Receiver } from '../support/receiver.js'
import { DISBURSEMENT, idOf, object, QRIS, RETAIL_PAYMENT, VIRTUAL_ACCOUNT } from '../support/samples.js'

const MINUTE_MS = 60_000

/** Event and status of everything that was told. */
async function told({ callbacks }: PalladiumSimulator, { received }: Receiver): Promise<readonly string[]> {
  await callbacks.idle()
  return callbacks.delivered.map(
    ({ event }, index) => `${event} ${String((received[index]?.json as Record<string, unknown>)['status'])}`,
  )
}

describe('palladium: callbacks', () => {
  it('has the three events of the dashboard, and those that the tables of statuses promise', async () => {
    await using simulator = await startSimulator('palladium')
    assert.deepEqual(simulator.callbacks.events, [
      'virtual-account.created',
      'virtual-account.paid',
      'retail-payment.paid',
      'qris.paid',
      'disbursement.done',
    ])
  })

  it('carries the static token, and the object as a query answers it', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, token: 'cbtok_x' } })
    const id = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    await simulator.callbacks.idle()
    const { headers, json } = receiver.received[0] ?? assert.fail('nothing was sent')
    assert.equal(headers['x-callback-token'], 'cbtok_x')
    assert.equal(headers['content-type'], 'application/json')
    assert.deepEqual(json, object(await send(`${simulator.url}/query-virtual-account?id=${id}`)))
  })

  it('writes a form on demand', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, encoding: 'form' } })
    const account = object(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    await simulator.callbacks.idle()
    const { headers, body } = receiver.received[0] ?? assert.fail('nothing was sent')
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded')
    assert.deepEqual(
      Object.fromEntries(new URLSearchParams(body)),
      Object.fromEntries(Object.entries(account).map(([name, value]) => [name, String(value)])),
    )
    assert.equal(new URLSearchParams(body).get('is_single_use'), 'true')
  })

  it('tells when a payer pays, and not when it is settled', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    const account = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    const code = idOf(await postForm(`${simulator.url}/create-retail-payment`, RETAIL_PAYMENT))
    const qris = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    for (const providerId of [account, code, qris]) simulator.actions.pay({ providerId })
    simulator.clock.advance(60 * MINUTE_MS)
    assert.deepEqual(await told(simulator, receiver), [
      'virtual-account.created unpaid',
      'virtual-account.paid pending',
      'retail-payment.paid pending',
      'qris.paid pending',
    ])
    assert.deepEqual(Object.keys(receiver.received[3]?.json as object), [
      'id',
      'status',
      'external_id',
      'amount',
      'fees',
    ])
  })

  it('tells each payment of a code that is paid again', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    const providerId = idOf(await postForm(`${simulator.url}/create-retail-payment`, RETAIL_PAYMENT))
    simulator.actions.settle({ providerId })
    simulator.actions.pay({ providerId })
    assert.deepEqual(await told(simulator, receiver), ['retail-payment.paid pending', 'retail-payment.paid done'])
  })

  it('tells once that a payout has arrived, by hand or by the clock', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    const create = async (reference: string, amount: string): Promise<string> =>
      idOf(await postForm(`${simulator.url}/create-disbursement`, { ...DISBURSEMENT, external_id: reference, amount }))
    const settled = await create('a', '250000')
    await create('b', '90000')
    await create('c', '250000')
    simulator.actions.settle({ providerId: settled })
    simulator.actions.settle({ providerId: settled })
    simulator.clock.advance(MINUTE_MS)
    assert.deepEqual(await told(simulator, receiver), ['disbursement.done done', 'disbursement.done done'])
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ reference }) => reference),
      ['a', 'b'],
    )
  })

  it('makes one attempt unless it is told otherwise, since no retry is promised', async () => {
    await using receiver = await startReceiver(500)
    await using simulator = await startSimulator('palladium', { qaTiming: false, callbacks: { url: receiver.url } })
    await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    await simulator.callbacks.idle()
    simulator.clock.advance(86_400_000)
    await simulator.callbacks.idle()
    assert.equal(receiver.received.length, 1)
  })

  it('tells of what is executed after its reply, and of what is executed twice', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    const url = `${simulator.url}/create-virtual-account`
    simulator.faults.add({ accept: 'twice' })
    await postForm(url, VIRTUAL_ACCOUNT)
    simulator.faults.add({ accept: { lateMs: 30 } })
    simulator.faults.add({ callback: { kind: 'before-reply' } })
    await postForm(url, { ...VIRTUAL_ACCOUNT, external_id: 'late' })
    while (receiver.received.length < 3) await sleep(5)
    await simulator.callbacks.idle()
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ reference, fault }) => [reference, fault]),
      [
        ['ord-7781', undefined],
        ['ord-7781', undefined],
        ['late', 'before-reply'],
      ],
    )
    assert.notEqual(receiver.received[0]?.body, receiver.received[1]?.body)
  })

  it('refuses a token that no header can hold', async () => {
    for (const token of ['', 'a b', 'a\r\nb', 'ñ']) {
      await assert.rejects(startSimulator('palladium', { callbacks: { token } }), { code: 'bad_option' })
    }
  })
})
