import assert from 'node:assert/strict'
import { runLoad } from './load/run.js'

// The short form of `npm run test:webhooks -- --load`.

describe('very many callbacks', () => {
  it('are all applied and told once, with a fifth of them repeated and a fifth in the wrong order', async () => {
    const { problems, rows, sent, payins } = await runLoad({ seconds: 2, rate: 150 })
    assert.deepEqual(problems, [])
    assert.deepEqual([rows, payins, sent.callbacks, sent.repeated], [240, 120, 300, 60])
    assert.equal(Object.keys(sent.answers).join(), '200')
  }).timeout(60_000)
})
