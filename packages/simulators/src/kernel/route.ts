import type { Json } from './json.js'
import type { WireNames } from './reply/names.js'

export type Fields = Readonly<Record<string, unknown>>

/** A request that has passed authorization and can be read; what its fields must look like is the route's business. */
export interface SimulatedRequest {
  readonly endpoint: string
  /** The variable parts of the path. */
  readonly params: ReadonlyMap<string, string>
  readonly query: ReadonlyMap<string, string>
  readonly fields: Fields
  /** Whether a look-up may already see what was executed at this moment. */
  readonly sees: (executedAt: number) => boolean
}

/**
 * The outcome of a request, before it is made true: the kernel decides whether, when and how often `execute` runs,
 * because a fault may keep a well-answered request from ever being executed, or execute one that is never answered.
 */
export interface Outcome {
  readonly body: Json
  readonly execute?: () => void
}

export interface Route {
  /** The endpoint's name, as in faults and in the ledger. */
  readonly name: string
  readonly methods: readonly string[]
  /** Below the base path; `:name` stands for one variable segment. */
  readonly path: string
  /** `token` is asked for without authorization; it and `create` carry a body. */
  readonly kind: 'create' | 'lookup' | 'read' | 'token'
  /** Where this endpoint's answer has other names than the provider's usual ones. */
  readonly names?: Partial<WireNames>
  /** Names of the query parameters that are known. */
  readonly parameters: readonly string[]
  /** Throws a Refusal for what the provider would refuse. */
  readonly prepare: (request: SimulatedRequest) => Outcome
  /** The merchant's reference that a request is about, if it can be told. */
  readonly referenceOf: (request: SimulatedRequest) => string | undefined
}

/** Path parameters if the path agrees with the pattern. */
export function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const expected = pattern.split('/')
  const actual = path.split('/')
  if (expected.length !== actual.length) return undefined
  const params = new Map<string, string>()
  for (const [index, part] of expected.entries()) {
    const segment = actual[index] ?? ''
    if (part.startsWith(':') && segment !== '') params.set(part.slice(1), segment)
    else if (part !== segment) return undefined
  }
  return params
}
