import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { startSimulator, type PalommaSimulator } from '@polyrail/simulators'
import { postJson, send } from '../support/client.js'
import { startReceiver, type Received, type Receiver } from '../support/receiver.js'
import { createCustomer, createLink, idOf, object } from '../support/samples.js'

const KEY = 'integrity-ñ-key'

const hmac = (text: string, encoding: 'hex' | 'base64'): string =>
  createHmac('sha256', Buffer.from(KEY, 'utf8')).update(text, 'utf8').digest(encoding)

const event = ({ json }: Received): Record<string, unknown> => (json as { event: Record<string, unknown> }).event

const create = async (simulator: PalommaSimulator, path: string, body: unknown): Promise<string> =>
  idOf(await postJson(`${simulator.url}/${path}`, body))

const bankAccount = (customerId: string) => ({
  customerId,
  redirectUrl: 'https://shop.example.com/linked',
  type: 'bankAccount',
  reference: 'acc-1',
  bankAccount: { bank: 'bancolombia', accountType: 'savings', accountNumber: '0098' },
})

/** Type and status of everything that was told. */
async function told({ callbacks }: PalommaSimulator, { received }: Receiver): Promise<readonly string[]> {
  await callbacks.idle()
  return received.map((one) => `${(one.json as { eventType: string }).eventType} ${String(event(one)['status'])}`)
}

describe('palomma: callbacks', () => {
  it('has the six documented types', async () => {
    await using simulator = await startSimulator('palomma')
    assert.deepEqual([...simulator.callbacks.events].sort(), [
      'payin-link.update',
      'payin-request.update',
      'payin-settlement.update',
      'payin-source.update',
      'payout-request.update',
      'payout-target.update',
    ])
  })

  for (const signatureEncoding of ['hex', 'base64'] as const) {
    it(`signs the encoded body in ${signatureEncoding}`, async () => {
      await using receiver = await startReceiver()
      const callbacks = { url: receiver.url, integrityKey: KEY, signatureEncoding }
      await using simulator = await startSimulator('palomma', { callbacks })
      simulator.clock.set(new Date('2031-02-03T14:09:30.000Z'))
      const id = idOf(await createLink(simulator))
      simulator.actions.pay({ providerId: id })
      await simulator.callbacks.idle()
      const { headers, body, json } = receiver.received[0] ?? assert.fail('nothing was sent')
      const encoded = String(headers['x-encoded-data'])
      assert.equal(headers['content-type'], 'application/json')
      assert.equal(Buffer.from(encoded, 'base64').toString('utf8'), body)
      assert.match(body, /Laura Gómez/)
      assert.equal(headers['x-signature'], hmac(encoded, signatureEncoding))
      const { webhookId, timestamp, ...rest } = json as Record<string, unknown>
      assert.match(String(webhookId), /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
      assert.match(String(timestamp), /^2031-02-03T14:09:3\d\.\d{3}Z$/)
      const link = object(await send(`${simulator.url}/payinLinks/${id}`))
      assert.deepEqual(rest, { eventType: 'payin-link.update', event: link })
    })
  }

  it('repeats id, timestamp and signature with each retry: after 1, 5 and 30 minutes, and then no more', async () => {
    await using receiver = await startReceiver(500, 404, 302, 500, 500)
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    simulator.actions.pay({ providerId: idOf(await createLink(simulator)) })
    await simulator.callbacks.idle()
    const counts: number[] = []
    for (const minutes of [1, 4, 1, 29, 1, 600]) {
      simulator.clock.advance(minutes * 60_000)
      await simulator.callbacks.idle()
      counts.push(receiver.received.length)
    }
    assert.deepEqual(counts, [2, 2, 3, 3, 4, 4])
    const signatures = receiver.received.map(({ headers }) => headers['x-signature'])
    assert.deepEqual([new Set(signatures).size, new Set(receiver.received.map(({ body }) => body)).size], [1, 1])
  })

  it('gives each callback an id of its own', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const providerId = idOf(await createLink(simulator))
    simulator.actions.pay({ providerId })
    simulator.actions.settle({ providerId })
    await simulator.callbacks.idle()
    const ids = receiver.received.map(({ json }) => (json as Record<string, unknown>)['webhookId'])
    assert.equal(new Set(ids).size, 2)
  })

  it('tells every change of a link, and not its creation', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const [paid, declined, expired] = [
      { providerId: idOf(await createLink(simulator)) },
      { providerId: idOf(await createLink(simulator)) },
      { providerId: idOf(await createLink(simulator)) },
    ]
    simulator.actions.pay(paid)
    simulator.actions.settle(paid)
    simulator.actions.decline(declined)
    simulator.actions.expire(expired)
    assert.deepEqual(await told(simulator, receiver), [
      'payin-link.update processing',
      'payin-link.update approved',
      'payin-link.update cancelled',
      'payin-link.update cancelled',
    ])
    assert.deepEqual(
      receiver.received.slice(2).map((one) => event(one)['statusMessage']),
      ['DECLINED_BY_BANK', 'EXPIRED'],
    )
  })

  it('tells that a link has run out, at the moment when it did', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    simulator.clock.set(new Date('2031-02-03T14:06:00Z'))
    await createLink(simulator, { expiration: '2031-02-03T12:00:00' })
    simulator.clock.set(new Date('2031-02-03T20:00:00Z'))
    assert.deepEqual(await told(simulator, receiver), ['payin-link.update cancelled'])
    assert.equal((receiver.received[0]?.json as Record<string, unknown>)['timestamp'], '2031-02-03T17:01:00.000Z')
  })

  it('tells of sources and the requests that collect from them', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    const account = { ...bankAccount(await createCustomer(simulator)), partialPayinsEnabled: true }
    const payinSourceId = await create(simulator, 'payinSources', account)
    const other = await create(simulator, 'payinSources', account)
    simulator.actions.authorize({ providerId: payinSourceId })
    simulator.actions.decline({ providerId: other })
    const whole = await create(simulator, 'payinRequests', { payinSourceId, amount: 39_000, reference: 'sub-31' })
    const part = await create(simulator, 'payinRequests', { payinSourceId, amount: 39_000 })
    const none = await create(simulator, 'payinRequests', { payinSourceId, amount: 39_000 })
    simulator.actions.settle({ providerId: whole })
    simulator.actions.settle({ providerId: part, collected: 20_000n })
    simulator.actions.decline({ providerId: none, statusMessage: 'NOT_ENOUGH_FUNDS' })
    assert.deepEqual(await told(simulator, receiver), [
      'payin-source.update active',
      'payin-source.update cancelled',
      'payin-request.update approved',
      'payin-request.update partial',
      'payin-request.update cancelled',
    ])
    assert.deepEqual(
      receiver.received.slice(2).map((one) => event(one)['amountCollected']),
      [39_000, 20_000, 0],
    )
    assert.equal(simulator.callbacks.delivered[2]?.reference, 'sub-31')
  })

  it('tells of targets and the payouts to them', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', {
      requireTargetVerification: true,
      callbacks: { url: receiver.url },
    })
    const payoutTargetId = await create(simulator, 'payoutTargets', bankAccount(await createCustomer(simulator)))
    simulator.actions.authorize({ providerId: payoutTargetId })
    const arrived = await create(simulator, 'payoutRequests', { payoutTargetId, amount: 120_000 })
    const refused = await create(simulator, 'payoutRequests', { payoutTargetId, amount: 120_000 })
    simulator.actions.settle({ providerId: arrived })
    simulator.actions.decline({ providerId: refused, statusMessage: 'INVALID_ACCOUNT' })
    assert.deepEqual(await told(simulator, receiver), [
      'payout-target.update active',
      'payout-request.update approved',
      'payout-request.update cancelled',
    ])
    assert.deepEqual(event(receiver.received[1] ?? assert.fail()), {
      ...object(await send(`${simulator.url}/payoutRequests/${arrived}`)),
    })
  })

  it('tells of a settlement once, with everything that is in it', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    simulator.clock.set(new Date('2031-02-04T14:00:00Z'))
    for (let count = 0; count < 3; count += 1) {
      simulator.actions.settle({ providerId: idOf(await createLink(simulator)) })
    }
    await simulator.callbacks.idle()
    const before = receiver.received.length
    simulator.clock.set(new Date('2031-02-05T14:00:00Z'))
    await simulator.callbacks.idle()
    const [settlement, ...more] = receiver.received.slice(before)
    assert.deepEqual(more, [])
    const { eventType, timestamp, event: shown } = settlement?.json as Record<string, unknown>
    assert.deepEqual([eventType, timestamp], ['payin-settlement.update', '2031-02-05T05:00:00.000Z'])
    const path = 'merchantAccounts/default/payinSettlements'
    assert.deepEqual([shown], object(await send(`${simulator.url}/${path}`))['items'])
    assert.equal((shown as Record<string, unknown>)['numberOfPayins'], 3)
  })

  it('has a creation told before the reply for each kind of object', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url } })
    simulator.faults.add({ times: 'always', callback: { kind: 'before-reply' } })
    await createLink(simulator)
    const account = bankAccount(await createCustomer(simulator))
    const payoutTargetId = await create(simulator, 'payoutTargets', account)
    const payinSourceId = await create(simulator, 'payinSources', account)
    simulator.actions.authorize({ providerId: payinSourceId })
    await create(simulator, 'payinRequests', { payinSourceId, amount: 39_000 })
    await create(simulator, 'payoutRequests', { payoutTargetId, amount: 39_000 })
    assert.deepEqual(await told(simulator, receiver), [
      'payin-link.update pending',
      'payout-target.update active',
      'payin-source.update pending',
      'payin-source.update active',
      'payin-request.update processing',
      'payout-request.update processing',
    ])
  })
})
