/**
 * Runs the conformance suite for our adapters, and writes what it has shown: `npm run evidence -- <folder>`. The page of
 * capabilities in the docs is written from it where all have passed.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeEvidence, runConformance, type AdapterReport } from '@polyrail/conformance'
import { adapters } from './adapters.js'
import { CAPABILITIES_PAGE, capabilitiesPage } from './capabilities-page.js'
import { formatted } from './generate-docs.js'
import { root } from './setup.mjs'

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

const folder = process.argv[2] ?? join(root, 'temp', 'evidence')
const reports: AdapterReport[] = []
for (const [name, subject] of await adapters()) {
  const start = performance.now()
  const report = await runConformance(name, subject)
  const { json, page } = await writeEvidence(report, folder)
  console.log(`${summaryOf(report, (performance.now() - start) / 1000)}\n  ${json}\n  ${page}`)
  reports.push(report)
}
if (reports.every(({ verdict }) => verdict === 'passed')) {
  await writeFile(join(root, CAPABILITIES_PAGE), await formatted(CAPABILITIES_PAGE, capabilitiesPage(reports)))
} else process.exitCode = 1
