import assert from 'node:assert/strict'
import { killAndCount, type KillReport } from './run.js'
import { stopAndGoOn } from './stopped.js'

// The short form of `npm run test:kill`.

const wrongIn = ({ double, lost, onlyClaimed, stuckInSending, forgotten, brokenHistories, ...rest }: KillReport) => ({
  ...{ double, lost, onlyClaimed, stuckInSending, forgotten, brokenHistories },
  notOnceInTheEnd: rest.notOnceInTheEnd,
})

describe('processes that are killed while they send', () => {
  it('execute each payment once, and leave none behind that nobody cares for', async () => {
    const report = await killAndCount({ kills: 40, seed: 7 })
    const none: readonly string[] = []
    assert.deepEqual(wrongIn(report), {
      ...{ double: none, lost: none, onlyClaimed: none, stuckInSending: none, forgotten: none, brokenHistories: none },
      notOnceInTheEnd: none,
    })
    assert.ok(report.operations >= 100, `only ${String(report.operations)} operations`)
  }).timeout(180_000)

  it('are seen to fail by the same comparison where they send again after an error', async () => {
    const { double, lost } = await killAndCount({ kills: 30, seed: 7, policy: 'retry on error' })
    assert.ok(double.length > 0 && lost.length > 0)
  }).timeout(180_000)
})

describe('processes that are stopped between arm and write', () => {
  it('send nothing when they go on after others have taken over', async () => {
    const { double, notOnceWhileStopped, processes } = await stopAndGoOn()
    assert.deepEqual({ double, notOnceWhileStopped }, { double: [], notOnceWhileStopped: [] })
    assert.ok(processes > 10)
  }).timeout(180_000)

  it('are seen to send again where they do not look at the clock', async () => {
    assert.ok((await stopAndGoOn({ guarded: false })).double.length > 0)
  }).timeout(180_000)
})
