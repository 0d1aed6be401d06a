import assert from 'node:assert/strict'
import { FORGERIES } from './forgeries.js'
import { runForged } from './forged.js'

// The short form of `npm run test:webhooks -- --forged`.

describe('deliveries that are not the provider’s own', () => {
  it('are refused, every one of 5,000, and leave nothing behind', async () => {
    const report = await runForged(5_000)
    const { accepted, thrown, rows, rowsAfterGenuine, answers, fileBytes, heapMb } = report
    assert.deepEqual({ accepted, thrown, rows }, { accepted: [], thrown: [], rows: 0 })
    assert.deepEqual(Object.keys(answers).sort(), ['400 unreadable', '401 not_authentic'])
    assert.equal(fileBytes.after, fileBytes.before)
    assert.ok(heapMb.after - heapMb.before < 5, `${String(heapMb.after - heapMb.before)} MB more`)
    // The same door is open to what is genuine.
    assert.equal(rowsAfterGenuine, 1)
    assert.equal(Object.keys(report.kinds).length, Object.keys(FORGERIES).length)
    assert.equal(report.deliveries, 5_000)
  }).timeout(60_000)
})
