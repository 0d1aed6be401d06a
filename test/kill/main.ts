import { parseArgs } from 'node:util'
import { POINTS, POLICIES, UNGUARDED } from './job.js'
import { killMail } from './mail-print.js'
import { killAndCount, type KillReport } from './run.js'
import { stopAndGoOn, type StopReport } from './stopped.js'

const { values } = parseArgs({
  options: {
    /** Default: 1,000; of those that take deliveries and tell, 300. */
    kills: { type: 'string' },
    seed: { type: 'string', default: '1' },
    control: { type: 'boolean', default: true },
    mail: { type: 'boolean', default: false },
  },
  allowNegative: true,
})
const kills = Number(values.kills ?? (values.mail ? 300 : 1_000))
const seed = Number(values.seed)

const WRONG = [
  'double',
  'lost',
  'onlyClaimed',
  'stuckInSending',
  'forgotten',
  'brokenHistories',
  'notOnceInTheEnd',
] as const

const print = (title: string, report: KillReport): void => {
  console.log(`\n${title}`)
  console.log(
    `  ${String(report.kills)} kills in ${report.seconds.toFixed(0)} s, ${String(report.operations)} operations, ` +
      `${String(report.requests)} requests, ${String(report.executed)} executed, ` +
      `${String(report.settledByPeople)} settled by people`,
  )
  for (const name of WRONG) {
    const found = report[name]
    console.log(`  ${name}: ${String(found.length)}${found.length === 0 ? '' : ` (${found.slice(0, 5).join(', ')}…)`}`)
  }
}

const printStops = (title: string, { processes, notOnceWhileStopped, double }: StopReport): void => {
  console.log(`\n${title}`)
  console.log(
    `  ${String(processes)} processes stopped between arm and write, and let go on after others had taken over\n` +
      `  not executed once by those: ${String(notOnceWhileStopped.length)}\n` +
      `  executed again by who went on: ${String(double.length)}`,
  )
}

const progress = (done: number): void => {
  if (done % 100 === 0) process.stderr.write(`  ${String(done)} kills\n`)
}

const sending = async (): Promise<boolean> => {
  let failed = false
  console.log(
    `Processes that send are killed at random and at ${String(POINTS.length)} named points; seed ${String(seed)}`,
  )
  const report = await killAndCount({ kills, seed, progress })
  print('polyrail', report)
  console.log('  ended at: ' + POINTS.map((point) => `${point} ${String(report.points[point] ?? 0)}`).join(', '))
  failed ||= WRONG.some((name) => report[name].length > 0)
  if (kills >= 1_000) failed ||= POINTS.some((point) => report.points[point] === undefined)
  const stops = await stopAndGoOn()
  printStops('polyrail, stopped', stops)
  failed ||= stops.double.length + stops.notOnceWhileStopped.length > 0
  if (values.control) {
    for (const policy of POLICIES) {
      const broken = await killAndCount({ kills: Math.min(kills, 60), seed, policy, progress })
      print(`on purpose: ${policy}`, broken)
      const seen = broken.double.length + broken.lost.length + broken.notOnceInTheEnd.length > 0
      console.log(seen ? '  seen by this harness' : '  NOT SEEN by this harness')
      failed ||= !seen
    }
    const unguarded = await stopAndGoOn({ guarded: false })
    printStops(`on purpose: ${UNGUARDED}`, unguarded)
    const seen = unguarded.double.length > 0
    console.log(seen ? '  seen by this harness' : '  NOT SEEN by this harness')
    failed ||= !seen
  }
  return failed
}

const failed = values.mail ? await killMail({ kills, seed, control: values.control, progress }) : await sending()
const held = values.control ? 'All promises held, and every broken policy was seen.' : 'All promises held.'
console.log(failed ? '\nfailed' : `\n${held}`)
process.exitCode = failed ? 1 : 0
