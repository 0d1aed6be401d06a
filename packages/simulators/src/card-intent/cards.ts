import { hexId, ulid } from '../kernel/identifiers.js'
import { isRecord } from '../kernel/json.js'
import { object, optional, shaped, text, type Reader } from './fields.js'
import { badField } from './problems.js'

const CARD = object({
  pan: shaped(/^\d{12,19}$/, 'a card number'),
  code: optional(shaped(/^\d{3,4}$/, '3 or 4 digits')),
  expiry: shaped(/^(0[1-9]|1[0-2])\d{4}$/, 'a month as MMYYYY'),
  name: optional(text),
  country: optional(text),
  zip: optional(text),
})

// No official test data is published: these are the simulator's own.
const DECLINED_PAN = '4000000000000002'
const DECLINE = 'DECLINE'

/** What is not a secret of a card: only this leaves here, so that nothing behind it can keep a number or a code. */
export interface CardBehaviour {
  readonly declines: boolean
}

/** Reads a raw card, which must pass Luhn's check and not be past its month. */
export const cardAt =
  (now: number): Reader<CardBehaviour> =>
  (value, field) => {
    const { pan, expiry, name } = CARD(value, field)
    if (!passesLuhn(pan)) throw badField(`${field}.pan`, 'must be a card number')
    if (endOfMonth(expiry) <= now) throw badField(`${field}.expiry`, 'is in the past')
    return { declines: declines({ pan, name }) }
  }

export const declines = ({ pan, name }: { readonly pan?: string; readonly name?: string | undefined }): boolean =>
  pan === DECLINED_PAN || name === DECLINE

export const declinesAmount = (minor: bigint): boolean => minor % 100n === 13n

/** The token tells by its end what its card will do, so that no card need be kept. */
export function mintToken(now: number, { declines }: CardBehaviour): string {
  const random = declines ? hexId().slice(0, -DECLINE.length) + DECLINE : hexId()
  return `tkn_${ulid(now)}_${random}`
}

export const declinesToken = (token: string): boolean => token.endsWith(DECLINE)

export function passesLuhn(pan: string): boolean {
  const sum = Array.from(pan, Number).reduceRight((total, digit, index) => {
    const value = digit * ((pan.length - index) % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** A card is good until its month is over; in which zone is not documented, so in UTC. */
const endOfMonth = (expiry: string): number => Date.UTC(Number(expiry.slice(2)), Number(expiry.slice(0, 2)))

/** Numbers, codes and client secrets never reach the request log; nor does a card that is not even an object. */
export const isSecret = (name: string, value: unknown): boolean =>
  ['client_secret', 'pan', 'code'].includes(name) || (name === 'card' && !isRecord(value))
