import assert from 'node:assert/strict'
import { startSimulator, type Fault } from '@polyrail/simulators'
import { postForm, send } from '../support/client.js'
import { DISBURSEMENT, QRIS } from '../support/samples.js'

describe('faults: the script', () => {
  it('strikes once, at the endpoint and the reference that are named', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ on: 'create-qris', reference: 'b', reply: { kind: 'error', status: 500 } })
    const statusOf = async (path: string, reference: string): Promise<number> => {
      const sample = path === 'create-qris' ? QRIS : DISBURSEMENT
      return (await postForm(`${simulator.url}/${path}`, { ...sample, external_id: reference })).status
    }
    assert.equal(await statusOf('create-qris', 'a'), 200)
    assert.equal(await statusOf('create-disbursement', 'b'), 200)
    assert.equal(await statusOf('create-qris', 'b'), 500)
    assert.equal(await statusOf('create-qris', 'b'), 200)
  })

  it('strikes as often as it is told to, and counts', async () => {
    await using simulator = await startSimulator('palladium')
    const active = simulator.faults.add({ times: 2, reply: { kind: 'error', status: 500 } })
    const statuses = [
      await send(`${simulator.url}/me`),
      await send(`${simulator.url}/me`),
      await send(`${simulator.url}/me`),
    ]
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [500, 500, 200],
    )
    assert.equal(active.hits, 2)
    assert.deepEqual(simulator.faults.active, [])
  })

  it('takes the first of several', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ reply: { kind: 'error', status: 500 } })
    simulator.faults.add({ reply: { kind: 'error', status: 503 } })
    assert.equal(simulator.faults.active.length, 2)
    assert.equal((await send(`${simulator.url}/me`)).status, 500)
    assert.equal((await send(`${simulator.url}/me`)).status, 503)
  })

  it('can be cleared', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ times: 'always', reply: { kind: 'error', status: 500 } })
    simulator.faults.clear()
    assert.equal((await send(`${simulator.url}/me`)).status, 200)
  })

  it('keeps a fault as it was given', async () => {
    await using simulator = await startSimulator('palladium')
    const fault: { reply: { kind: 'error'; status: number } } = { reply: { kind: 'error', status: 500 } }
    simulator.faults.add(fault)
    fault.reply.status = 200
    assert.equal((await send(`${simulator.url}/me`)).status, 500)
  })

  const misspelt: readonly (readonly [string, unknown])[] = [
    ['nothing at all', {}],
    ['no object', 'hang'],
    ['a match without a fault', { on: 'create-qris' }],
    ['an unknown endpoint', { on: 'create-qr', accept: 'no' }],
    ['an unknown key', { one: 'create-qris', accept: 'no' }],
    ['an unknown stage', { before: { hang: 'later' } }],
    ['two things before', { before: { hang: 'body', delayMs: 5 } }],
    ['an unknown accept', { accept: 'maybe' }],
    ['a negative time', { accept: { lateMs: -1 } }],
    ['an unknown reply', { reply: { kind: 'late' } }],
    ['a reply with an unknown key', { reply: { kind: 'stall', bytes: 5 } }],
    ['a reply without its status', { reply: { kind: 'error' } }],
    ['a status that is none', { reply: { kind: 'error', status: 999 } }],
    ['an unknown look-up', { lookup: 'slow' }],
    ['no times', { times: 0, accept: 'no' }],
    ['a look-up fault at a create', { on: 'create-qris', lookup: 'missing' }],
    ['an execution fault at a query', { on: 'query-qris', accept: 'no' }],
    ['an endpoint at a connection', { on: 'create-qris', before: { reset: 'connection' } }],
    ['a reference at the headers', { reference: 'a', before: { reset: 'headers' } }],
    ['a reply after a hang', { before: { hang: 'body' }, reply: { kind: 'ok' } }],
  ]
  for (const [what, fault] of misspelt) {
    it(`refuses ${what}`, async () => {
      await using simulator = await startSimulator('palladium')
      assert.throws(() => simulator.faults.add(fault as Fault), { name: 'SimulatorError', code: 'bad_fault' })
    })
  }
})
