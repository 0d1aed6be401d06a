import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator, type PalladiumSimulator } from '@polyrail/simulators'
import { formRequest, postForm, raw, type Wire } from '../support/client.js'
import { DISBURSEMENT, QRIS } from '../support/samples.js'

const disburse = async (simulator: PalladiumSimulator): Promise<Wire> => {
  const url = `${simulator.url}/create-disbursement`
  return await raw(url, formRequest(url, DISBURSEMENT))
}

describe('faults: before a request is accepted', () => {
  for (const stage of ['connection', 'headers', 'body'] as const) {
    it(`hangs at the ${stage}: no byte, no end, nothing executed`, async () => {
      await using simulator = await startSimulator('palladium')
      simulator.faults.add({ before: { hang: stage } })
      const wire = await disburse(simulator)
      assert.deepEqual([wire.ended, wire.text], ['open', ''])
      assert.equal(simulator.ledger.count(), 0)
    })

    it(`resets at the ${stage}: RST, no byte, nothing executed`, async () => {
      await using simulator = await startSimulator('palladium')
      simulator.faults.add({ before: { reset: stage } })
      const wire = await disburse(simulator)
      assert.deepEqual([wire.ended, wire.text], ['reset', ''])
      assert.equal(simulator.ledger.count(), 0)
    })
  }

  it('resets a connection before a byte is sent', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ before: { reset: 'connection' } })
    assert.equal((await raw(simulator.url, '')).ended, 'reset')
    assert.equal(simulator.requests.length, 0)
  })

  it('resets after the headers, without waiting for a body', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ on: 'create-disbursement', before: { reset: 'headers' } })
    const url = `${simulator.url}/create-disbursement`
    const [head = ''] = formRequest(url, DISBURSEMENT).split('\r\n\r\n', 1)
    const wire = await raw(url, `${head}\r\n\r\n`)
    assert.equal(wire.ended, 'reset')
    assert.equal(simulator.requests[0]?.verdict, 'not-accepted')
    assert.deepEqual(simulator.requests[0].fields, {})
  })

  it('has read the body before it resets after it', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ on: 'create-disbursement', reference: 'po-5512', before: { reset: 'body' } })
    assert.equal((await disburse(simulator)).ended, 'reset')
    assert.equal(simulator.requests[0]?.reference, 'po-5512')
  })

  it('delays a request before it executes it', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ before: { delayMs: 150 } })
    const answered = disburse(simulator)
    await sleep(60)
    assert.equal(simulator.ledger.count(), 0)
    assert.match((await answered).text, /^HTTP\/1\.1 200 /)
    assert.equal(simulator.ledger.count(), 1)
  })

  it('executes a delayed request although the client has gone', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ before: { delayMs: 60 } })
    const url = `${simulator.url}/create-disbursement`
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.write(formRequest(url, DISBURSEMENT))
    await sleep(20)
    socket.resetAndDestroy()
    await sleep(100)
    assert.equal(simulator.ledger.count({ reference: 'po-5512' }), 1)
  })

  it('executes a complete request whose sender is gone at once', async () => {
    await using simulator = await startSimulator('palladium')
    const url = `${simulator.url}/create-disbursement`
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    await new Promise<void>((done) => socket.write(formRequest(url, DISBURSEMENT), () => done()))
    socket.destroy()
    await sleep(100)
    assert.equal(simulator.ledger.count({ reference: 'po-5512' }), 1)
  })

  it('does not execute a request whose sender left in the middle', async () => {
    await using simulator = await startSimulator('palladium')
    const url = `${simulator.url}/create-disbursement`
    const wire = await raw(url, formRequest(url, DISBURSEMENT).slice(0, -10), 100)
    await sleep(50)
    assert.equal(wire.text, '')
    assert.equal(simulator.requests[0]?.verdict, 'aborted')
    assert.equal(simulator.ledger.count(), 0)
  })

  it('refuses connections and allows them again on the same port', async () => {
    await using simulator = await startSimulator('palladium')
    const { url } = simulator
    await simulator.refuseConnections()
    await assert.rejects(postForm(`${url}/create-qris`, QRIS), { code: 'ECONNREFUSED' })
    await simulator.refuseConnections()
    await simulator.allowConnections()
    await simulator.allowConnections()
    assert.equal(simulator.url, url)
    assert.equal((await postForm(`${url}/create-qris`, QRIS)).status, 200)
    assert.equal(simulator.ledger.count(), 1)
  })

  it('finishes a request in progress while it refuses connections, and drops idle ones', async () => {
    await using simulator = await startSimulator('palladium')
    const idle = raw(simulator.url, '', 1_000)
    simulator.faults.add({ before: { delayMs: 100 } })
    const busy = disburse(simulator)
    await sleep(40)
    await simulator.refuseConnections()
    assert.match((await busy).text, /^HTTP\/1\.1 200 /)
    assert.equal((await idle).ended, 'end')
  })
})
