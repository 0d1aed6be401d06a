import { isRecord } from '../json.js'
import type { Fields } from '../route.js'

type Hides = (name: string, value: unknown) => boolean

const MASK = '[masked]'
// Deeper than any request; bounds the recursion, since a body of a mebibyte can nest deeper than the stack.
const MAX_DEPTH = 32

/** The fields without the values that are secrets. */
export function masked(fields: Fields, hides: Hides | undefined): Fields {
  if (hides === undefined) return fields
  const show = (value: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH) return MASK
    if (Array.isArray(value)) return value.map((element: unknown) => show(element, depth + 1))
    return isRecord(value) ? record(value, depth) : value
  }
  const record = (values: Fields, depth: number): Fields =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, hides(name, value) ? MASK : show(value, depth + 1)]),
    )
  return record(fields, 0)
}
