/**
 * A copy of plain data that inherits nothing, so that what somebody has put on `Object.prototype` is never read for a
 * field that is not there. Throws `TypeError` for what is no plain data.
 */
export const ownCopy = <T>(value: T): T => copy(value, 0) as T

const DEEPEST = 64

/** Inherits from an object that inherits nothing: unlike one without a prototype, V8 keeps it fast. */
const Own = function () {} as unknown as { new (): Record<string, unknown>; readonly prototype: object }
Object.setPrototypeOf(Own.prototype, null)
Reflect.deleteProperty(Own.prototype, 'constructor')

const copy = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('not plain data')
    return value
  }
  if (depth === DEEPEST) throw new TypeError('too deep')
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype && !isForeignPlain(prototype)) return value
  const own = new Own()
  for (const field of Object.keys(value)) own[field] = copy((value as Record<string, unknown>)[field], depth + 1)
  return own
}

/** Ours, or `Object.prototype` of another realm, such as a worker's or a test runner's. */
const isForeignPlain = (prototype: unknown): boolean => Object.getPrototypeOf(prototype) === null

/** The fields of one object, without what it inherits. */
export const ownFields = <T extends object>(value: T): T => Object.assign(new Own(), value)
