import type { Stage } from './stage.js'
import type { Feature, Target } from './target.js'

export const GROUPS = [
  'capabilities',
  'payins',
  'payouts',
  'refunds',
  'tokens',
  'customers',
  'exact money',
  'limits',
  'statuses',
  'errors',
  'same reference',
  'unknown outcome',
  'lookup',
  'concurrency',
  'crash',
  'secrets',
  'webhooks',
] as const

export type Group = (typeof GROUPS)[number]

export type Need = Feature | `no ${Feature}`

/** One promise, as data: it is tried with every target that has what it needs. `run` rejects where it is broken. */
export interface AdapterCase {
  readonly id: string
  readonly title: string
  readonly group: Group
  readonly needs: readonly Need[]
  readonly run: (stage: Stage, target: Target) => Promise<void>
}

export const fits = ({ needs }: AdapterCase, { features }: Target): boolean =>
  needs.every((need) =>
    need.startsWith('no ') ? !features.has(need.slice(3) as Feature) : features.has(need as Feature),
  )
