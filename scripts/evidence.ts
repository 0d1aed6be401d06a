/** Runs the conformance suite for our adapters, and writes what it has shown: `npm run evidence -- <folder>`. */
import { join } from 'node:path'
import { writeEvidence, runConformance, type AdapterReport } from '@polyrail/conformance'
import { subject as billon } from '../packages/adapters/billon/test/subject.js'
import { subject as cardIntent } from '../packages/adapters/card-intent/test/subject.js'
import { subject as palladium } from '../packages/adapters/palladium/test/subject.js'
import { subject as palomma } from '../packages/adapters/palomma/test/subject.js'

const ADAPTERS = {
  '@polyrail/billon': billon,
  '@polyrail/card-intent': cardIntent,
  '@polyrail/palladium': palladium,
  '@polyrail/palomma': palomma,
}

/** How many cases there were of each group, of each capability, and what has failed. */
const summaryOf = ({ adapter, suite, cases, capabilities, counts }: AdapterReport, seconds: number): string => {
  const failed = cases.filter(({ verdict }) => verdict === 'failed')
  const groups = Object.entries(counts).flatMap(([group, { passed, failed: broken }]) =>
    passed + broken === 0 ? [] : [`${group} ${String(passed + broken)}`],
  )
  return [
    `${adapter.name} ${adapter.version ?? ''}: ${String(cases.length)} cases of ${suite.name} ${suite.version}, ${String(failed.length)} failed, ${seconds.toFixed(1)} s`,
    `  ${groups.join(', ')}`,
    ...Object.entries(capabilities).map(([target, shown]) => {
      const tried = cases.filter((result) => result.target === target)
      return `  ${target}: ${String(tried.length)} cases; ${shown.join(', ')}`
    }),
    ...failed.map(({ title, error = '' }) => `  FAILED ${title}\n    ${error}`),
  ].join('\n')
}

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'evidence')
for (const [name, subject] of Object.entries(ADAPTERS)) {
  const start = performance.now()
  const report = await runConformance(name, subject)
  const { json, page } = await writeEvidence(report, folder)
  console.log(`${summaryOf(report, (performance.now() - start) / 1000)}\n  ${json}\n  ${page}`)
  if (report.verdict === 'failed') process.exitCode = 1
}
