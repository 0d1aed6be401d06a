import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AdapterReport, CaseResult, Shown } from './report.js'

const WORDS: Readonly<Record<Shown, string>> = {
  made: 'made as asked',
  inParts: 'in parts',
  exactAmounts: 'exact amounts',
  limits: 'limits',
  retrieved: 'asked about by its id',
  statuses: 'statuses',
  onceByReference: 'once for each reference',
  onceWhateverIsAnswered: 'once whatever is answered',
  onceWhenASenderDies: 'once when a sender dies',
  lostAnswerFound: 'a lost answer is found',
  lostAnswerHarmless: 'a lost answer does no harm',
  lostAnswerAskedAgain: 'a lost answer is asked by calling again',
  lostAnswerForAPerson: 'a lost answer waits for a person',
  told: 'what the provider tells is followed',
  toldInAnyOrder: 'what it tells may come in any order',
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
]

const failures = (cases: readonly CaseResult[]): readonly string[] => {
  const failed = cases.filter(({ verdict }) => verdict === 'failed')
  if (failed.length === 0) return []
  return [
    '## What is broken',
    '',
    ...failed.flatMap(({ title, error = '' }) => [`- **${title}**`, `  ${cell(error)}`]),
    '',
  ]
}

/** The report as a page of Markdown. */
export const pageOf = ({
  suite,
  adapter,
  date,
  verdict,
  counts,
  capabilities,
  facts,
  cases,
}: AdapterReport): string => {
  const { name, version } = adapter
  const run = Object.entries(counts).filter(([, { passed, failed }]) => passed + failed > 0)
  return [
    `# Conformance of ${name}${version === undefined ? '' : ` ${version}`}`,
    '',
    `${verdict === 'passed' ? 'All' : 'Not all'} promises hold: ${String(cases.length)} cases of ${suite.name} ${suite.version}, ${date}.`,
    '',
    ...failures(cases),
    '## What was shown',
    '',
    ...table(
      ['what', 'how'],
      Object.entries(capabilities).map(([target, shown]) => [target, shown.map((word) => WORDS[word]).join(', ')]),
    ),
    '',
    '## What it rests on',
    '',
    ...(facts.length === 0
      ? ['Nothing was stated.']
      : table(
          ['fact', 'source'],
          facts.map(({ fact, source }) => [fact, source]),
        )),
    '',
    '## Cases',
    '',
    ...table(
      ['group', 'passed', 'failed'],
      run.map(([group, { passed, failed }]) => [group, String(passed), String(failed)]),
    ),
    '',
  ].join('\n')
}

/** Writes `<name>.json` and `<name>.md` into a folder, and gives their paths. */
export const writeEvidence = async (
  report: AdapterReport,
  folder: string,
): Promise<{ readonly json: string; readonly page: string }> => {
  const file = report.adapter.name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+/, '')
  const paths = { json: join(folder, `${file}.json`), page: join(folder, `${file}.md`) }
  await mkdir(folder, { recursive: true })
  await writeFile(paths.json, `${JSON.stringify(report, undefined, 2)}\n`)
  await writeFile(paths.page, pageOf(report))
  return paths
}
