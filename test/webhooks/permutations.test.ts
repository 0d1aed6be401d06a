import assert from 'node:assert/strict'
import fc from 'fast-check'
import { JOURNAL_NAMES } from '../support/journals.js'
import { play, type Arrangement } from './arrangements.js'
import { contradictAll } from './contradictions.js'
import { endsInOrder, permute, starts, textOf, toldTwice, wrongIn, type Expected } from './permutations.js'
import { startStage, type Stage } from './stage.js'

// The short form of `npm run test:webhooks`.

const STARTS = starts()

/** Each step of a sequence one to three times, in any order, in either process. */
const arrangement: fc.Arbitrary<Arrangement> = fc
  .record({ start: fc.constantFrom(...STARTS), atOnce: fc.boolean() })
  .chain(({ start, atOnce }) =>
    fc
      .tuple(...start.sequence.map((_, step) => fc.array(drop(step), { minLength: 1, maxLength: 3 })))
      .map((drops) => drops.flat())
      .chain((drops) => fc.shuffledSubarray(drops, { minLength: drops.length }))
      .map((drops) => ({ ...start, atOnce, drops })),
  )

const drop = (step: number) =>
  fc.record({
    step: fc.constant(step),
    number: fc.integer({ min: 1, max: 2 }),
    process: fc.integer({ min: 0, max: 1 }),
  })

for (const journal of JOURNAL_NAMES) {
  describe(`callbacks in any order, on the ${journal} journal`, function () {
    this.timeout(60_000)
    let stage: Stage
    let expected: Expected

    before(async () => {
      stage = await startStage(journal)
      expected = await endsInOrder(stage)
    })

    after(() => stage[Symbol.asyncDispose]())

    it('end as those in the provider’s order do, and tell each status at most once', async () => {
      const { problems, arrangements } = await permute(stage, expected, { share: 0.02 })
      assert.deepEqual(problems, [])
      assert.ok(arrangements > 100)
    })

    it('end so whatever the order, the repetitions and the processes are', async () => {
      await fc.assert(
        fc.asyncProperty(arrangement, async (given) => {
          assert.deepEqual(wrongIn(await play(stage, given), expected(given)), [], textOf(given))
        }),
        { numRuns: 40 },
      )
    })

    it('that contradict each other leave the first end, and ring where money is concerned', async () => {
      const results = await contradictAll(stage)
      assert.ok(results.length > 50)
      assert.deepEqual(
        results.filter(({ problems }) => problems.length > 0),
        [],
      )
    })

    it('have told nothing twice when all of that is over', async () => {
      assert.deepEqual(await toldTwice(stage), [])
    })
  })
}
