import { Refusal } from '../kernel/errors.js'
import { isRecord, repeatedKey } from '../kernel/json.js'
import type { Fields } from '../kernel/route.js'
import { bad } from './problems.js'

const CONTENT_TYPE = /^application\/json(; ?charset=utf-8)?$/i
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}]|-?\d[\d.eE+-]*/gs
// The deepest documented field is one item of an order's items.
const MAX_DEPTH = 8

/** A JSON object in UTF-8 without repeated keys, whose whole numbers are written as whole numbers. */
export function readJson(contentType: string | undefined, body: Buffer): Fields {
  if (!CONTENT_TYPE.test(contentType ?? '')) throw new Refusal(415, 'Content-Type must be application/json.')
  const { text, value } = parse(body)
  if (!isRecord(value)) throw bad('The body must be a JSON object.')
  refuseStrangeTokens(text)
  const repeated = repeatedKey(text)
  if (repeated !== undefined) throw bad('A field is given twice.', repeated)
  return value
}

function parse(body: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return { text, value: JSON.parse(text) }
  } catch {
    // Without its cause: the parser's message quotes the body, and the body may hold a card.
    throw bad('The body is not JSON in UTF-8.')
  }
}

/** 1e3 and 4590.0 are read as whole numbers by `JSON.parse`, so that only the text still tells them apart. */
function refuseStrangeTokens(text: string): void {
  let depth = 0
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    else if (!token.startsWith('"') && isDisguised(token)) throw bad('A whole number is not written as one.')
    if (depth > MAX_DEPTH) throw bad('The body is nested too deeply.')
  }
}

const isDisguised = (number: string): boolean =>
  /e/i.test(number) || (number.includes('.') && Number.isInteger(Number(number)))
