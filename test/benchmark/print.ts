import type { Spread } from './figures.js'
import type { Figures, Measurement } from './client/measurement.js'
import type { ProfileReport } from './profile/profile.js'
import type { Share } from './profile/summary.js'
import type { Report } from './run.js'
import type { ClientName } from './settings.js'

const TITLES: Readonly<Record<ClientName, string>> = {
  stripe: 'stripe-node',
  none: 'polyrail, no journal',
  memory: 'polyrail, memory journal',
  blind: 'polyrail, no look-up',
  sqlite: 'polyrail, SQLite journal',
}

export const textOf = (report: Report): string => {
  const { date, node, machine, pinned, measurements, coldStart, flushesPerSecond } = report
  const cold = `${fixed(coldStart.wallMsAboveEmpty)} ms, ${fixed(coldStart.cpuMsAboveEmpty)} ms of CPU and`
  return [
    `${date}, Node ${node}, ${machine}${pinned ? ', provider and client on a core each' : ''}`,
    ...measurements.map(tableOf),
    '# The journal',
    journalTable(measurements),
    `The disk flushes ${fixed(flushesPerSecond)} times a second.`,
    `import('@polyrail/core') takes ${cold} ${fixed(coldStart.memoryMbAboveEmpty)} MB above an empty process ` +
      `(${fixed(coldStart.emptyWallMs)} ms).`,
  ].join('\n\n')
}

const tableOf = ({ concurrency, http, clients }: Measurement): string => {
  const columns = ['client', 'CPU µs', 'calls/s', 'p50 ms', 'p99 ms', 'CPU ÷ http', 'calls/s ÷ http']
  const rows = Object.entries(clients).map(([name, client]) => [
    TITLES[name as ClientName],
    ...cellsOf(client),
    spread(client.ratios.cpu),
    spread(client.ratios.callsPerSecond),
  ])
  return `# Concurrency ${concurrency}\n\n${table([columns, ['node:http', ...cellsOf(http), '1', '1'], ...rows])}`
}

const cellsOf = ({ cpuUsPerCall, callsPerSecond, p50Ms, p99Ms }: Figures): readonly string[] => [
  fixed(cpuUsPerCall),
  fixed(callsPerSecond),
  fixed(p50Ms, 2),
  fixed(p99Ms, 2),
]

const ADDED = ['(SQLite − memory) ÷ bare', '(SQLite − none) ÷ bare']

const journalTable = (measurements: readonly Measurement[]): string => {
  const columns = ['concurrency', 'commits/s', 'commands/commit', 'bare CPU µs', 'bare calls/s', ...ADDED]
  const rows = measurements.map(({ concurrency, journal }) => [
    String(concurrency),
    fixed(journal.commitsPerSecond),
    fixed(journal.commandsPerCommit, 1),
    fixed(journal.bareCommits.cpuUsPerCall),
    fixed(journal.bareCommits.callsPerSecond),
    spread(journal.addedToMemory),
    spread(journal.addedToNone),
  ])
  return table([columns, ...rows])
}

export const profileText = ({ name, calls, cpuUsPerCall, ...profile }: ProfileReport): string =>
  [
    `${name}: ${calls} calls, ${fixed(cpuUsPerCall)} µs of CPU each on all threads; below, the main thread`,
    `# By package, with what it asked of Node\n\n${shares(profile.packages)}`,
    `# By function, with what it asked of Node\n\n${shares(profile.owners)}`,
    `# By function, itself\n\n${shares(profile.functions)}`,
  ].join('\n\n')

const shares = (list: readonly Share[]): string =>
  table([['µs', '%', ''], ...list.map((share) => [fixed(share.usPerCall, 1), fixed(share.percent, 1), share.name])])

const fixed = (value: number, digits = 0): string => value.toFixed(digits)

const spread = ({ median, lower, upper }: Spread): string =>
  `${fixed(median, 2)} (${fixed(lower, 2)}–${fixed(upper, 2)})`

/** As Markdown, so that it can be put into a document. */
const table = ([head = [], ...rows]: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
