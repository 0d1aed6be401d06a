import { ConfigurationError, type Issue } from '@polyrail/core'
import { GROUPS, type Group } from './case.js'
import { SUITE_VERSION, type AdapterReport, type CaseResult, type Shown } from './report.js'

/** What a platform wants to have been shown of an adapter before it hands money to it. */
export interface EvidenceLevel {
  /** Of each of these something was tried, and everything has passed. */
  readonly groups?: readonly Group[]
  /** What was shown, by what the adapter does it with: `{ 'payouts.bank_account': ['made', 'onceByReference'] }`. */
  readonly capabilities?: Readonly<Record<string, readonly Shown[]>>
  /** At least this version of the suite: `0.1.0`. */
  readonly suiteVersion?: string
  /** Of this adapter, in exactly the version that is installed: what its package.json says. */
  readonly adapter?: { readonly name: string; readonly version?: string }
}

/**
 * Throws a `ConfigurationError` that names everything that is missing, unless the report shows all of it. The report may
 * come from a file: it is read as it is there. What has failed is never enough, whatever is required.
 */
export const requireEvidence = (report: unknown, level: EvidenceLevel = {}): void => {
  const read = readReport(report)
  const issues = read === undefined ? [UNREADABLE] : missing(read, level)
  if (issues.length > 0) throw new ConfigurationError(issues)
}

type Read = Pick<AdapterReport, 'suite' | 'adapter' | 'capabilities' | 'cases'>

const UNREADABLE: Issue = {
  path: 'evidence',
  message: 'expected a report of runConformance in format 1, as writeEvidence stores it',
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readReport = (report: unknown): Read | undefined => {
  if (!isFields(report) || report['format'] !== 1) return undefined
  const { suite, adapter, capabilities, cases } = report
  const isWhole = isFields(suite) && isFields(adapter) && isFields(capabilities)
  return isWhole && Array.isArray(cases) && cases.every(isFields) ? (report as unknown as Read) : undefined
}

const missing = ({ suite, adapter, capabilities, cases }: Read, level: EvidenceLevel): readonly Issue[] => [
  ...ofWhat({ suite, adapter }, level),
  ...cases.filter(({ verdict }) => verdict !== 'passed').map(brokenIssue),
  ...ofGroups(cases, level.groups),
  ...Object.entries(level.capabilities ?? {}).flatMap(([target, words]) => {
    const shown = Object.hasOwn(capabilities, target) ? capabilities[target] : undefined
    return words
      .filter((word) => !Array.isArray(shown) || !shown.includes(word))
      .map((word) => issue(`evidence.capabilities.${target}`, `${word} was not shown`))
  }),
]

const ofWhat = (
  { suite, adapter }: Pick<Read, 'suite' | 'adapter'>,
  { suiteVersion, adapter: wanted }: EvidenceLevel,
): readonly Issue[] => [
  ...(suiteVersion === undefined || isAtLeast(suite.version, suiteVersion)
    ? []
    : [issue('evidence.suite.version', `is ${suite.version}, expected ${suiteVersion} or later`)]),
  ...(['name', 'version'] as const).flatMap((field) => {
    const expected = wanted?.[field]
    if (expected === undefined || adapter[field] === expected) return []
    return [issue(`evidence.adapter.${field}`, `is ${adapter[field] ?? 'not there'}, expected ${expected}`)]
  }),
]

/** Without groups: something was tried at all. */
const ofGroups = (cases: readonly CaseResult[], groups: readonly Group[] | undefined): readonly Issue[] => {
  if (groups === undefined && cases.length === 0) return [issue('evidence.cases', 'nothing was tried')]
  return (groups ?? []).flatMap((group) => {
    if (!GROUPS.includes(group)) return [issue('groups', `${group} is no group of ${SUITE_VERSION}`)]
    return cases.some((result) => result.group === group)
      ? []
      : [issue(`evidence.groups.${group}`, 'nothing was tried')]
  })
}

const brokenIssue = ({ id, target }: CaseResult): Issue => issue(`evidence.cases.${id}`, `${target} has not passed`)

const issue = (path: string, message: string): Issue => ({ path, message })

/** By number, part by part; what is no version is never enough. */
const isAtLeast = (version: unknown, least: string): boolean => {
  const [given, wanted] = [partsOf(version), partsOf(least)]
  if (given === undefined || wanted === undefined) return false
  const place = given.findIndex((part, index) => part !== wanted[index])
  return place === -1 || (given[place] ?? 0) > (wanted[place] ?? 0)
}

const partsOf = (version: unknown): readonly number[] | undefined => {
  const [, ...parts] = /^(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(String(version)) ?? []
  return parts.length === 3 ? parts.map(Number) : undefined
}
