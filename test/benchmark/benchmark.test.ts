import assert from 'node:assert/strict'
import { profileText, textOf } from './print.js'
import { runBenchmark, runProfile } from './run.js'
import { CLIENT_NAMES, type Settings } from './settings.js'

/** Enough to see that it runs; what it says means nothing. */
const SMALLEST: Settings = {
  concurrencies: [2],
  rounds: 1,
  slice: { forMs: 20, atLeastCalls: 8 },
  warmUp: { forMs: 0, atLeastCalls: 8 },
  coldStartRounds: 1,
  profile: { forMs: 20, atLeastCalls: 8 },
}

describe('the benchmark', () => {
  it('has a figure for everything that it measures', async () => {
    const report = await runBenchmark(SMALLEST)
    const [measurement] = report.measurements
    assert.ok(measurement)
    assert.deepEqual(Object.keys(measurement.clients), CLIENT_NAMES)
    assert.deepEqual(unmeasured(report), [])
    assert.match(textOf(report), /# Concurrency 2\n[^]+# The journal\n/)
  }).timeout(60_000)

  it('measures what was built, not the sources', async () => {
    const { built } = await runBenchmark({ ...SMALLEST, concurrencies: [] })
    assert.deepEqual(
      built.map((file) => /packages[\\/].+$/.exec(file)?.[0].replaceAll('\\', '/')),
      ['packages/core/dist/index.js', 'packages/journals/sqlite/dist/index.js'],
    )
  }).timeout(60_000)

  it('says where the time of a call went', async () => {
    const report = await runProfile('memory', SMALLEST)
    assert.ok(report.calls >= SMALLEST.profile.atLeastCalls)
    assert.match(profileText(report), /core transport\//)
  }).timeout(60_000)
})

/** Paths of the numbers that are none. */
const unmeasured = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => unmeasured(item, `${path}/${key}`))
}
