import { parse as parseExactly } from 'lossless-json'
import { WireNumber } from '../money/wire.js'

/** An answer that is not JSON as the standard has it, or not to be trusted in its numbers or its keys. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody'
}

const decoder = new TextDecoder('utf-8', { fatal: true })
const LONG_NUMBER = /(?:^|[:,[])\s*-?\d[\d.]{15,}/
const DEEPEST = 32
const SIGNIFICANT = 15

/**
 * Reads a body of JSON. Refused, beside what JSON itself refuses: bytes that are no UTF-8, a key given twice with
 * different values, a number of more than 15 significant digits (a double would round it), more than 32 levels.
 */
export const readJson = (body: Buffer): unknown => {
  try {
    const text = decoder.decode(body)
    const value: unknown = JSON.parse(text)
    const keys = countKeys(value, 0)
    // Colons inside of texts look like keys too, and keys may have a space before theirs: the exact reader decides.
    if (LONG_NUMBER.test(text) || countColons(text) !== keys) parseExactly(text, undefined, exactNumber)
    return value
  } catch (error) {
    // The messages of parsers quote what they read, and what a provider sends has no place in an error of ours.
    throw error instanceof UnreadableBody ? error : new UnreadableBody('not JSON, or a key is given twice')
  }
}

const countKeys = (value: unknown, depth: number): number => {
  if (typeof value !== 'object' || value === null) return 0
  if (depth === DEEPEST) throw new UnreadableBody(`more than ${DEEPEST} levels`)
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countKeys(item, depth + 1)
    return count
  }
  for (const key of Object.keys(value))
    count += 1 + countKeys((value as Readonly<Record<string, unknown>>)[key], depth + 1)
  return count
}

const countColons = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) count += 1
  return count
}

const exactNumber = (token: string): number => {
  const mantissa = token.replace(/[eE].*$/, '')
  const fraction = mantissa.includes('.') ? mantissa.replace(/0+$/, '') : mantissa
  if (fraction.replace(/\D/g, '').replace(/^0+/, '').length > SIGNIFICANT) {
    throw new UnreadableBody('a number of more than 15 significant digits')
  }
  return Number(token)
}

/**
 * Writes a body of JSON, with wire numbers digit by digit. By hand, because `JSON.stringify` can neither do that nor
 * be kept from a `toJSON` that somebody has put on `Object.prototype`.
 */
export const writeJson = (value: unknown): string => {
  if (value instanceof WireNumber) return digitsOf(value)
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined)
    return `{${fields.map(([name, item]) => `${JSON.stringify(name)}:${writeJson(item)}`).join(',')}}`
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  throw new TypeError(`JSON has no ${typeof value}`)
}

const digitsOf = ({ text }: WireNumber): string => {
  if (!/^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) throw new TypeError('a wire number that is no number')
  return text
}
