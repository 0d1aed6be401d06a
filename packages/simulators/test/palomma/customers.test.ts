import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postJson, send } from '../support/client.js'
import { CUSTOMER, idOf, object } from '../support/samples.js'

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

describe('palomma: customers', () => {
  it('answers a new customer with 200 in the documented shape', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.clock.set(new Date('2031-02-03T14:05:09.000Z'))
    const reply = await postJson(`${simulator.url}/customers`, CUSTOMER)
    const { id, createdAt, updatedAt, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.match(String(id), ULID)
    assert.match(String(createdAt), /^2031-02-03T14:05:(09|1\d)Z$/)
    assert.equal(updatedAt, createdAt)
    assert.deepEqual(rest, CUSTOMER)
    const [entry] = simulator.ledger.entries
    assert.deepEqual(
      { ...entry, at: undefined },
      {
        sequence: 1,
        at: undefined,
        type: 'customer',
        endpoint: 'create-customer',
        providerId: id,
        reference: 'cust-204',
      },
    )
  })

  it('begins an id with the time of its creation', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.clock.set(new Date('2024-02-15T20:44:07.885Z'))
    const earlier = idOf(await postJson(`${simulator.url}/customers`, CUSTOMER))
    simulator.clock.advance(1_000)
    const later = idOf(await postJson(`${simulator.url}/customers`, CUSTOMER))
    assert.ok(earlier.startsWith('01HPQ') && earlier < later, `${earlier} ${later}`)
  })

  it('leaves out a reference that was not sent', async () => {
    await using simulator = await startSimulator('palomma')
    const { reference, ...rest } = CUSTOMER
    const reply = await postJson(`${simulator.url}/customers`, rest)
    assert.ok(!('reference' in object(reply)))
    assert.ok(!('reference' in (simulator.ledger.entries[0] ?? {})))
    assert.equal(simulator.ledger.by(reference).length, 0)
  })

  it('retrieves a customer, and answers 404 for one that does not exist', async () => {
    await using simulator = await startSimulator('palomma')
    const created = await postJson(`${simulator.url}/customers`, CUSTOMER)
    const retrieved = await send(`${simulator.url}/customers/${idOf(created)}`)
    const missing = await send(`${simulator.url}/customers/01J8ZK3V0M6Q2W9T4B7X5C1D8E`)
    assert.deepEqual(retrieved.json, created.json)
    assert.equal(missing.status, 404)
    assert.deepEqual(missing.json, { message: 'Customer not found' })
  })

  it('makes a new customer of every create and finds them by their reference, newest first', async () => {
    await using simulator = await startSimulator('palomma')
    const first = await postJson(`${simulator.url}/customers`, CUSTOMER)
    const second = await postJson(`${simulator.url}/customers`, CUSTOMER)
    await postJson(`${simulator.url}/customers`, { ...CUSTOMER, reference: 'other' })
    const found = await send(`${simulator.url}/customers?reference=cust-204`)
    assert.deepEqual(found.json, { items: [second.json, first.json], cursor: null, count: 2 })
  })
})
