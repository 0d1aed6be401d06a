import { createHash } from 'node:crypto'
import type { Money } from '../contract/money.js'

/** What is to be routed, and the accounts that can serve it. */
export interface RoutingRequest {
  readonly kind: 'payin' | 'payout'
  readonly merchant: string
  readonly reference: string
  readonly amount: Money
  /** The type of the method or of the destination. */
  readonly type: string
  /** Names of the accounts that can serve it, in the order in which they were given to polyrail. */
  readonly candidates: readonly string[]
}

/** Decides in which order the accounts are tried; names that are left out are not tried. */
export interface Router {
  order(request: RoutingRequest): readonly string[]
}

export type RoutingRules =
  /** These first, in this order; then the others. */
  | { readonly priority: readonly string[] }
  /** Shares of the traffic. The same reference always comes to the same account first. Accounts without a weight come last. */
  | { readonly weights: Readonly<Record<string, number>> }
  | ((request: RoutingRequest) => readonly string[])

/** The router for these rules; without rules, the order in which the accounts were given. */
export const routerOf = (rules?: RoutingRules): Router => {
  if (rules === undefined) return { order: ({ candidates }) => candidates }
  if (typeof rules === 'function') {
    return { order: (request) => rules(request).filter((name) => request.candidates.includes(name)) }
  }
  if ('priority' in rules) return { order: ({ candidates }) => byPriority(candidates, rules.priority) }
  return { order: (request) => byWeight(request, rules.weights) }
}

const byPriority = (candidates: readonly string[], priority: readonly string[]): readonly string[] => [
  ...priority.filter((name) => candidates.includes(name)),
  ...candidates.filter((name) => !priority.includes(name)),
]

/** Weighted rendezvous hashing: each account draws a number from the reference, so that no randomness is needed. */
const byWeight = (
  { merchant, reference, candidates }: RoutingRequest,
  weights: Readonly<Record<string, number>>,
): readonly string[] => {
  const score = (name: string): number => {
    const weight = Object.hasOwn(weights, name) ? (weights[name] ?? 0) : 0
    const digest = createHash('sha256')
      .update(JSON.stringify([merchant, reference, name]))
      .digest()
    const drawn = (digest.readUInt32BE(0) + 1) / (2 ** 32 + 1)
    return weight > 0 ? -weight / Math.log(drawn) : 0
  }
  const scored = candidates.map((name) => ({ name, score: score(name) }))
  return scored.sort((left, right) => right.score - left.score).map(({ name }) => name)
}
