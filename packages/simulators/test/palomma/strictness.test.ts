import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, postJson, send } from '../support/client.js'
import { createCustomer, createLink, CUSTOMER, payinLink } from '../support/samples.js'

describe('palomma: strictness', () => {
  for (const name of ['name', 'documentType', 'documentNumber', 'email', 'phoneNumber']) {
    it(`refuses a customer without ${name}`, async () => {
      await using simulator = await startSimulator('palomma')
      const rest = Object.fromEntries(Object.entries(CUSTOMER).filter(([key]) => key !== name))
      const reply = await postJson(`${simulator.url}/customers`, rest)
      assert.equal(reply.status, 400)
      assert.deepEqual(reply.json, { message: `${name} is required.` })
      assert.equal(simulator.ledger.count(), 0)
    })
  }

  for (const change of [
    { documentType: 'CC' },
    { documentNumber: 52834410 },
    { email: 'laura' },
    { name: '' },
    { phoneNumber: null },
    { reference: 7 },
    { phone: '3005550142' },
  ]) {
    it(`refuses a customer with ${JSON.stringify(change)}`, async () => {
      await using simulator = await startSimulator('palomma')
      const reply = await postJson(`${simulator.url}/customers`, { ...CUSTOMER, ...change })
      assert.equal(reply.status, 400)
      assert.equal(simulator.ledger.count(), 0)
    })
  }

  for (const name of ['type', 'customerId', 'redirectUrl', 'amount', 'availableTypes']) {
    it(`refuses a link without ${name}`, async () => {
      await using simulator = await startSimulator('palomma')
      const reply = await createLink(simulator, { [name]: undefined })
      assert.equal(reply.status, 400)
      assert.equal(simulator.ledger.count({ type: 'payin_link' }), 0)
    })
  }

  for (const change of [
    { type: 'pse' },
    { customerId: '01J8ZK3V0M6Q2W9T4B7X5C1D8E' },
    { redirectUrl: 'shop.example.com' },
    { amount: 1500 },
    { amount: 2_000_001 },
    { amount: 84000.5 },
    { amount: '84000' },
    { amount: -84000 },
    { availableTypes: [] },
    { availableTypes: ['cash'] },
    { availableTypes: ['pse', 'pse'] },
    { availableTypes: 'pse' },
    { expiration: '2031-02-03T09:05:00' },
    { expiration: '2031-02-02' },
    { expiration: '2031-02-11T00:00:00' },
    { expiration: '2031-02-05T10:30:00Z' },
    { expiration: '2031-02-05T10:30:00-05:00' },
    { expiration: '2031-02-05 10:30:00' },
    { expiration: '2031-02-30' },
    { targetMerchantAccountId: 'another' },
    { currency: 'COP' },
  ]) {
    it(`refuses a link with ${JSON.stringify(change)}`, async () => {
      await using simulator = await startSimulator('palomma')
      // 09:06 in Bogota.
      simulator.clock.set(new Date('2031-02-03T14:06:00Z'))
      const reply = await createLink(simulator, change)
      assert.equal(reply.status, 400)
      assert.equal(typeof (reply.json as { message: unknown }).message, 'string')
      assert.equal(simulator.ledger.count({ type: 'payin_link' }), 0)
    })
  }

  it('takes the smallest and the largest amount', async () => {
    await using simulator = await startSimulator('palomma')
    assert.equal((await createLink(simulator, { amount: 1501 })).status, 200)
    assert.equal((await createLink(simulator, { amount: 2_000_000 })).status, 200)
  })

  it('has a limit per merchant', async () => {
    await using simulator = await startSimulator('palomma', { maximumPayinAmount: 5_000n })
    assert.equal((await createLink(simulator, { amount: 5_000 })).status, 200)
    assert.equal((await createLink(simulator, { amount: 5_001 })).status, 400)
  })

  it('refuses a key that is given twice, at any depth', async () => {
    await using simulator = await startSimulator('palomma')
    const text = JSON.stringify(payinLink(await createCustomer(simulator)))
    const reply = await postJson(`${simulator.url}/payinLinks`, text.replace('{', '{"am\\u006funt":1,'))
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.json, { message: 'amount is given twice.' })
  })

  it('takes application/json only', async () => {
    await using simulator = await startSimulator('palomma')
    const url = `${simulator.url}/customers`
    const statusOf = async (contentType: string): Promise<number> =>
      (await postJson(url, CUSTOMER, { 'content-type': contentType })).status
    assert.equal(await statusOf('application/json; charset=utf-8'), 200)
    assert.equal(await statusOf('text/plain'), 400)
    assert.equal(await statusOf('application/json; charset=latin1'), 400)
    assert.equal((await postForm(url, CUSTOMER)).status, 400)
  })

  for (const body of ['', '{', '[]', 'null', '"text"', Buffer.from([0x7b, 0xff, 0x7d]).toString('latin1')]) {
    it(`refuses the body ${JSON.stringify(body)}`, async () => {
      await using simulator = await startSimulator('palomma')
      assert.equal((await postJson(`${simulator.url}/customers`, body)).status, 400)
    })
  }

  it('answers 401 without an accepted key', async () => {
    await using simulator = await startSimulator('palomma', { apiKey: 'right' })
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await send(`${simulator.url}/payinLinks`, { headers })).status
    assert.equal(await statusOf({ authorization: 'Bearer right' }), 200)
    assert.equal(await statusOf({ authorization: 'Bearer wrong' }), 401)
    assert.equal(await statusOf({ authorization: 'right' }), 401)
    // One page of the provider writes the header's name like this; its examples do not.
    assert.equal(await statusOf({ authorization: '', authentication: 'Bearer right' }), 401)
  })

  it('knows its methods and paths', async () => {
    await using simulator = await startSimulator('palomma')
    const statusOf = async (method: string, path: string): Promise<number> =>
      (await send(`${simulator.url}${path}`, { method })).status
    assert.equal(await statusOf('DELETE', '/payinLinks'), 405)
    assert.equal(await statusOf('POST', '/merchantAccounts'), 405)
    assert.equal(await statusOf('GET', '/payinlinks'), 404)
    assert.equal(await statusOf('GET', '/customers/'), 404)
    assert.equal(await statusOf('GET', '/payinLinks?status=pending'), 400)
    assert.equal(await statusOf('GET', '/payinLinks?limit=1&limit=2'), 400)
  })
})
