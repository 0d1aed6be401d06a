import { GROUPS, type Group } from './case.js'
import { planFor, runAdapterCase, titleOf } from './plan.js'
import { reportOf, type AdapterReport, type CaseResult } from './report.js'
import type { AdapterSubject } from './world.js'

export interface RunOptions {
  /** Only these groups. */
  readonly groups?: readonly Group[]
  /** The date of the report; default: now. */
  readonly date?: Date
  /** Called after each case. */
  readonly onResult?: (result: CaseResult) => void
}

/** Runs everything without a test framework, one case after the other, and says what was proven. */
export const runConformance = async (
  name: string,
  subject: AdapterSubject,
  { groups = GROUPS, date = new Date(), onResult }: RunOptions = {},
): Promise<AdapterReport> => {
  const results: CaseResult[] = []
  for (const planned of planFor(subject)) {
    const { id, group } = planned.case
    if (!groups.includes(group)) continue
    const error = await runAdapterCase(planned, subject).then(
      () => undefined,
      (problem: unknown) => (problem instanceof Error ? problem.message : String(problem)),
    )
    const about = { id, group, target: planned.target.name, title: titleOf(planned) }
    const result: CaseResult =
      error === undefined ? { ...about, verdict: 'passed' } : { ...about, verdict: 'failed', error }
    results.push(result)
    onResult?.(result)
  }
  return reportOf(name, subject, { results, date })
}
