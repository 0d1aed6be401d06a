import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '@polyrail/simulators'
import { exitCodeOf, play, type Report } from '../src/demo/play.js'
import { terminalTeller } from '../src/demo/terminal-teller.js'
import { withWorld } from '../src/demo/world.js'
import { fakeScreen } from './support/fake-screen.js'

const SILENT = { begin: () => undefined, tell: () => undefined }

/** The story with a provider that misbehaves beyond what the story asks for. */
const playWith = async (fault: Fault): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), 'polyrail-story-'))
  try {
    return await withWorld(folder, async (world) => {
      world.palladium.faults.add(fault)
      return play(world, SILENT)
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the story of the demo', () => {
  it('ends with 1 when a provider executes something twice', async () => {
    const report = await playWith({ reference: 'order-125', accept: 'twice' })
    assert.equal(exitCodeOf(report), 1)
    const wrong = report.agreement.rows.filter(({ agrees }) => !agrees)
    assert.deepEqual(
      wrong.map(({ reference, problem }) => [reference, problem]),
      [['order-125', 'executed 2 times']],
    )
    const screen = fakeScreen()
    terminalTeller(screen).end(report)
    const shown = screen.lines.join('\n')
    assert.match(shown, /order-125 .* 2 times +✗ executed 2 times/)
    assert.match(shown, /✗ The two sides do NOT agree on 1 of 13: order-125 \(executed 2 times\)/)
  })

  it('ends with 1 when a provider answers for something that it never executed', async () => {
    const report = await playWith({ reference: 'payout-128', accept: 'no', reply: { kind: 'ok' } })
    assert.equal(exitCodeOf(report), 1)
    assert.equal(report.agreement.rows.find(({ agrees }) => !agrees)?.problem, 'never executed')
  })

  it('ends with 0 when the lost payout was in truth never executed', async () => {
    const report = await playWith({ reference: 'payout-129', accept: 'no', reply: { kind: 'reset' } })
    assert.equal(exitCodeOf(report), 0)
    const screen = fakeScreen()
    terminalTeller(screen).end(report)
    assert.match(screen.lines.join(' ').replace(/ +/g, ' '), /could not know that it was never executed/)
  })
})
