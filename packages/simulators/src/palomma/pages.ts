import type { Collection, Stored } from '../kernel/collection.js'
import { isArray, isJsonObject, type Json, type JsonObject } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { bad } from './fields.js'

export const PAGE_PARAMETERS = ['limit', 'cursor'] as const

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

interface Listing<Item> {
  readonly matches: (item: Item) => boolean
  readonly show: (item: Item) => JsonObject
}

/**
 * One page, newest first (no order is documented). The cursor is the position of the last item that was shown, so that
 * objects that are created meanwhile neither repeat an item nor hide one.
 */
export function page<Item extends Stored>(
  request: SimulatedRequest,
  items: Collection<Item>,
  { matches, show }: Listing<Item>,
): Outcome {
  const limit = readLimit(request.query.get('limit'))
  const before = readCursor(request.query.get('cursor'), items.all.length)
  const shown: JsonObject[] = []
  let last = before
  for (let position = before - 1; position >= 0; position -= 1) {
    const item = items.all[position]
    if (item === undefined || !request.sees(item.executedAt) || !matches(item)) continue
    if (shown.length === limit) return { body: { items: shown, cursor: cursorAt(last), count: shown.length } }
    shown.push(show(item))
    last = position
  }
  return { body: { items: shown, cursor: null, count: shown.length } }
}

/** The same page from an index that holds everything twice. */
export function doublePage(body: Json): Json {
  if (!isJsonObject(body)) return body
  const { items = null } = body
  if (!isArray(items)) return body
  const twice = items.flatMap((item) => [item, item])
  return { ...body, items: twice, count: twice.length }
}

/** What happens outside 1 to 100 is not documented: it is clamped. */
function readLimit(sent: string | undefined): number {
  if (sent === undefined) return DEFAULT_LIMIT
  if (!/^-?\d{1,9}$/.test(sent)) throw bad('limit must be a whole number.')
  return Math.min(Math.max(Number(sent), 1), MAX_LIMIT)
}

// Hexadecimal and long, as in the samples, so that nobody is tempted to count with it.
const cursorAt = (position: number): string => Buffer.from(`position:${position}`.padStart(32)).toString('hex')

function readCursor(sent: string | undefined, length: number): number {
  if (sent === undefined) return length
  const position = /^ *position:(\d+)$/.exec(Buffer.from(sent, 'hex').toString())?.[1]
  if (position === undefined || cursorAt(Number(position)) !== sent) throw bad('cursor is not valid.')
  return Math.min(Number(position), length)
}
