import { parseArgs } from 'node:util'
import { JOURNAL_NAMES } from '../support/journals.js'
import { contradictAll } from './contradictions.js'
import { runForged } from './forged.js'
import { runLoad } from './load/run.js'
import { endsInOrder, permute, toldTwice } from './permutations.js'
import { isAsExpected, outcomeOf } from './outcome.js'
import {
  contradictionsText,
  forgedText,
  loadText,
  permutationsText,
  profileText,
  scenarioText,
  toldTwiceText,
} from './print.js'
import { SCENARIOS } from './scenarios.js'
import { startStage } from './stage.js'

// Prints what callbacks in every order, forged ones, early and late ones and very many of them have come to. Without a
// name of a part it plays all but the load.

const PARTS = ['permutations', 'forged', 'scenarios', 'load'] as const
const { values } = parseArgs({
  options: {
    permutations: { type: 'boolean', default: false },
    forged: { type: 'boolean', default: false },
    scenarios: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '1' },
    deliveries: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '500' },
  },
})
const seed = Number(values.seed)
const isAll = PARTS.every((part) => !values[part])
let failed = false

if (isAll || values.permutations) {
  for (const journal of JOURNAL_NAMES) {
    await using stage = await startStage(journal)
    const startedAt = performance.now()
    const report = await permute(stage, await endsInOrder(stage), { seed, share: Number(values.share) })
    console.log(permutationsText(journal, report, (performance.now() - startedAt) / 1_000))
    failed ||= report.problems.length > 0
    const contradictions = await contradictAll(stage)
    console.log(contradictionsText(contradictions))
    failed ||= contradictions.some(({ problems }) => problems.length > 0)
    const twice = await toldTwice(stage)
    console.log(toldTwiceText(twice))
    failed ||= twice.length > 0
  }
}
if (isAll || values.forged) {
  const report = await runForged(Number(values.deliveries), { seed })
  console.log(forgedText(report))
  const { accepted, thrown, rows, rowsAfterGenuine, fileBytes } = report
  failed ||= accepted.length + thrown.length + rows > 0 || rowsAfterGenuine !== 1
  failed ||= fileBytes.after !== fileBytes.before
}
if (isAll || values.scenarios) {
  console.log('\n# Early and late, over real sockets')
  for (const scenario of SCENARIOS) {
    const outcome = await outcomeOf(scenario)
    console.log(scenarioText(scenario, outcome))
    failed ||= !isAsExpected(scenario, outcome)
  }
}
if (values.load) {
  const options = { seconds: Number(values.seconds), rate: Number(values.rate), seed, profile: values.profile }
  const report = await runLoad(options)
  console.log(loadText(report))
  if (report.received.profile !== undefined) console.log(profileText(report.received.profile))
  failed ||= report.problems.length > 0
}
console.log(failed ? '\nfailed' : '\nAll promises held.')
process.exitCode = failed ? 1 : 0
