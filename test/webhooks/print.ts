import type { ProfileSummary } from '../benchmark/profile/summary.js'
import type { Contradiction } from './contradictions.js'
import type { ForgedReport } from './forged.js'
import type { LoadReport } from './load/run.js'
import type { PermutationReport } from './permutations.js'
import { isAsExpected, type Outcome, type Scenario } from './outcome.js'

const SHOWN = 5

export const permutationsText = (journal: string, report: PermutationReport, seconds: number): string =>
  lines(
    `# Every order, on the ${journal} journal`,
    `${n(report.arrangements)} arrangements of ${n(report.deliveries)} deliveries in ${n(seconds)} s, ${n(report.events)} events told`,
    `ended otherwise than in the provider's order, or told twice: ${listed(report.problems)}`,
  )

export const contradictionsText = (results: readonly Contradiction[]): string => {
  const rang = results.filter(({ after }) => (after[1]?.alarms.length ?? 0) > 0)
  const followed = results.filter(({ after: [one, other] }) => one?.status !== other?.status)
  const manual = results.filter(({ after }) => after[1]?.state === 'MANUAL')
  const wrong = results.flatMap(({ title, first, second, problems }) =>
    problems.map((problem) => `${title} ${first}, ${second}: ${problem}`),
  )
  return lines(
    '# Two ends, one after the other',
    `${n(results.length)} pairs: the first one stood in ${n(results.length - followed.length)}, an account that was ` +
      `active ceased to be in ${n(followed.length)}; ${n(rang.length)} rang, ${n(manual.length)} went to a person`,
    `otherwise than expected: ${listed(wrong)}`,
  )
}

export const toldTwiceText = (twice: readonly string[]): string => `  told twice, when all was over: ${listed(twice)}`

export const forgedText = (report: ForgedReport): string => {
  const { usPerDelivery: us, rssMb, heapMb, fileBytes } = report
  return lines(
    '# Forged, truncated, oversized and random',
    `${n(report.deliveries)} deliveries, ${n(report.overSockets)} more over sockets; ${n(report.genuine)} were still ` +
      'the provider’s word and were left out',
    Object.entries(report.kinds)
      .map(([kind, count]) => `${kind} ${n(count)}`)
      .join(', '),
    `answered: ${Object.entries(report.answers)
      .map(([answer, count]) => `${answer} ${n(count)}`)
      .join(', ')}`,
    `accepted: ${listed(report.accepted)}; thrown: ${listed(report.thrown)}`,
    `rows in the inbox: ${n(report.rows)}; after one genuine delivery: ${n(report.rowsAfterGenuine)}`,
    `the file: ${n(fileBytes.before)} bytes before, ${n(fileBytes.after)} after`,
    `memory: ${n(rssMb.before)} MB before, ${n(rssMb.after)} MB after; heap ${fixed(heapMb.before)} and ${fixed(heapMb.after)} MB`,
    `per delivery: ${n(us.mean)} µs (median ${n(us.p50)}, p99 ${n(us.p99)})`,
  )
}

export const scenarioText = (scenario: Scenario, outcome: Outcome): string => {
  const { answers, inbox, told, alarms, operation } = outcome
  const facts = [
    `answered ${answers.join(' ')}`,
    `inbox ${inbox.join(', ')}`,
    `told ${told.join(', ')}`,
    ...(alarms.length === 0 ? [] : [`rang ${alarms.join(', ')}`]),
    ...(operation === '' ? [] : [`in the end ${operation}`]),
  ]
  return `  ${isAsExpected(scenario, outcome) ? 'ok ' : 'NO '} ${scenario.title}: ${facts.join('; ')}`
}

export const loadText = ({ options, sent, received, ...report }: LoadReport): string =>
  lines(
    `# ${n(options.rate)} callbacks per second for ${n(options.seconds)} s`,
    `${n(sent.callbacks)} callbacks (${n(sent.repeated)} repeated, a fifth of the payins in the wrong order) about ` +
      `${n(report.payins)} payins; ${n(sent.callbacks / sent.seconds)} per second reached, the sender ${n(sent.behindMs)} ms late at most`,
    `answered: ${Object.entries(sent.answers)
      .map(([answer, count]) => `${answer} ${n(count)}`)
      .join(', ')}`,
    `acknowledged after: p50 ${fixed(sent.p50Ms)} ms, p99 ${fixed(sent.p99Ms)} ms, max ${fixed(sent.maxMs)} ms`,
    `the receiver: ${fixed(received.cpuSeconds)} s of CPU (${n((received.cpuSeconds / sent.callbacks) * 1e6)} µs each), ` +
      `${n(received.rssMb)} MB, event loop held up p99 ${n(received.loopP99Ms)} ms, max ${n(received.loopMaxMs)} ms`,
    `all applied and told ${fixed(received.drainSeconds)} s after the last one; journal ${fixed(report.journalMb)} MB`,
    `inbox: ${n(report.rows)} rows, ${n(report.done)} applied, ${n(report.triedOnce)} at the first try; ${n(report.events)} events told`,
    `lost, doubled or untold: ${listed(report.problems)}`,
  )

export const profileText = ({ packages, owners }: ProfileSummary): string =>
  lines(
    '# The receiver’s main thread, by package and by function',
    ...[...packages.slice(0, 8), ...owners.slice(0, 25)].map(
      ({ name, usPerCall, percent }) => `${fixed(usPerCall).padStart(7)} µs ${fixed(percent).padStart(5)} % ${name}`,
    ),
  )

const lines = (title: string, ...rest: readonly string[]): string =>
  `\n${title}\n${rest.map((one) => `  ${one}`).join('\n')}`

const n = (value: number): string => value.toFixed(0)

const fixed = (value: number): string => value.toFixed(1)

const listed = (found: readonly string[]): string =>
  found.length === 0 ? '0' : `${n(found.length)} (${found.slice(0, SHOWN).join('; ')}…)`
