import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm } from '../support/client.js'
import { createLink, QRIS } from '../support/samples.js'

describe('faults: another status', () => {
  for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503]) {
    it(`answers ${status} in the provider's own shape`, async () => {
      await using simulator = await startSimulator('palladium')
      simulator.faults.add({ accept: 'no', reply: { kind: 'error', status, message: 'as you wish' } })
      const reply = await postForm(`${simulator.url}/create-qris`, QRIS)
      assert.equal(reply.status, status)
      assert.equal(reply.headers['content-type'], 'application/json')
      assert.deepEqual(reply.json, { message: 'as you wish' })
      assert.equal(reply.headers['retry-after'], undefined)
      assert.equal(simulator.ledger.count(), 0)
      assert.equal(simulator.requests[0]?.status, status)
    })
  }

  it('answers 401 once, or always', async () => {
    await using simulator = await startSimulator('palladium')
    const statusOf = async (): Promise<number> => (await postForm(`${simulator.url}/create-qris`, QRIS)).status
    simulator.faults.add({ accept: 'no', reply: { kind: 'error', status: 401 } })
    assert.deepEqual([await statusOf(), await statusOf()], [401, 200])
    simulator.faults.add({ accept: 'no', reply: { kind: 'error', status: 401 }, times: 'always' })
    assert.deepEqual([await statusOf(), await statusOf(), await statusOf()], [401, 401, 401])
  })

  it('answers 429 with a Retry-After in seconds or as a date', async () => {
    await using simulator = await startSimulator('palladium')
    const date = 'Wed, 21 Oct 2051 07:28:00 GMT'
    simulator.faults.add({ accept: 'no', reply: { kind: 'error', status: 429, retryAfter: 7 } })
    simulator.faults.add({ accept: 'no', reply: { kind: 'error', status: 429, retryAfter: date } })
    assert.equal((await postForm(`${simulator.url}/create-qris`, QRIS)).headers['retry-after'], '7')
    assert.equal((await postForm(`${simulator.url}/create-qris`, QRIS)).headers['retry-after'], date)
  })

  for (const status of [200, 403, 502]) {
    it(`answers ${status} with an HTML page`, async () => {
      await using simulator = await startSimulator('palladium')
      simulator.faults.add({ reply: { kind: 'html', status } })
      const reply = await postForm(`${simulator.url}/create-qris`, QRIS)
      assert.equal(reply.status, status)
      assert.equal(reply.headers['content-type'], 'text/html')
      assert.match(reply.text, /^<!DOCTYPE html>/)
    })
  }

  it('redirects', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ reply: { kind: 'redirect', location: 'http://127.0.0.1:1/elsewhere' } })
    simulator.faults.add({ reply: { kind: 'redirect', location: '/elsewhere', status: 302 } })
    const first = await postForm(`${simulator.url}/create-qris`, QRIS)
    const second = await postForm(`${simulator.url}/create-qris`, QRIS)
    assert.deepEqual([first.status, first.headers['location']], [307, 'http://127.0.0.1:1/elsewhere'])
    assert.deepEqual([second.status, second.headers['location']], [302, '/elsewhere'])
  })

  it('answers with an empty body', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ reply: { kind: 'empty' } })
    simulator.faults.add({ reply: { kind: 'empty', status: 204 } })
    const first = await postForm(`${simulator.url}/create-qris`, QRIS)
    const second = await postForm(`${simulator.url}/create-qris`, QRIS)
    assert.deepEqual([first.status, first.text, first.headers['content-length']], [200, '', '0'])
    assert.deepEqual([second.status, second.text, second.headers['content-length']], [204, '', undefined])
  })

  it('labels a right answer as something else', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.faults.add({ on: 'create-payin-link', reply: { kind: 'content-type', contentType: 'text/plain' } })
    const reply = await createLink(simulator)
    assert.equal(reply.headers['content-type'], 'text/plain')
    assert.equal(typeof reply.json, 'object')
  })

  it('answers well after a while, having executed at once', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.faults.add({ reply: { kind: 'ok', delayMs: 100 } })
    const started = performance.now()
    const reply = await postForm(`${simulator.url}/create-qris`, QRIS)
    assert.ok(performance.now() - started >= 95)
    assert.equal(reply.status, 200)
  })
})
