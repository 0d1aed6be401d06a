import { MAIL_POINTS, MAIL_POLICIES, type MailPolicy } from './mail-job.js'
import { killAndRead, type MailReport } from './mail-run.js'
import type { MailVerdict } from './mail-verdict.js'

/** The lists of a verdict that must be empty. */
export const MAIL_WRONG = [
  'lost',
  'twice',
  'unfinished',
  'notPaid',
  'brokenHistories',
  'untold',
  'outOfOrder',
  'tornLines',
] as const satisfies readonly (keyof MailVerdict)[]

/** What each broken policy must show in. */
const SHOWS: Readonly<Record<MailPolicy, (typeof MAIL_WRONG)[number]>> = {
  'acknowledge before keep': 'lost',
  'done before applying': 'notPaid',
  'advance before telling': 'untold',
  'keep without key': 'twice',
}

const CONTROL_KILLS = 40
/** With so many, every point must have been the end of somebody. */
const MANY = 300

interface MailOptions {
  readonly kills: number
  readonly seed: number
  readonly control: boolean
  readonly progress: (kills: number) => void
}

/** Prints what killed processes have left of deliveries and events; true where it was not as promised. */
export const killMail = async ({ kills, seed, control, progress }: MailOptions): Promise<boolean> => {
  console.log(
    `Processes that take deliveries and tell a subscriber are killed at random and at ${String(MAIL_POINTS.length)} ` +
      `named points; seed ${String(seed)}`,
  )
  const report = await killAndRead({ kills, seed, progress })
  print('polyrail', report)
  console.log('  ended at: ' + MAIL_POINTS.map((point) => `${point} ${String(report.points[point] ?? 0)}`).join(', '))
  let failed = MAIL_WRONG.some((name) => report[name].length > 0)
  if (kills >= MANY) failed ||= MAIL_POINTS.some((point) => report.points[point] === undefined)
  if (!control) return failed
  for (const policy of MAIL_POLICIES) {
    const broken = await killAndRead({ kills: Math.min(kills, CONTROL_KILLS), seed, policy, progress })
    print(`on purpose: ${policy}`, broken)
    const seen = broken[SHOWS[policy]].length > 0
    console.log(seen ? '  seen by this harness' : '  NOT SEEN by this harness')
    failed ||= !seen
  }
  return failed
}

const print = (title: string, report: MailReport): void => {
  console.log(`\n${title}`)
  console.log(
    `  ${String(report.kills)} kills in ${report.seconds.toFixed(0)} s, ${String(report.payins)} payins, ` +
      `${String(report.sent)} deliveries sent, ${String(report.acknowledged)} different ones acknowledged, ` +
      `${String(report.told)} events told, ${String(report.toldAgain)} of them again`,
  )
  for (const name of MAIL_WRONG) {
    const found = report[name]
    console.log(`  ${name}: ${String(found.length)}${found.length === 0 ? '' : ` (${found.slice(0, 5).join('; ')}…)`}`)
  }
}
