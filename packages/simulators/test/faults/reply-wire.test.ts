import assert from 'node:assert/strict'
import { startSimulator, type PalladiumSimulator, type WireReply } from '@polyrail/simulators'
import { formRequest, raw, type Wire } from '../support/client.js'
import { DISBURSEMENT } from '../support/samples.js'

/** What comes for a payout under this fault; it must have been executed in every case. */
async function meet(simulator: PalladiumSimulator, reply: WireReply, waitMs = 300): Promise<Wire> {
  simulator.faults.add({ on: 'create-disbursement', reply })
  const url = `${simulator.url}/create-disbursement`
  const wire = await raw(url, formRequest(url, DISBURSEMENT), waitMs)
  assert.equal(simulator.ledger.count({ reference: 'po-5512' }), 1)
  return wire
}

const announced = (wire: Wire): number => Number(/\r\ncontent-length: (\d+)\r\n/.exec(wire.text)?.[1])

describe('faults: an answer that breaks on its way', () => {
  it('ends in good order before the announced length', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'truncated', framing: 'content-length' })
    assert.equal(wire.ended, 'end')
    assert.match(wire.text, /^HTTP\/1\.1 200 OK\r\n/)
    assert.equal(wire.body.length, Math.floor(announced(wire) / 2))
    assert.throws(() => void JSON.parse(wire.body))
  })

  it('cuts an answer without a length, so that HTTP sees nothing wrong', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'truncated', framing: 'close', keepBytes: 40 })
    assert.equal(wire.ended, 'end')
    assert.doesNotMatch(wire.text, /content-length|transfer-encoding/i)
    assert.match(wire.text, /\r\nconnection: close\r\n/)
    assert.equal(wire.body.length, 40)
    assert.ok(wire.body.startsWith('{"id":"'))
  })

  it('keeps nothing of the body', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'truncated', framing: 'close', keepBytes: 0 })
    assert.deepEqual([wire.ended, wire.body], ['end', ''])
  })

  it('resets without a byte', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'reset' })
    assert.deepEqual([wire.ended, wire.text], ['reset', ''])
    assert.equal(simulator.requests[0]?.status, undefined)
  })

  for (const afterBytes of [0, 25]) {
    it(`resets after ${afterBytes} bytes of the body`, async () => {
      await using simulator = await startSimulator('palladium')
      const wire = await meet(simulator, { kind: 'reset', afterBytes })
      assert.equal(wire.ended, 'reset')
      assert.equal(wire.body.length, afterBytes)
      assert.ok(announced(wire) > 200)
    })

    it(`stalls after ${afterBytes} bytes of the body`, async () => {
      await using simulator = await startSimulator('palladium')
      const wire = await meet(simulator, { kind: 'stall', afterBytes })
      assert.equal(wire.ended, 'open')
      assert.equal(wire.body.length, afterBytes)
      assert.ok(announced(wire) > 200)
    })
  }

  it('stalls without a byte', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'stall' })
    assert.deepEqual([wire.ended, wire.text], ['open', ''])
  })

  it('closes in good order without a byte', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'close' })
    assert.deepEqual([wire.ended, wire.text], ['end', ''])
  })

  it('drips, and is right in the end', async () => {
    await using simulator = await startSimulator('palladium')
    const started = performance.now()
    const wire = await meet(simulator, { kind: 'drip', everyMs: 10, chunkBytes: 50 }, 5_000)
    assert.equal(wire.ended, 'end')
    assert.equal(wire.body.length, announced(wire))
    assert.equal((JSON.parse(wire.body) as { external_id: string }).external_id, 'po-5512')
    assert.ok(performance.now() - started >= 40)
  })

  it('drips byte by byte', async () => {
    await using simulator = await startSimulator('palladium')
    const wire = await meet(simulator, { kind: 'drip', everyMs: 30 }, 250)
    assert.equal(wire.ended, 'open')
    assert.ok(wire.body.length >= 3 && wire.body.length <= 9, `${wire.body.length} bytes`)
  })

  it('ends what it left hanging when it is closed', async () => {
    const simulator = await startSimulator('palladium')
    const hanging = meet(simulator, { kind: 'stall' }, 5_000)
    const dripping = meet(simulator, { kind: 'drip', everyMs: 1_000 }, 5_000).catch(() => undefined)
    while (simulator.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    await simulator.close()
    await Promise.allSettled([hanging, dripping])
    await assert.rejects(fetch(simulator.url))
  })
})
