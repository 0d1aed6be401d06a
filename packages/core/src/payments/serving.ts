import type { AmountLimits } from '../contract/capabilities.js'
import type { Money } from '../contract/money.js'
import { UnsupportedOperationError, ValidationError, type Issue, type PaymentError } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { InexactAmount, minorUnits, unitsOf } from '../money/money.js'
import { issuesOf } from '../schema/issues.js'
import type { TSchema } from 'typebox'

/** A definition of a method or destination, as far as it says what is served. */
interface Serving {
  readonly currencies: Readonly<Record<string, AmountLimits>>
  readonly accepts: TSchema
  readonly uses: readonly string[]
}

interface Served {
  readonly amount: Money
  readonly capture?: 'automatic' | 'manual'
  readonly expiresAt?: string
}

/** Why this account cannot serve the command, as the error to throw; undefined where it can. */
export const whyNot = (
  client: ProviderClient,
  { table, type }: { readonly table: 'payins' | 'payouts'; readonly type: string },
  command: Served,
): PaymentError | undefined => {
  const { account } = client
  const definitions: Readonly<Record<string, Serving | undefined>> = account.definition[table] ?? {}
  const serving = Object.hasOwn(definitions, type) ? definitions[type] : undefined
  const details = { provider: account.name }
  if (serving === undefined) {
    return new UnsupportedOperationError(`${account.name} has no ${table} of the type ${type}`, details)
  }
  const { currency } = command.amount
  const limits = Object.hasOwn(serving.currencies, currency) ? serving.currencies[currency] : undefined
  if (limits === undefined) {
    const known = Object.keys(serving.currencies).join(', ')
    return new UnsupportedOperationError(`${account.name} takes ${type} in ${known}, not in ${currency}`, details)
  }
  if (command.capture === 'manual' && !serving.uses.includes('capture')) {
    return new UnsupportedOperationError(`${account.name} cannot capture a ${type} later`, details)
  }
  const issues = [
    ...limitIssues(command.amount, limits),
    ...(command.expiresAt !== undefined && !serving.uses.includes('expiresAt')
      ? [{ path: 'expiresAt', message: `${account.name} cannot set when a ${type} expires` }]
      : []),
    ...issuesOf(account.validator(`${table}.${type}`, serving.accepts), command),
  ]
  return issues.length === 0 ? undefined : new ValidationError(issues, details)
}

const limitIssues = (money: Money, { decimals, minimum, maximum }: AmountLimits): readonly Issue[] => {
  const issue = (message: string): readonly Issue[] => [{ path: 'amount.amount', message }]
  const bound = (amount: string): bigint => minorUnits({ amount, currency: money.currency })
  try {
    unitsOf(money.amount, decimals)
  } catch (error) {
    if (!(error instanceof InexactAmount)) throw error
    return issue(decimals === 0 ? 'expected a whole amount, without a fraction' : error.message)
  }
  const minor = minorUnits(money)
  if (minimum !== undefined && minor < bound(minimum)) return issue(`expected at least ${minimum}`)
  if (maximum !== undefined && minor > bound(maximum)) return issue(`expected at most ${maximum}`)
  return []
}
