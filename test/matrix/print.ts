import type { Cell } from './cells.js'
import { KINDS } from './faults.js'
import { ROWS } from './matrix.js'

const LEGEND = [
  'N  certainly not sent: an error; the same reference may be used again',
  'F  refused: an error; the same reference may be used again',
  'A  one new token where there are tokens, then an error; the same reference may be used again',
  'B  asked again after a pause',
  'L  unknown: never sent again, looked up; sent again only when the settle window has shown that there is nothing',
  'O  unknown: never sent again before a person has decided',
  'S  asked again, as that is harmless',
  'U  not believed: what is known stands',
]

/** The whole matrix as a table of Markdown for each journal, with what is wrong below. */
export const textOf = (cells: readonly Cell[], seconds: number): string => {
  const journals = [...new Set(cells.map(({ journal }) => journal))]
  const runs = cells.reduce((sum, cell) => sum + cell.runs, 0)
  const wrong = cells.filter(({ problems }) => problems.length > 0)
  return [
    ...journals.map((journal) => `# ${journal}\n\n${tableOf(cells.filter((cell) => cell.journal === journal))}`),
    `${KINDS.map(([kind, meaning]) => `${kind} ${meaning}`).join(', ')}\n\n${LEGEND.join('\n')}\n\n` +
      'A letter is what must happen; the number, how many faults of the kind were tried; ✗, that it was otherwise.',
    `# What cannot strike\n\n${reasonsIn(cells).join('\n')}`,
    ...(wrong.length === 0 ? [] : [`# What went otherwise\n\n${wrong.map(wrongOf).join('\n')}`]),
    `${String(cells.length)} cells (${String(KINDS.length)} kinds of fault × ` +
      `${String(ROWS.length / journals.length)} operations × ${String(journals.length)} journals), ` +
      `${String(runs)} runs, ${String(wrong.length)} cells otherwise, ` +
      `${String(cells.filter((cell) => cell.runs === 0).length)} unexplained, ${seconds.toFixed(0)} s`,
  ].join('\n\n')
}

const tableOf = (cells: readonly Cell[]): string => {
  const operations = [...new Set(cells.map(({ operation }) => operation))]
  const rows = operations.map((operation) => [
    operation,
    ...KINDS.map(([kind]) => {
      const cell = cells.find((each) => each.operation === operation && each.kind === kind)
      return cell === undefined ? '?' : `${cell.letters}${String(cell.runs)}${cell.problems.length > 0 ? '✗' : ''}`
    }),
  ])
  return table([['', ...KINDS.map(([kind]) => kind)], ...rows])
}

/** Each reason once, with how often it counts. */
const reasonsIn = (cells: readonly Cell[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const { kind, not } of cells) {
    for (const reason of not) counts.set(`${kind} ${reason}`, (counts.get(`${kind} ${reason}`) ?? 0) + 1)
  }
  return [...counts].map(([reason, count]) => `${reason} (${String(count)})`)
}

const wrongOf = ({ operation, journal, kind, problems }: Cell): string =>
  problems.map((problem) => `${operation}, ${journal}, ${kind} ${problem}`).join('\n')

const table = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 3))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
