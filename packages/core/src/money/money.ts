import type { Money } from '../contract/money.js'
import { decimalsOf } from './currencies.js'

const DECIMAL = /^(0|[1-9]\d*)(?:\.(\d+))?$/
/** Larger than any payment, and far below what every store and wire of ours can hold. */
export const LARGEST_MINOR = 10n ** 15n

/** An amount that is not a decimal text, or not exact at the wanted number of decimals. */
export class InexactAmount extends Error {
  override readonly name = 'InexactAmount'
}

/** By its name: the adapter that threw it may have come with another copy of core. */
export const isInexactAmount = (error: unknown): error is InexactAmount =>
  error instanceof Error && error.name === 'InexactAmount'

/** The amount in units of 10^-decimals; throws {@link InexactAmount} where a digit would be lost. */
export const unitsOf = (amount: string, decimals: number): bigint => {
  const parts = DECIMAL.exec(amount)
  if (parts === null) throw new InexactAmount('expected a decimal number such as 150000.50')
  const whole = parts[1] ?? ''
  const fraction = (parts[2] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) throw new InexactAmount(`expected at most ${decimals} decimals`)
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

/** The amount as decimal text: whole amounts without a point, others with all decimals of the scale. */
export const textOf = (units: bigint, decimals: number): string => {
  const digits = units.toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals)
  return /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`
}

/** Minor units of the currency, exactly. Throws {@link InexactAmount}. */
export const minorUnits = ({ amount, currency }: Money): bigint => unitsOf(amount, knownDecimals(currency))

/** So many minor units of the currency. */
export const moneyOf = (minor: bigint, currency: string): Money => ({
  amount: textOf(minor, knownDecimals(currency)),
  currency,
})

export const sameMoney = (left: Money, right: Money): boolean =>
  left.currency === right.currency && minorUnits(left) === minorUnits(right)

/** The one way of writing an amount: `'150000.50'`, `'10000000'`. */
export const canonicalMoney = (money: Money): Money => moneyOf(minorUnits(money), money.currency)

const knownDecimals = (currency: string): number => {
  const decimals = decimalsOf(currency)
  if (decimals === undefined) throw new InexactAmount(`${currency} is not a currency of ISO 4217`)
  return decimals
}
