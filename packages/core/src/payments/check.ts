import type { Period } from '../adapter/definition.js'
import { ValidationError, type Issue } from '../errors/errors.js'
import { decimalsOf } from '../money/currencies.js'
import { InexactAmount, LARGEST_MINOR, minorUnits } from '../money/money.js'
import { validators } from '../generated/validators.js'
import { issuesOf } from '../schema/issues.js'
import { ownCopy } from '../schema/own.js'

/**
 * Checks a command against the contract and gives a copy of it, which the caller cannot change while it is executed.
 * Throws `ValidationError` with every issue at once.
 */
export const checkedCommand = <Command>(
  schema: string,
  given: Command,
  more: (fields: Fields) => readonly Issue[],
): Command => {
  const command = copyOf(given)
  const issues = [...issuesFor(schema, command), ...(isRecord(command) ? more(command) : [])]
  if (issues.length > 0) {
    const reference = isRecord(command) && typeof command['reference'] === 'string' ? command['reference'] : undefined
    throw new ValidationError(issues, { reference: reference?.slice(0, 255) })
  }
  return command
}

const copyOf = <Command>(command: Command): Command => {
  try {
    return ownCopy(command)
  } catch (cause) {
    throw new ValidationError([{ path: '', message: 'expected plain data, without functions' }], { cause })
  }
}

export type Fields = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The issues of one part by the schema for its `type`, where the type is known at all. */
export const partIssues = (prefix: string, part: unknown, at: string): readonly Issue[] => {
  if (!isRecord(part) || typeof part['type'] !== 'string') return []
  const schema = `${prefix}.${part['type']}`
  return Object.hasOwn(validators, schema) ? issuesFor(schema, part, at) : []
}

const issuesFor = (schema: string, data: unknown, under = ''): readonly Issue[] => {
  const validate = validators[schema]
  if (validate === undefined) throw new Error(`no schema ${schema}`)
  return issuesOf(validate, data, under)
}

/** An amount of money: exact, positive, of a known currency, with no more decimals than it has. */
export const amountIssues = (value: unknown, at = 'amount'): readonly Issue[] => {
  // That it is missing, the schema says.
  if (value === undefined) return []
  if (!isRecord(value))
    return [{ path: at, message: 'expected an object such as { amount: "150000.50", currency: "COP" }' }]
  const unknown = Object.keys(value).filter((key) => key !== 'amount' && key !== 'currency')
  const issues: Issue[] = unknown.map((key) => ({ path: `${at}.${key}`, message: 'is not a known field' }))
  const { amount, currency } = value
  if (typeof currency !== 'string' || decimalsOf(currency) === undefined) {
    issues.push({ path: `${at}.currency`, message: 'expected a currency code of ISO 4217 such as IDR' })
  } else {
    const problem = amountProblem(amount, currency)
    if (problem !== undefined) issues.push({ path: `${at}.amount`, message: problem })
  }
  return issues
}

const amountProblem = (amount: unknown, currency: string): string | undefined => {
  if (typeof amount !== 'string') return `expected a decimal string such as "150000.50", not a ${typeof amount}`
  if (amount.length > 40) return 'expected a shorter decimal string'
  try {
    const minor = minorUnits({ amount, currency })
    if (minor <= 0n) return 'expected more than zero'
    return minor > LARGEST_MINOR ? 'is larger than any payment' : undefined
  } catch (error) {
    if (error instanceof InexactAmount) return error.message
    throw error
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** An instant, as ISO 8601 with a zone; later than `after` where that is given. */
export const instantIssues = (value: unknown, at: string, after?: number): readonly Issue[] => {
  if (value === undefined) return []
  if (typeof value !== 'string' || !INSTANT.test(value) || Number.isNaN(Date.parse(value)) || !isRealDate(value)) {
    return [{ path: at, message: 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z' }]
  }
  return after !== undefined && Date.parse(value) <= after
    ? [{ path: at, message: 'expected a time in the future' }]
    : []
}

/** `Date` turns February 30 into March 2. */
const isRealDate = (value: string): boolean => {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value.slice(0, 10)
}

/** A span of time for a provider's list; throws `ValidationError`. */
export const checkPeriod = (period: Period): void => {
  const issues = [...instantIssues(period.from, 'from'), ...instantIssues(period.to, 'to')]
  if (typeof period.from !== 'string') issues.push({ path: 'from', message: 'is required' })
  if (typeof period.to !== 'string') issues.push({ path: 'to', message: 'is required' })
  if (issues.length === 0 && Date.parse(period.from) >= Date.parse(period.to)) {
    issues.push({ path: 'to', message: 'expected a time after from' })
  }
  if (issues.length > 0) throw new ValidationError(issues)
}
