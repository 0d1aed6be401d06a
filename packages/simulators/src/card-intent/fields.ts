import { parseDate } from '../kernel/calendar.js'
import { isRecord } from '../kernel/json.js'
import type { Fields } from '../kernel/route.js'
import { badField } from './problems.js'

/** Reads one value, or throws a 400. `undefined` means that the field is not there. */
export type Reader<Value> = (value: unknown, field: string) => Value
type Readers = Readonly<Record<string, Reader<unknown>>>
type Values<R extends Readers> = { readonly [Name in keyof R]: ReturnType<R[Name]> }

/** Reads the fields that are known, and refuses any other. */
export function readFields<R extends Readers>(fields: Fields, readers: R, prefix = ''): Values<R> {
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(readers, name)) throw badField(`${prefix}${name}`, 'is not known')
  }
  const values = Object.entries(readers).map(([name, read]) => [name, read(fields[name], `${prefix}${name}`)])
  return Object.fromEntries(values) as Values<R>
}

export const object =
  <R extends Readers>(readers: R): Reader<Values<R>> =>
  (value, field) => {
    if (value === undefined) throw badField(field, 'is required')
    if (!isRecord(value)) throw badField(field, 'must be an object')
    return readFields(value, readers, `${field}.`)
  }

export const listOf =
  <Value>(read: Reader<Value>): Reader<readonly Value[]> =>
  (value, field) => {
    if (!Array.isArray(value)) throw badField(field, 'must be an array')
    return value.map((element: unknown, index) => read(element, `${field}[${index}]`))
  }

export const text: Reader<string> = (value, field) => {
  if (value === undefined) throw badField(field, 'is required')
  if (typeof value !== 'string' || value === '') throw badField(field, 'must be a string that is not empty')
  // No length is documented.
  if (value.length > 1_000) throw badField(field, 'is too long')
  return value
}

export const shaped =
  (pattern: RegExp, description: string): Reader<string> =>
  (value, field) => {
    if (!pattern.test(text(value, field))) throw badField(field, `must be ${description}`)
    return text(value, field)
  }

export const day: Reader<string> = (value, field) => {
  if (parseDate(text(value, field)) === undefined) throw badField(field, 'must be a date as YYYY-MM-DD')
  return text(value, field)
}

export const webUrl: Reader<string> = (value, field) => {
  const url = text(value, field)
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw badField(field, 'must be a URL')
  return url
}

export const oneOf =
  <Value extends string>(...values: readonly Value[]): Reader<Value> =>
  (value, field) => {
    const found = values.find((candidate) => candidate === text(value, field))
    if (found === undefined) throw badField(field, `must be one of ${values.join(', ')}`)
    return found
  }

const MAX_AMOUNT = 999_999_999_999

/** A count, or an amount in minor units. No limit is documented; 12 digits are the card networks' own. */
export const positiveInteger: Reader<bigint> = (value, field) => {
  if (value === undefined) throw badField(field, 'is required')
  if (!Number.isSafeInteger(value) || Number(value) <= 0) throw badField(field, 'must be a positive integer')
  if (Number(value) > MAX_AMOUNT) throw badField(field, `must not be greater than ${MAX_AMOUNT}`)
  return BigInt(Number(value))
}

/** The one field that is documented as a number, not as an integer. */
export const price: Reader<number> = (value, field) => {
  if (value === undefined) throw badField(field, 'is required')
  if (typeof value !== 'number' || value < 0 || value > MAX_AMOUNT)
    throw badField(field, 'must be a number of at least 0')
  return value
}

export const optional =
  <Value>(read: Reader<Value>): Reader<Value | undefined> =>
  (value, field) =>
    value === undefined ? undefined : read(value, field)
