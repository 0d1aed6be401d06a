import { AssertionError } from 'node:assert'
import { inspect } from 'node:util'
import type { Expected } from './samples.js'

/** What `{name}` in an expected text stands for. */
export type Names = Readonly<Record<string, string | undefined>>

/** Fails with what is to be done about it. */
export const fail: (message: string) => never = (message) => {
  throw new AssertionError({ message })
}

export const must: (holds: boolean, message: string | (() => string)) => asserts holds = (holds, message) => {
  if (!holds) fail(typeof message === 'string' ? message : message())
}

/** Every field in which something is not as expected, in words. */
export const differences = (
  actual: unknown,
  expected: Expected,
  { names = {}, exactly = false }: { readonly names?: Names; readonly exactly?: boolean } = {},
): readonly string[] => compare('', { actual, expected }, { names, exactly })

interface Pair {
  readonly actual: unknown
  readonly expected: unknown
}

interface Terms {
  readonly names: Names
  /** Fields that are not named must not be there. */
  readonly exactly: boolean
}

const compare = (path: string, { actual, expected }: Pair, terms: Terms): readonly string[] => {
  if (expected instanceof RegExp) {
    const isText = typeof actual === 'string' || typeof actual === 'number'
    return isText && expected.test(String(actual)) ? [] : [difference(path, { actual, expected })]
  }
  if (typeof expected === 'string') {
    const text = named(expected, terms.names)
    return actual === text ? [] : [difference(path, { actual, expected: text })]
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [difference(path, { actual, expected })]
    return expected.flatMap((item: unknown, index) =>
      compare(`${path}[${String(index)}]`, { actual: (actual as unknown[])[index], expected: item }, terms),
    )
  }
  if (isFields(expected)) {
    if (!isFields(actual)) return [difference(path, { actual, expected })]
    const fields = new Set([...Object.keys(expected), ...(terms.exactly ? Object.keys(actual) : [])])
    return [...fields].flatMap((field) =>
      compare(path === '' ? field : `${path}.${field}`, { actual: actual[field], expected: expected[field] }, terms),
    )
  }
  return Object.is(actual, expected) ? [] : [difference(path, { actual, expected })]
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp)

const difference = (path: string, { actual, expected }: Pair): string =>
  `${path === '' ? 'it' : path} is ${shown(actual)}, expected ${expected === undefined ? 'nothing' : shown(expected)}`

/** Short enough for a line. */
export const shown = (value: unknown): string => {
  if (value instanceof Error) return `${value.name} (${(value as Rejection).code ?? 'no code'}: ${value.message})`
  const text = inspect(value, { depth: 4, breakLength: Infinity, compact: true })
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`
}

const NAME = /\{(\w+)\}/g

/** A text in which the names in braces are replaced by what they stand for; unknown ones stay. */
const named = (text: string, names: Names): string =>
  text.replace(NAME, (whole, name: string) => (Object.hasOwn(names, name) ? (names[name] ?? whole) : whole))

/** Fails unless everything is as expected; `advice` says what the author of the adapter does about it. */
export const mustAgree = (
  what: string,
  { actual, expected, ...terms }: Pair & { readonly expected: Expected } & Partial<Terms>,
  advice: string,
): void => {
  const found = differences(actual, expected, terms)
  must(found.length === 0, () => `${what}: ${found.join('; ')}. ${advice}`)
}

export interface Refused {
  /** The call, as the subject of a sentence. */
  readonly what: string
  /** The codes that say why; any when absent. */
  readonly codes?: readonly string[]
  /** What the author of the adapter does about it. */
  readonly advice: string
}

/** The error of a call that must be refused. */
export const mustBeRefused = async (call: Promise<unknown>, { what, codes, advice }: Refused): Promise<Rejection> => {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (!('error' in outcome)) return fail(`${what} must be refused, but it gave ${shown(outcome.value)}. ${advice}`)
  const error = outcome.error as Rejection
  must(
    codes === undefined || codes.includes(error.code ?? ''),
    () => `${what} was refused by ${shown(error)}, expected the code ${(codes ?? []).join(' or ')}. ${advice}`,
  )
  return error
}

/** What is looked at in an error; whatever it is, these are absent or right. */
export interface Rejection {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly httpStatus?: number
  readonly providerCode?: string
  readonly providerMessage?: string
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
}
