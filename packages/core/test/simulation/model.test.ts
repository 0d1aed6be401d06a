import assert from 'node:assert/strict'
import fc from 'fast-check'
import { allCommands, SLOTS, type Known } from './commands.js'
import { checkHistories } from './ending.js'
import { Plant } from './plant.js'
import { SABOTAGES, type Sabotage } from './sabotage.js'

const SEQUENCES = 6_000
/** On a busy machine. */
const LONGEST_MS = 200_000
const MOST_COMMANDS = 60
/** A broken library is noticed within so many sequences. */
const SOON = 4_000

const holds = (sabotage: Sabotage = {}) =>
  fc.asyncProperty(fc.commands(allCommands, { maxCommands: MOST_COMMANDS, size: 'max' }), async (commands) => {
    const real = new Plant(sabotage)
    await real.begin(SLOTS)
    const model: Known = { live: new Set(Array.from({ length: SLOTS }, (_, slot) => slot)), ordered: new Set() }
    await fc.asyncModelRun(() => ({ model, real }), commands)
    await checkHistories(real.journal)
  })

describe('whatever merchants, operators, processes and the provider do', () => {
  it('moves money once per reference, and only where nothing is thrown', async () => {
    await fc.assert(holds(), { numRuns: SEQUENCES })
  }).timeout(LONGEST_MS)
})

describe('the commands', () => {
  for (const [name, sabotage] of Object.entries(SABOTAGES)) {
    it(`notice ${name}`, async () => {
      const found = await fc.check(holds(sabotage), { numRuns: SOON, seed: 1, endOnFailure: true })
      assert.ok(found.failed, `not within ${String(SOON)} sequences`)
    }).timeout(LONGEST_MS)
  }
})
