import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator } from '@polyrail/simulators'
import { formRequest, postForm, raw, send } from '../support/client.js'
import { DISBURSEMENT, idOf, QRIS } from '../support/samples.js'

describe('faults: whether a request is executed', () => {
  it('executes by default, whatever it answers', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ on: 'create-disbursement', reply: { kind: 'error', status: 500 } })
    const reply = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    assert.equal(reply.status, 500)
    assert.equal(simulator.ledger.count(), 1)
    assert.equal(simulator.requests[0]?.verdict, 'accepted')
  })

  it('answers well and executes nothing', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ accept: 'no' })
    const reply = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    assert.equal(reply.status, 200)
    assert.equal(simulator.ledger.count(), 0)
    assert.equal(simulator.requests[0]?.verdict, 'not-accepted')
    assert.deepEqual((await send(`${simulator.url}/query-disbursement?id=${idOf(reply)}`)).json, [])
  })

  it('executes one request twice', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ accept: 'twice' })
    const reply = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    const ids = simulator.ledger.by('po-5512').map(({ providerId }) => providerId)
    assert.equal(ids.length, 2)
    assert.equal(ids[0], idOf(reply))
    assert.notEqual(ids[0], ids[1])
  })

  it('executes late, although the client got a reset long before', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ accept: { lateMs: 120 }, reply: { kind: 'reset' } })
    const url = `${simulator.url}/create-disbursement`
    assert.equal((await raw(url, formRequest(url, DISBURSEMENT))).ended, 'reset')
    assert.equal(simulator.ledger.count(), 0)
    assert.equal(simulator.requests[0]?.verdict, 'late')
    await sleep(160)
    assert.equal(simulator.ledger.count({ reference: 'po-5512' }), 1)
  })

  it('finds late what it answered at once', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ accept: { lateMs: 80 } })
    const id = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    assert.deepEqual((await send(`${simulator.url}/query-qris?id=${id}`)).json, [])
    await sleep(120)
    assert.equal(idOf(await send(`${simulator.url}/query-qris?id=${id}`)), id)
  })

  it('executes nothing that is still waiting when it is closed', async () => {
    const simulator = await startSimulator('palladium')
    simulator.faults.add({ accept: { lateMs: 50 } })
    await postForm(`${simulator.url}/create-qris`, QRIS)
    await simulator.close()
    await sleep(80)
    assert.equal(simulator.ledger.count(), 0)
  })

  it('does not execute what it would refuse', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ accept: 'twice', times: 'always' })
    const reply = await postForm(`${simulator.url}/create-disbursement`, { ...DISBURSEMENT, amount: '1.5' })
    assert.equal(reply.status, 422)
    assert.equal(simulator.ledger.count(), 0)
  })
})
