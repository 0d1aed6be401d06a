import assert from 'node:assert/strict'
import { RequestLog } from '../../src/kernel/request-log.js'

describe('request log', () => {
  it('keeps a bounded number of requests, the latest ones', () => {
    const log = new RequestLog()
    const { records } = log
    let most = 0
    for (let sent = 0; sent < 50_000; sent += 1) {
      log.open({ at: '', method: 'GET', path: '/', headers: {} })
      most = Math.max(most, records.length)
    }
    assert.ok(most < 20_000, `${most} at once`)
    assert.ok(records.length >= 10_000)
    assert.equal(records.at(-1)?.sequence, 50_000)
    assert.equal(records[0]?.sequence, 50_000 - records.length + 1)
  })
})
