import { KINDS, type Kind } from './faults.js'
import type { Letter } from './expect.js'

/** One fault of a kind at one operation, judged. */
export interface Judged {
  readonly kind: Kind
  readonly title: string
  /** What core's table makes of it; absent where the fault cannot strike. */
  readonly letter: Letter
  /** Why it cannot strike there. */
  readonly not?: string
  /** What went otherwise than it should. */
  readonly problem?: string | undefined
}

/** One kind of fault at one operation on one journal. */
export interface Cell {
  readonly operation: string
  readonly journal: string
  readonly kind: Kind
  /** What is to be done, by the letters of the design. */
  readonly letters: string
  readonly runs: number
  readonly problems: readonly string[]
  /** Faults of this kind that cannot strike there, with the reason. */
  readonly not: readonly string[]
}

/** Every kind has its cell: one without a run is a problem. */
export const cellsOf = (
  { operation, journal }: Pick<Cell, 'operation' | 'journal'>,
  judged: readonly Judged[],
): readonly Cell[] =>
  KINDS.map(([kind]) => {
    const own = judged.filter((each) => each.kind === kind)
    const made = own.filter(({ not }) => not === undefined)
    const problems = own.flatMap(({ title, problem }) => (problem === undefined ? [] : [`${title}: ${problem}`]))
    return {
      operation,
      journal,
      kind,
      letters: [...new Set(made.map(({ letter }) => letter))].join(''),
      runs: made.length,
      problems: made.length === 0 ? ['no fault of this kind was tried'] : problems,
      not: own.flatMap(({ title, not }) => (not === undefined ? [] : [`${title}: ${not}`])),
    }
  })

/** Where what was seen is none of what was to be expected; undefined where all of it is. */
export const differences = (seen: object, expected: object): string | undefined => {
  const found = new Map<string, unknown>(Object.entries(seen))
  const wrong = Object.entries(expected).flatMap(([field, value]: [string, unknown]) => {
    const is = found.get(field)
    const agrees = Array.isArray(value) ? value.includes(is) : is === value
    return agrees ? [] : [`${field} is ${String(is)}, not ${Array.isArray(value) ? value.join(' or ') : String(value)}`]
  })
  return wrong.length === 0 ? undefined : wrong.join('; ')
}
