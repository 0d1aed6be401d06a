import { Refusal } from '../kernel/errors.js'
import { isRecord, repeatedKey } from '../kernel/json.js'
import type { Fields } from '../kernel/route.js'
import { read } from './amounts.js'
import { readMoment } from './dates.js'

/** Where the text of the amount is kept beside what `JSON.parse` makes of it, which may have been rounded. */
const AMOUNT_TEXT = Symbol('amount as written')

type Reader<Value> = (value: unknown, name: string) => Value
type Readers = Readonly<Record<string, Reader<unknown>>>
type Values<R extends Readers> = { readonly [Name in keyof R]: ReturnType<R[Name]> }

export const invalid = (message: string): Refusal => new Refusal(400, message, { type: 'INVALID_PARAMS' })

const CONTENT_TYPE = /^application\/json(; ?charset=utf-8)?$/i

/** A JSON object in UTF-8 without repeated keys. */
export function readJson(contentType: string | undefined, body: Buffer): Fields {
  if (!CONTENT_TYPE.test(contentType ?? '')) throw invalid('Content-Type must be application/json.')
  const { text, value } = parse(body)
  if (!isRecord(value)) throw invalid('The body must be a JSON object.')
  if (repeatedKey(text) !== undefined) throw invalid('A field is given twice.')
  // Scripts that look at requests see plain fields only: the text goes along unseen.
  return Object.defineProperty({ ...value }, AMOUNT_TEXT, { value: amountIn(text) })
}

function parse(body: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return { text, value: JSON.parse(text) }
  } catch {
    throw invalid('The body is not JSON in UTF-8.')
  }
}

/** The token after the top-level key `amount`, letter by letter. */
function amountIn(text: string): string | undefined {
  let depth = 0
  let key: string | undefined
  for (const [token, name, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/gs)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    else if (colon !== undefined && depth === 1) key = String(JSON.parse(name ?? '""'))
    else if (key === 'amount' && depth === 1 && name === undefined) return token
  }
  return undefined
}

/** Reads the fields that are known, and refuses any other. */
export function readFields<R extends Readers>(fields: Fields, readers: R): Values<R> {
  for (const name of Object.keys(fields)) if (!Object.hasOwn(readers, name)) throw invalid(`${name} is not known.`)
  const values = Object.entries(readers).map(([name, reader]) => [name, reader(fields[name], name)])
  return Object.fromEntries(values) as Values<R>
}

export function refuseEmpty(value: unknown): void {
  if (value === undefined || value === '') throw invalid('One of required fields is empty!')
}

export const text: Reader<string> = (value, name) => {
  refuseEmpty(value)
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`)
  if (value.length > 1_000) throw invalid(`${name} is too long.`)
  return value
}

export const optional =
  <Value>(reader: Reader<Value>): Reader<Value | undefined> =>
  (value, name) =>
    value === undefined ? undefined : reader(value, name)

/** The table says text, an example shows a number. */
export const textOrNumber: Reader<string> = (value, name) =>
  text(typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value, name)

export const digits: Reader<string> = (value, name) => {
  if (!/^\d{5,15}$/.test(text(value, name))) throw invalid(`${name} must be digits.`)
  return text(value, name)
}

export const flag: Reader<boolean> = (value, name) => {
  refuseEmpty(value)
  if (typeof value !== 'boolean') throw invalid(`${name} must be true or false.`)
  return value
}

export const currency: Reader<string> = (value, name) => {
  if (!/^[A-Z]{3}$/.test(text(value, name))) throw invalid(`${name} must be a code of ISO 4217.`)
  return text(value, name)
}

export const number: Reader<number> = (value, name) => {
  refuseEmpty(value)
  if (typeof value !== 'number') throw invalid(`${name} must be a number.`)
  return value
}

export const moment: Reader<number> = (value, name) => {
  const at = readMoment(text(value, name))
  if (at === undefined) throw invalid(`${name} must be a date.`)
  return at
}

/** More than nothing, with at most two decimals, by what was written. */
export function amountOf(fields: Fields): bigint {
  const amount = read((fields as { readonly [AMOUNT_TEXT]?: string })[AMOUNT_TEXT])
  if (amount === undefined || amount <= 0n) throw invalid('amount must be a number above 0 with at most 2 decimals.')
  return amount
}
