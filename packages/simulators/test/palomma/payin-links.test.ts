import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postJson, send } from '../support/client.js'
import { createCustomer, createLink, CUSTOMER, idOf, object, payinLink } from '../support/samples.js'

describe('palomma: payin links', () => {
  it('answers a new link with 200 in the documented shape', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.clock.set(new Date('2031-02-03T14:06:00Z'))
    const customerId = await createCustomer(simulator)
    const reply = await postJson(`${simulator.url}/payinLinks`, payinLink(customerId))
    const { id, createdAt, updatedAt, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.match(String(id), /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
    assert.match(String(createdAt), /^2031-02-03T14:06:\d\dZ$/)
    assert.equal(updatedAt, createdAt)
    assert.deepEqual(rest, {
      reference: 'ord-9001',
      description: 'Pedido 9001',
      customerId,
      customerDetails: CUSTOMER,
      status: 'pending',
      paymentUrl: `http://payments.palomma.com/payinLinks?payinLinkId=${String(id)}`,
      redirectUrl: 'https://shop.example.com/return',
      amount: 84000,
      amountCollected: 0,
      fee: 500,
      type: 'general',
      expiration: '2031-02-04T23:59:59',
      targetMerchantAccountId: 'default',
    })
    const entry = simulator.ledger.by('ord-9001')[0]
    assert.equal(entry?.type, 'payin_link')
    assert.equal(entry.providerId, id)
    assert.equal(entry.amount, '84000')
    assert.equal(entry.currency, 'COP')
  })

  it('retrieves a link, and answers 404 for one that does not exist', async () => {
    await using simulator = await startSimulator('palomma')
    const created = await createLink(simulator)
    const retrieved = await send(`${simulator.url}/payinLinks/${idOf(created)}`)
    const missing = await send(`${simulator.url}/payinLinks/01J8ZK5Q7RT3M2N9P8W6V4X1YB`)
    assert.deepEqual(retrieved.json, created.json)
    assert.equal(missing.status, 404)
    assert.deepEqual(missing.json, { message: 'Payin link not found' })
  })

  it('goes from pending through processing to approved', async () => {
    await using simulator = await startSimulator('palomma')
    const id = idOf(await createLink(simulator))
    assert.equal(simulator.actions.pay({ providerId: id })['status'], 'processing')
    assert.equal(simulator.ledger.count({ type: 'payment' }), 0)
    simulator.actions.settle({ reference: 'ord-9001' })
    const link = object(await send(`${simulator.url}/payinLinks/${id}`))
    assert.equal(link['status'], 'approved')
    assert.equal(link['amountCollected'], 84000)
    assert.ok(!('statusMessage' in link))
    assert.equal(simulator.ledger.count({ type: 'payment', reference: 'ord-9001', providerId: id }), 1)
    assert.throws(() => simulator.actions.settle({ providerId: id }), /approved already/)
    assert.throws(() => simulator.actions.decline({ providerId: id }), { code: 'bad_action' })
  })

  it('is cancelled with a reason', async () => {
    await using simulator = await startSimulator('palomma')
    const id = idOf(await createLink(simulator))
    simulator.actions.decline({ providerId: id, statusMessage: 'NOT_ENOUGH_FUNDS' })
    const link = object(await send(`${simulator.url}/payinLinks/${id}`))
    assert.equal(link['status'], 'cancelled')
    assert.equal(link['statusMessage'], 'NOT_ENOUGH_FUNDS')
    assert.equal(link['amountCollected'], 0)
    assert.equal(simulator.ledger.count({ type: 'payment' }), 0)
  })

  it('expires shortly after its time', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.clock.set(new Date('2031-02-03T14:06:00Z'))
    const id = idOf(await createLink(simulator, { expiration: '2031-02-03T12:00:00' }))
    const look = async (): Promise<Readonly<Record<string, unknown>>> =>
      object(await send(`${simulator.url}/payinLinks/${id}`))
    simulator.clock.set(new Date('2031-02-03T16:59:59Z'))
    assert.equal((await look())['status'], 'pending')
    simulator.clock.set(new Date('2031-02-03T17:01:00Z'))
    assert.equal((await look())['status'], 'cancelled')
    assert.equal((await look())['statusMessage'], 'EXPIRED')
    assert.equal((await look())['updatedAt'], '2031-02-03T17:01:00Z')
  })

  it('does not expire while a bank is working on it', async () => {
    await using simulator = await startSimulator('palomma')
    const id = idOf(await createLink(simulator))
    simulator.actions.pay({ providerId: id })
    simulator.clock.advance(30 * 86_400_000)
    assert.equal(object(await send(`${simulator.url}/payinLinks/${id}`))['status'], 'processing')
  })

  it('can be made to expire at once', async () => {
    await using simulator = await startSimulator('palomma')
    const id = idOf(await createLink(simulator))
    assert.equal(simulator.actions.expire({ providerId: id })['statusMessage'], 'EXPIRED')
  })

  it('reads an expiration with and without a time, in Bogota', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.clock.set(new Date('2031-02-03T14:06:00Z'))
    const expirationOf = async (expiration: string): Promise<unknown> =>
      object(await createLink(simulator, { expiration }))['expiration']
    assert.equal(await expirationOf('2031-02-05T10:30:00'), '2031-02-05T10:30:00')
    assert.equal(await expirationOf('2031-02-03'), '2031-02-03T23:59:59')
    assert.equal(await expirationOf('2031-02-10T23:59:59'), '2031-02-10T23:59:59')
  })

  it('counts the day of creation in Bogota', async () => {
    await using simulator = await startSimulator('palomma')
    // 22:00 on the 3rd in Bogota.
    simulator.clock.set(new Date('2031-02-04T03:00:00Z'))
    assert.equal(object(await createLink(simulator))['expiration'], '2031-02-04T23:59:59')
  })

  it('pays into the account on the next business day, for Bancolombia collections a day later', async () => {
    await using simulator = await startSimulator('palomma')
    const account = async (): Promise<readonly unknown[]> => {
      const { unsettledAmount, availableBalance } = object(await send(`${simulator.url}/merchantAccounts/default`))
      return [unsettledAmount, availableBalance]
    }
    // A Friday.
    simulator.clock.set(new Date('2031-02-07T14:00:00Z'))
    simulator.actions.settle({ providerId: idOf(await createLink(simulator)) })
    const collected = idOf(await createLink(simulator, { amount: 10_000 }))
    simulator.actions.pay({ providerId: collected, method: 'bancolombiaCollect' })
    simulator.actions.settle({ providerId: collected })
    assert.deepEqual(await account(), [93_000, 0])
    simulator.clock.set(new Date('2031-02-10T04:59:00Z'))
    assert.deepEqual(await account(), [93_000, 0])
    simulator.clock.set(new Date('2031-02-10T05:00:00Z'))
    assert.deepEqual(await account(), [9_500, 83_500])
    simulator.clock.set(new Date('2031-02-11T05:00:00Z'))
    assert.deepEqual(await account(), [0, 93_000])
  })

  it('refuses a method that the link does not offer', async () => {
    await using simulator = await startSimulator('palomma')
    const id = idOf(await createLink(simulator))
    assert.throws(() => simulator.actions.pay({ providerId: id, method: 'card' }), /does not offer card/)
  })

  it('lists and retrieves the merchant account', async () => {
    await using simulator = await startSimulator('palomma')
    const list = await send(`${simulator.url}/merchantAccounts`)
    const { items, cursor, count } = list.json as { items: Record<string, unknown>[]; cursor: unknown; count: unknown }
    assert.deepEqual([cursor, count], [null, 1])
    const { id, ...rest } = items[0] ?? {}
    assert.deepEqual(rest, {
      description: 'Default',
      unsettledAmount: 0,
      payoutLimitBalance: 2000000,
      type: 'aggregator',
      availableBalance: 0,
    })
    assert.deepEqual((await send(`${simulator.url}/merchantAccounts/${String(id)}`)).json, items[0])
    assert.equal((await send(`${simulator.url}/merchantAccounts/nobody`)).status, 404)
    assert.equal(object(await createLink(simulator, { targetMerchantAccountId: id }))['targetMerchantAccountId'], id)
  })
})
