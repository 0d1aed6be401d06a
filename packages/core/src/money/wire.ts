import { Type } from 'typebox'
import type { Money } from '../contract/money.js'
import { decimalsOf } from './currencies.js'
import { InexactAmount, minorUnits, moneyOf, textOf, unitsOf } from './money.js'

/** A number on a JSON wire that is written digit by digit and was never a JavaScript number. */
export class WireNumber {
  constructor(readonly text: string) {}
}

/** The schema of a {@link WireNumber} in an endpoint's input. */
export const WireNumberSchema = Type.Unsafe<WireNumber>({
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', pattern: '^(0|[1-9][0-9]*)([.][0-9]+)?$' } },
})

/** The amount as text in major units with at most `decimals` of them: `'10000000'`, `'25.50'`. */
export const decimalText = ({ amount }: Money, decimals: number): string => textOf(unitsOf(amount, decimals), decimals)

/** The amount as an exact JSON number in major units. */
export const wireNumber = (money: Money, decimals: number): WireNumber => new WireNumber(decimalText(money, decimals))

/** The amount as an exact JSON number in minor units of its currency: 4590 for 45.90 USD. */
export const wireMinor = (money: Money): WireNumber => new WireNumber(minorUnits(money).toString())

const SIGNIFICANT = 15

/**
 * The amount in a provider's answer, from a JSON number or a decimal text in major units. Throws
 * {@link InexactAmount} where it is negative, has more than 15 significant digits, or more decimals than the
 * currency: such an answer is not believed. For values whose sign says nothing use {@link unsigned} first.
 */
export const moneyFrom = (value: number | string, currency: string): Money => {
  const decimals = decimalsOf(currency)
  if (decimals === undefined) throw new InexactAmount(`${currency} is not a currency of ISO 4217`)
  const text = typeof value === 'number' ? decimalOf(value) : value
  if (text.replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '').length > SIGNIFICANT) {
    throw new InexactAmount('expected at most 15 significant digits')
  }
  return { amount: textOf(unitsOf(text, decimals), decimals), currency }
}

/**
 * The amount in a provider's answer, from a JSON number in minor units. Throws {@link InexactAmount} where it is not a
 * whole number of at least 0 that a double holds exactly.
 */
export const moneyFromMinor = (value: number, currency: string): Money => {
  if (!Number.isSafeInteger(value) || value < 0) throw new InexactAmount('expected a whole number of minor units')
  return moneyOf(BigInt(value), currency)
}

/** A number without its sign, for fees that one endpoint counts as positive and another as negative. */
export const unsigned = (value: number): number => Math.abs(value)

/** JavaScript prints a double with the fewest digits that give it back, so up to 15 digits are the provider's own. */
const decimalOf = (value: number): string => {
  const text = String(value)
  const parts = /^(-?)(\d)(?:\.(\d+))?e\+(\d+)$/.exec(text)
  if (parts === null) return text
  const digits = (parts[2] ?? '') + (parts[3] ?? '')
  return (parts[1] ?? '') + digits.padEnd(Number(parts[4]) + 1, '0')
}
