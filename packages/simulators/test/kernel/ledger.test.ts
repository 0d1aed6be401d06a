import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator, type LedgerEntry } from '@polyrail/simulators'
import { formRequest, postForm } from '../support/client.js'
import { DISBURSEMENT, QRIS } from '../support/samples.js'

const readLedger = (path: string): readonly LedgerEntry[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerEntry)

describe('ledger', () => {
  let folder: string
  let path: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'))
    path = join(folder, 'ledger.jsonl')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is in its file before the first byte of the answer', async () => {
    await using simulator = await startSimulator('palladium', { ledgerPath: path })
    const url = `${simulator.url}/create-disbursement`
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.write(formRequest(url, DISBURSEMENT))
    await once(socket, 'data')
    const entries = readLedger(path)
    socket.destroy()
    assert.equal(entries.length, 1)
    assert.deepEqual(entries, simulator.ledger.entries)
  })

  it('is in its file although no answer was ever given', async () => {
    await using simulator = await startSimulator('palladium', { ledgerPath: path })
    simulator.faults.add({ reply: { kind: 'close' } })
    await assert.rejects(postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT))
    assert.equal(readLedger(path)[0]?.reference, 'po-5512')
  })

  it('survives the killing of its process right after an answer', async () => {
    const child = fork(new URL('../support/stand-alone.ts', import.meta.url), [path])
    const [url] = (await once(child, 'message')) as [string]
    await postForm(`${url}/create-disbursement`, DISBURSEMENT)
    await postForm(`${url}/create-qris`, QRIS)
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.deepEqual(
      readLedger(path).map(({ sequence, reference }) => [sequence, reference]),
      [
        [1, 'po-5512'],
        [2, 'ord-7783'],
      ],
    )
  })

  it('wants a file of its own', async () => {
    writeFileSync(path, '{}\n')
    await assert.rejects(startSimulator('palladium', { ledgerPath: path }), { code: 'bad_option' })
    assert.equal(readFileSync(path, 'utf8'), '{}\n')
  })

  it('counts by every field', async () => {
    await using simulator = await startSimulator('palladium')
    await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    await postForm(`${simulator.url}/create-qris`, { ...QRIS, external_id: 'po-5512' })
    const { ledger } = simulator
    assert.equal(ledger.count(), 2)
    assert.equal(ledger.count({ reference: 'po-5512' }), 2)
    assert.equal(ledger.count({ reference: 'po-5512', type: 'qris' }), 1)
    assert.equal(ledger.count({ endpoint: 'create-disbursement' }), 1)
    assert.equal(ledger.count({ providerId: ledger.entries[0]?.providerId ?? '' }), 1)
    assert.equal(ledger.count({ reference: 'nobody' }), 0)
    assert.deepEqual(ledger.by('nobody'), [])
    assert.deepEqual(ledger.by('po-5512'), ledger.entries)
  })

  it('has entries that cannot be changed', async () => {
    await using simulator = await startSimulator('palladium')
    await postForm(`${simulator.url}/create-qris`, QRIS)
    assert.ok(Object.isFrozen(simulator.ledger.entries[0]))
  })

  it('knows what has fallen due although nobody asked the provider', async () => {
    await using simulator = await startSimulator('palladium')
    await postForm(`${simulator.url}/create-qris`, QRIS)
    simulator.clock.advance(60_000)
    assert.equal(simulator.ledger.count({ type: 'payment' }), 1)
  })
})
