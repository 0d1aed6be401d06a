import assert from 'node:assert/strict'
import { outcomeOf } from './outcome.js'
import { SCENARIOS } from './scenarios.js'

describe('callbacks over real sockets', () => {
  for (const scenario of SCENARIOS) {
    it(scenario.title, async () => {
      const outcome = await outcomeOf(scenario)
      const looked = Object.keys(scenario.expected) as (keyof typeof outcome)[]
      assert.deepEqual(Object.fromEntries(looked.map((name) => [name, outcome[name]])), scenario.expected)
    }).timeout(30_000)
  }
})
