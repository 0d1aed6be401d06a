import assert from 'node:assert/strict'
import { MAIL_WRONG } from './mail-print.js'
import { killAndRead } from './mail-run.js'

// The short form of `npm run test:kill -- --mail`.

describe('processes that are killed while they take deliveries and tell of them', () => {
  it('lose nothing that was acknowledged, apply it once, and tell it in order', async () => {
    const report = await killAndRead({ kills: 10, seed: 7 })
    assert.deepEqual(
      Object.fromEntries(MAIL_WRONG.map((name) => [name, report[name]])),
      Object.fromEntries(MAIL_WRONG.map((name) => [name, []])),
    )
    assert.ok(report.acknowledged >= 12, `only ${String(report.acknowledged)} acknowledged`)
  }).timeout(120_000)

  it('are seen to lose something where they acknowledge before they keep', async () => {
    const { lost } = await killAndRead({ kills: 5, seed: 7, policy: 'acknowledge before keep' })
    assert.ok(lost.length > 0)
  }).timeout(120_000)
})
