import { GROUPS, type Group } from './case.js'
import { targetsOf } from './targets.js'
import type { AdapterSubject, Fact } from './world.js'

/** Of this package: which cases there were. */
export const SUITE_VERSION = '0.1.0'

export interface CaseResult {
  readonly id: string
  readonly group: Group
  /** What of the adapter it was tried with. */
  readonly target: string
  readonly title: string
  readonly verdict: 'passed' | 'failed'
  /** What the author of the adapter has to do. */
  readonly error?: string
}

/** What a run has shown: plain data, to be kept as evidence. */
export interface AdapterReport {
  /** Of the form of this report. */
  readonly format: 1
  readonly suite: { readonly name: '@polyrail/conformance'; readonly version: string }
  readonly adapter: { readonly name: string; readonly version?: string }
  /** ISO 8601. */
  readonly date: string
  readonly verdict: 'passed' | 'failed'
  readonly counts: Readonly<Record<string, { readonly passed: number; readonly failed: number }>>
  /** What the adapter was shown to do, by what it does it with. */
  readonly capabilities: Readonly<Record<string, readonly Shown[]>>
  /** What it takes for a fact, and where that comes from. */
  readonly facts: readonly Fact[]
  readonly cases: readonly CaseResult[]
}

interface Run {
  readonly results: readonly CaseResult[]
  readonly date: Date
}

export const reportOf = (name: string, { world, version }: AdapterSubject, { results, date }: Run): AdapterReport => ({
  format: 1,
  suite: { name: '@polyrail/conformance', version: SUITE_VERSION },
  adapter: { name, ...(version === undefined ? {} : { version }) },
  date: date.toISOString(),
  verdict: results.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'failed',
  counts: Object.fromEntries(
    GROUPS.map((group) => {
      const own = results.filter((result) => result.group === group)
      const passed = own.filter(({ verdict }) => verdict === 'passed').length
      return [group, { passed, failed: own.length - passed }]
    }),
  ),
  capabilities: Object.fromEntries(
    targetsOf(world).flatMap(({ name: target }) => {
      const shown = shownOf(results.filter((result) => result.target === target))
      return shown.length === 0 ? [] : [[target, shown]]
    }),
  ),
  facts: world.facts ?? [],
  cases: results,
})

/** Which cases show what; all of them that were tried must have passed. */
const PROOFS = {
  made: /\.(?:created|all)$/,
  inParts: /\.part$/,
  exactAmounts: /^money\./,
  limits: /^limits\./,
  retrieved: /^error\.reading$|\.retrieved$/,
  statuses: /^status\./,
  onceByReference: /^same\.|^concurrent\./,
  onceWhateverIsAnswered: /^unknown\./,
  onceWhenASenderDies: /^crash\./,
  lostAnswerFound: /^lookup\.found$/,
  lostAnswerHarmless: /^lookup\.harmless$/,
  lostAnswerAskedAgain: /^lookup\.repeated$/,
  lostAnswerForAPerson: /^lookup\.blind$/,
  told: /^webhook\.(?:told|bodies|alike|words|letters|answers|resolves|other-|no-amount|almost-|partial|inherited|hint-)/,
  toldInAnyOrder: /^webhook\.(?:early|unknown-reference|order|final)$/,
} as const satisfies Readonly<Record<string, RegExp>>

/** What can be shown of something that an adapter does. */
export type Shown = keyof typeof PROOFS

const WORDS = Object.keys(PROOFS) as readonly Shown[]

const shownOf = (results: readonly CaseResult[]): readonly Shown[] =>
  WORDS.filter((word) => {
    const proofs = results.filter(({ id }) => PROOFS[word].test(id))
    return proofs.length > 0 && proofs.every(({ verdict }) => verdict === 'passed')
  })
