import { Refusal } from '../kernel/errors.js'
import { isRecord, repeatedKey } from '../kernel/json.js'
import type { Fields } from '../kernel/route.js'

/** Reads one value, or throws a 400. `undefined` means that the field is not there. */
type Reader<Value> = (value: unknown, name: string) => Value
type Readers = Readonly<Record<string, Reader<unknown>>>
type Values<R extends Readers> = { readonly [Name in keyof R]: ReturnType<R[Name]> }

/** A JSON object without repeated keys, sent as application/json. */
export function readJson(contentType: string | undefined, body: Buffer): Fields {
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(contentType ?? ''))
    throw bad('Content-Type must be application/json.')
  const { text, value } = parse(body)
  if (!isRecord(value)) throw bad('The body must be a JSON object.')
  const repeated = repeatedKey(text)
  if (repeated !== undefined) throw bad(`${repeated} is given twice.`)
  return value
}

function parse(body: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return { text, value: JSON.parse(text) }
  } catch (cause) {
    const refusal = bad('The body is not JSON in UTF-8.')
    refusal.cause = cause
    throw refusal
  }
}

/** Reads the fields that are known, and refuses any other. */
export function readObject<R extends Readers>(fields: Fields, readers: R): Values<R> {
  for (const name of Object.keys(fields)) if (!Object.hasOwn(readers, name)) throw bad(`${name} is not known.`)
  const values = Object.entries(readers).map(([name, read]) => [name, read(fields[name], name)])
  return Object.fromEntries(values) as Values<R>
}

export const text: Reader<string> = (value, name) => {
  if (value === undefined) throw bad(`${name} is required.`)
  if (typeof value !== 'string' || value === '') throw bad(`${name} must be a string that is not empty.`)
  if (value.length > 1_000) throw bad(`${name} is too long.`)
  return value
}

export const email: Reader<string> = (value, name) => {
  if (!/^[^@\s]+@[^@\s]+$/.test(text(value, name))) throw bad(`${name} must be an e-mail address.`)
  return text(value, name)
}

export const webUrl: Reader<string> = (value, name) => {
  const url = text(value, name)
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw bad(`${name} must be a URL.`)
  return url
}

export const oneOf =
  <Value extends string>(...values: readonly Value[]): Reader<Value> =>
  (value, name) => {
    const found = values.find((candidate) => candidate === text(value, name))
    if (found === undefined) throw bad(`${name} must be one of ${values.join(', ')}.`)
    return found
  }

export const someOf =
  <Value extends string>(...values: readonly Value[]): Reader<readonly Value[]> =>
  (value, name) => {
    if (!Array.isArray(value) || value.length === 0) throw bad(`${name} must be an array that is not empty.`)
    const read = value.map((element: unknown) => oneOf(...values)(element, name))
    if (new Set(read).size < read.length) throw bad(`${name} names something twice.`)
    return read
  }

/** Whole pesos: every sample is whole, and a fraction of a peso cannot be paid. */
export const wholePesos =
  ({ above, maximum }: { readonly above: bigint; readonly maximum: bigint }): Reader<bigint> =>
  (value, name) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw bad(`${name} must be a whole number.`)
    const amount = BigInt(value)
    if (amount <= above) throw bad(`${name} must be greater than ${above}.`)
    if (amount > maximum) throw bad(`${name} must not be greater than ${maximum}.`)
    return amount
  }

export const flag: Reader<boolean> = (value, name) => {
  if (typeof value !== 'boolean') throw bad(`${name} must be true or false.`)
  return value
}

export const optional =
  <Value>(read: Reader<Value>): Reader<Value | undefined> =>
  (value, name) =>
    value === undefined ? undefined : read(value, name)

export const bad = (message: string): Refusal => new Refusal(400, message)
