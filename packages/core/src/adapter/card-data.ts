import { inspect } from 'node:util'
import type { CardDetails, CardOnTheWay } from '../contract/card.js'
import { ValidationError, type Issue } from '../errors/errors.js'

const HIDDEN = '[card]'
const DETAILS: unique symbol = Symbol.for('@polyrail/core card details') as never

/**
 * The data of a card, for providers whose configuration allows raw cards. It goes on the wire and nowhere else: it is
 * neither printed nor serialised, and no part of it is logged, stored, or compared when a reference is used again.
 *
 * @throws ValidationError that names the field and never shows its content.
 */
export class CardData implements CardOnTheWay {
  readonly #details: CardDetails

  constructor(details: CardDetails) {
    const issues = issuesOf(details)
    if (issues.length > 0) throw new ValidationError(issues)
    this.#details = Object.freeze({ ...details })
  }

  /** By a registered symbol: an adapter may have come with another copy of core. */
  [DETAILS](): CardDetails {
    return this.#details
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): typeof HIDDEN {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}

export const isCardData = (value: unknown): value is CardData =>
  typeof value === 'object' && value !== null && DETAILS in value

/** The content, for the one mapping that puts it on the wire; undefined where it is gone, after a crash or a lost answer. */
export const cardDetails = (card: unknown): CardDetails | undefined => (isCardData(card) ? card[DETAILS]() : undefined)

const issuesOf = (details: Partial<CardDetails>): readonly Issue[] => {
  const { number, expiryMonth, expiryYear, securityCode, country, ...texts } = details
  const issues: Issue[] = []
  const expect = (path: string, holds: boolean, message: string): void => {
    if (!holds) issues.push({ path, message: `expected ${message}` })
  }
  expect(
    'number',
    typeof number === 'string' && /^\d{12,19}$/.test(number) && passesLuhn(number),
    'a valid card number',
  )
  expect('expiryMonth', isWithin(expiryMonth, 1, 12), 'a month from 1 to 12')
  expect('expiryYear', isWithin(expiryYear, 2000, 9999), 'a year of four digits')
  expect('securityCode', securityCode === undefined || isText(securityCode, /^\d{3,4}$/), 'three or four digits')
  expect('country', country === undefined || isText(country, /^[A-Z]{2}$/), 'a country code such as US')
  for (const [path, value] of Object.entries<unknown>(texts)) {
    const isKnown = path === 'holder' || path === 'postalCode'
    expect(path, isKnown && (value === undefined || isText(value, /^[^\p{Cc}]{1,255}$/u)), 'a text of the contract')
  }
  return issues
}

const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value)

const isWithin = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (const [index, digit] of digits.split('').reverse().entries()) {
    const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
