import assert from 'node:assert/strict'
import { SABOTAGES } from './sabotage.js'
import { simulate, type Run } from './simulation.js'

// One seed is one schedule. SEED=123 repeats one and prints what happens in it; SEEDS=100000 tries more.

const { SEED, SEEDS = '10000' } = process.env
/** Of one seed, on a busy machine. */
const LONGEST_MS = 30
const REPEATED = 100
/** A broken library is noticed within so many seeds. */
const SOON = 300

const told = ({ seed, trace, failure }: Run): string =>
  `SEED=${String(seed)} repeats it: ${failure ?? ''}\n${trace.join('\n')}`

describe('several processes on one journal', () => {
  if (SEED !== undefined) {
    it(`keep the promises in the schedule of seed ${SEED}`, async () => {
      const run = await simulate(Number(SEED))
      process.stdout.write(`${run.trace.join('\n')}\n`)
      assert.equal(run.failure, undefined, told(run))
    })
    return
  }

  it(`keep the promises in each of ${SEEDS} schedules`, async () => {
    for (let seed = 0; seed < Number(SEEDS); seed += 1) {
      const run = await simulate(seed)
      assert.equal(run.failure, undefined, told(run))
    }
  }).timeout(Number(SEEDS) * LONGEST_MS)

  it('do the same whenever a seed is repeated', async () => {
    for (let seed = 0; seed < REPEATED; seed += 1) {
      const [first, second] = [await simulate(seed), await simulate(seed)]
      assert.equal(first.hash, second.hash, told(second))
    }
  }).timeout(REPEATED * LONGEST_MS * 4)
})

describe('the schedules', () => {
  for (const [name, sabotage] of Object.entries(SABOTAGES)) {
    it(`notice ${name}`, async () => {
      for (let seed = 0; seed < SOON; seed += 1) if ((await simulate(seed, sabotage)).failure !== undefined) return
      assert.fail(`not within ${String(SOON)} seeds`)
    }).timeout(SOON * LONGEST_MS * 4)
  }
})
