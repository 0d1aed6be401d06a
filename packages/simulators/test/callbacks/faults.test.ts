import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator, type CallbackFault, type Fault, type PalommaSimulator } from '@polyrail/simulators'
import { postForm, postJson } from '../support/client.js'
import { startReceiver, type Received } from '../support/receiver.js'
import {
  createCustomer,
  createLink,
  DISBURSEMENT,
  idOf,
  object,
  payinLink,
  VIRTUAL_ACCOUNT,
} from '../support/samples.js'

const KEY = 'simulated-integrity-key'

/** The merchant's own check, by nothing but the provider's page. */
const isGenuine = ({ headers }: Received): boolean =>
  headers['x-signature'] === createHmac('sha256', KEY).update(String(headers['x-encoded-data'])).digest('hex')

const decoded = ({ headers }: Received): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(headers['x-encoded-data']), 'base64').toString()) as Record<string, unknown>

/** One link that is paid while the fault is active: `pay` and nothing else is told. */
async function pay(simulator: PalommaSimulator, callback: CallbackFault, more: Omit<Fault, 'callback'> = {}) {
  const providerId = idOf(await createLink(simulator))
  const active = simulator.faults.add({ ...more, callback })
  simulator.actions.pay({ providerId })
  await simulator.callbacks.idle()
  return { providerId, active }
}

describe('callbacks: faults', () => {
  it('delivers twice, or as often as is said', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const { providerId } = await pay(simulator, { kind: 'twice' })
    assert.equal(receiver.received.length, 2)
    simulator.faults.add({ callback: { kind: 'twice', count: 5 } })
    simulator.actions.settle({ providerId })
    await simulator.callbacks.idle()
    assert.equal(receiver.received.length, 7)
    assert.equal(new Set(receiver.received.slice(2).map(({ body }) => body)).size, 1)
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ attempt, fault }) => `${fault} ${attempt}`),
      ['twice 1', 'twice 2', 'twice 1', 'twice 2', 'twice 3', 'twice 4', 'twice 5'],
    )
  })

  it('delivers late by the clock', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    await pay(simulator, { kind: 'late', byMs: 60_000 })
    simulator.clock.advance(59_000)
    await simulator.callbacks.idle()
    assert.equal(receiver.received.length, 0)
    simulator.clock.advance(1_000)
    await simulator.callbacks.idle()
    assert.equal(receiver.received.length, 1)
  })

  it('holds what is late until it is released, while others overtake', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const { providerId } = await pay(simulator, { kind: 'late' })
    simulator.actions.settle({ providerId })
    await simulator.callbacks.idle()
    simulator.callbacks.release()
    simulator.callbacks.release()
    await simulator.callbacks.idle()
    assert.deepEqual(
      receiver.received.map((received) => (decoded(received)['event'] as Record<string, unknown>)['status']),
      ['approved', 'processing'],
    )
  })

  it('holds the next ones, and delivers them in the reverse order', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    simulator.faults.add({ times: 3, callback: { kind: 'reordered' } })
    const ids = [
      idOf(await createLink(simulator)),
      idOf(await createLink(simulator)),
      idOf(await createLink(simulator)),
    ]
    const deliveredIds = async (): Promise<readonly string[]> => {
      await simulator.callbacks.idle()
      return simulator.callbacks.delivered.map(({ providerId }) => providerId)
    }
    simulator.actions.pay({ providerId: String(ids[0]) })
    simulator.actions.pay({ providerId: String(ids[1]) })
    assert.deepEqual(await deliveredIds(), [])
    simulator.actions.pay({ providerId: String(ids[2]) })
    assert.deepEqual(await deliveredIds(), ids.toReversed())
    simulator.actions.settle({ providerId: String(ids[0]) })
    assert.deepEqual(await deliveredIds(), [...ids.toReversed(), ids[0]])
  })

  it('releases those that wait for others in the reverse order', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const { providerId } = await pay(simulator, { kind: 'reordered' }, { times: 9 })
    simulator.actions.settle({ providerId })
    simulator.callbacks.release()
    await simulator.callbacks.idle()
    assert.deepEqual(
      receiver.received.map((received) => (decoded(received)['event'] as Record<string, unknown>)['status']),
      ['approved', 'processing'],
    )
  })

  it('signs with another key, also when it tries again', async () => {
    await using receiver = await startReceiver(401)
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    await pay(simulator, { kind: 'forged' })
    simulator.clock.advance(60_000)
    await simulator.callbacks.idle()
    assert.deepEqual(receiver.received.map(isGenuine), [false, false])
    assert.match(String(receiver.received[0]?.headers['x-signature']), /^[0-9a-f]{64}$/)
    simulator.callbacks.resend({ reference: 'ord-9001' })
    await simulator.callbacks.idle()
    assert.deepEqual(receiver.received.map(isGenuine), [false, false, true])
  })

  it('carries another token', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, token: 'abc' } })
    simulator.faults.add({ callback: { kind: 'forged' } })
    await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    await simulator.callbacks.idle()
    assert.equal(receiver.received[0]?.headers['x-callback-token'], 'abc-other')
  })

  it('puts another body under a genuine signature', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    await pay(simulator, { kind: 'tampered' })
    const received = receiver.received[0] ?? assert.fail('nothing was sent')
    const { event: signed, ...about } = decoded(received) as { event: Record<string, unknown> }
    const { event: plain, ...aboutPlain } = received.json as { event: Record<string, unknown> }
    assert.ok(isGenuine(received))
    assert.deepEqual(aboutPlain, about)
    assert.deepEqual([signed['status'], signed['amount'], signed['amountCollected']], ['processing', 84_000, 0])
    assert.deepEqual([plain['status'], plain['amount'], plain['amountCollected']], ['approved', 84_001, 84_001])
  })

  it('puts another body beside a genuine token', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.faults.add({ callback: { kind: 'tampered' } })
    await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    await simulator.callbacks.idle()
    const { headers, json } = receiver.received[0] ?? assert.fail('nothing was sent')
    const { status, amount } = json as Record<string, unknown>
    assert.deepEqual([headers['x-callback-token'], status, amount], ['simulated-callback-token', 'done', 150_001])
  })

  it('changes an object that has no amount into another one', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const customerId = await createCustomer(simulator)
    const source = await postJson(`${simulator.url}/payinSources`, {
      customerId,
      redirectUrl: 'https://shop.example.com/linked',
      type: 'bankAccount',
      bankAccount: { bank: 'santander', accountType: 'savings', accountNumber: '123' },
    })
    simulator.faults.add({ callback: { kind: 'tampered' } })
    simulator.actions.authorize({ providerId: idOf(source) })
    await simulator.callbacks.idle()
    const received = receiver.received[0] ?? assert.fail('nothing was sent')
    assert.notEqual(received.body, JSON.stringify(decoded(received)))
  })

  it('goes to another path, its own or the one that is named', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: `${receiver.url}?a=b` } })
    const { providerId } = await pay(simulator, { kind: 'wrong-path' })
    simulator.faults.add({ callback: { kind: 'wrong-path', path: '/admin' } })
    simulator.actions.settle({ providerId })
    await simulator.callbacks.idle()
    assert.deepEqual(
      receiver.received.map(({ path }) => path),
      ['/hooks-other?a=b', '/admin?a=b'],
    )
    assert.match(String(simulator.callbacks.delivered[0]?.url), /\/hooks-other\?a=b$/)
  })

  it('never delivers', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const { providerId, active } = await pay(simulator, { kind: 'never' }, { times: 'always' })
    simulator.actions.settle({ providerId })
    simulator.clock.advance(86_400_000)
    await simulator.callbacks.idle()
    assert.equal(active.hits, 2)
    assert.deepEqual(simulator.callbacks.delivered, [])
  })

  it('delivers before the create is answered, also a creation that is not told otherwise', async () => {
    const order: string[] = []
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const link = payinLink(await createCustomer(simulator))
    simulator.faults.add({ on: 'payin-link.update', callback: { kind: 'before-reply' } })
    const reply = await postJson(`${simulator.url}/payinLinks`, link)
    order.push(...receiver.received.map(() => 'callback'), 'reply')
    assert.deepEqual(order, ['callback', 'reply'])
    const received = receiver.received[0] ?? assert.fail('nothing was sent')
    assert.ok(isGenuine(received))
    assert.deepEqual(decoded(received)['event'], reply.json)
    await postJson(`${simulator.url}/payinLinks`, link)
    await simulator.callbacks.idle()
    assert.equal(receiver.received.length, 1)
  })

  it('delivers although the answer is lost', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.faults.add({ callback: { kind: 'before-reply' } })
    simulator.faults.add({ on: 'create-disbursement', reply: { kind: 'reset' } })
    await assert.rejects(postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT))
    assert.equal((receiver.received[0]?.json as Record<string, unknown>)['external_id'], 'po-5512')
    assert.equal(simulator.callbacks.delivered[0]?.event, 'disbursement.created')
  })

  it('lets something final overtake a reply that is held', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.faults.add({ on: 'create-disbursement', reply: { kind: 'ok', delayMs: 200 } })
    const order: string[] = []
    const reply = postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT).then((answer) => {
      order.push(`reply ${String(object(answer)['status'])}`)
    })
    while (simulator.ledger.count() === 0) await sleep(5)
    simulator.actions.settle({ reference: 'po-5512' })
    await simulator.callbacks.idle()
    order.push(`callback ${String((receiver.received[0]?.json as Record<string, unknown>)['status'])}`)
    await reply
    assert.deepEqual(order, ['callback done', 'reply pending'])
  })

  it('answers the create in the end although the receiver hangs', async () => {
    await using receiver = await startReceiver('hang')
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, timeoutMs: 50 } })
    simulator.faults.add({ callback: { kind: 'before-reply' } })
    assert.equal((await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)).status, 200)
    assert.equal(simulator.callbacks.delivered[0]?.failure, 'timeout')
  })

  it('sends a header that is too long for Node, and is taken by a larger one only', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const { providerId } = await pay(simulator, { kind: 'oversize-header' })
    assert.equal(receiver.received.length, 0)
    assert.ok(Number(simulator.callbacks.delivered[0]?.headers['X-Encoded-Data']?.length) > 17_408)
    assert.notEqual(simulator.callbacks.delivered[0]?.status, 200)
    simulator.faults.add({ callback: { kind: 'oversize-header', bytes: 9_000 } })
    simulator.actions.settle({ providerId })
    await simulator.callbacks.idle()
    const received = receiver.received[0] ?? assert.fail('nothing was sent')
    assert.ok(isGenuine(received))
    assert.ok(String(received.headers['x-encoded-data']).length >= 9_000)
    assert.equal(received.body, Buffer.from(String(received.headers['x-encoded-data']), 'base64').toString())
  })

  it('adds a header of padding where none carries the object', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.faults.add({ callback: { kind: 'oversize-header', bytes: 8_000 } })
    const account = await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    await simulator.callbacks.idle()
    assert.equal(receiver.received[0]?.headers['x-padding']?.length, 8_000)
    assert.deepEqual(receiver.received[0].json, account.json)
  })
})
