import type { AdapterReport, AdapterSubject, Shown } from '@polyrail/conformance'
import { planFor, titleOf } from '@polyrail/conformance'
import { reportOf } from '../packages/conformance/src/adapter/report.js'

export const CAPABILITIES_PAGE = 'docs/reference/capabilities.md'

const SHOWN: readonly (readonly [string, Shown])[] = [
  ['made as asked, once for each reference', 'onceByReference'],
  ['exact amounts', 'exactAmounts'],
  ['asked about by its id', 'retrieved'],
  ['told by webhooks', 'told'],
]

const LOST: readonly (readonly [Shown, string])[] = [
  ['lostAnswerFound', 'is looked up'],
  ['lostAnswerHarmless', 'does no harm: nobody has seen it'],
  ['lostAnswerAskedAgain', 'is asked by calling again'],
  ['lostAnswerForAPerson', 'waits for a webhook or a person'],
]

const rowOf = ({ cases }: AdapterReport, target: string, shown: readonly Shown[]): string => {
  const tried = cases.filter((result) => result.target === target).length
  const lost = LOST.filter(([word]) => shown.includes(word)).map(([, text]) => text)
  const cells = [...SHOWN.map(([, word]) => (shown.includes(word) ? 'yes' : '')), lost.join('; '), String(tried)]
  return `| \`${target}\` | ${cells.join(' | ')} |`
}

const sectionOf = (report: AdapterReport): string => {
  const head = ['what', ...SHOWN.map(([title]) => title), 'an answer that is lost', 'cases']
  const rows = Object.entries(report.capabilities).map(([target, shown]) => rowOf(report, target, shown))
  const facts = report.facts.filter(({ source }) => source !== 'documented')
  return `## ${report.adapter.name}

| ${head.join(' | ')} |
| ${head.map(() => '---').join(' | ')} |
${rows.join('\n')}

${String(report.cases.length)} cases in all. Not from the provider's documentation: ${
    facts.length === 0 ? 'nothing' : facts.map(({ fact, source }) => `${fact} (${source})`).join('; ')
  }.`
}

/** What the conformance suite has shown of each adapter, as a page of the docs. */
export const capabilitiesPage = (reports: readonly AdapterReport[]): string => `# What each adapter was shown to do

Generated from the evidence that \`npm run evidence\` writes: a cell says yes where every case that is about it was run, and
passed. The [conformance suite](../../packages/conformance/README.md) says what the cases are.

${reports.map(sectionOf).join('\n\n')}
`

/** The evidence of a run in which every case passes: the tests of the adapters are that run. */
export const plannedReport = (name: string, subject: AdapterSubject): AdapterReport => {
  const results = planFor(subject).map((planned) => ({
    ...{ id: planned.case.id, group: planned.case.group, target: planned.target.name, title: titleOf(planned) },
    verdict: 'passed' as const,
  }))
  return reportOf(name, subject, { results, date: new Date(0) })
}
