import type { BodyReply } from '../faults/fault.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { WireNames } from './names.js'

// Stands in for text that JSON.stringify cannot produce; from the private use area, so that no request contains it.
const MARK = '\u{F0000}'
const MARKED_KEY = `"${MARK}":`
const MARKED_VALUE = `"${MARK}"`

/** The bytes of a body that says something wrong, or says it strangely. */
export function distort(body: Json, fault: BodyReply, names: WireNames): Buffer {
  const edit = (change: (object: JsonObject) => JsonObject): string =>
    JSON.stringify(editObjects(body, names.many, change))
  switch (fault.kind) {
    case 'wrong-reference':
      return Buffer.from(edit((object) => ({ ...object, [names.reference]: wrongReference(object, fault, names) })))
    case 'wrong-amount':
      return Buffer.from(
        edit((object) => ({ ...object, [names.amount]: fault.amount ?? Number(object[names.amount] ?? 0) + 1 })),
      )
    case 'missing-id':
      return Buffer.from(edit((object) => without(object, names.id)))
    case 'unknown-status':
      return Buffer.from(edit((object) => ({ ...object, [names.status]: fault.status ?? 'on_hold' })))
    case 'duplicate-keys': {
      const key = names[fault.key ?? 'id']
      const twice = edit((object) => ({ ...object, [MARK]: another(object[key]) }))
      return Buffer.from(twice.replaceAll(MARKED_KEY, `${JSON.stringify(key)}:`))
    }
    case 'wrong-types':
      return Buffer.from(JSON.stringify(retype(body, fault.shape, names)))
    case 'number': {
      const original = plain(firstObject(body, names.many)?.[names.amount], '1')
      const marked = edit((object) => ({ ...object, [names.amount]: MARK }))
      return Buffer.from(marked.replaceAll(MARKED_VALUE, numberText(original, fault.form)))
    }
    case 'huge':
      return Buffer.from(edit((object) => ({ ...object, padding: 'x'.repeat(fault.bytes ?? 1_100_000) })))
    case 'deep': {
      const levels = fault.levels ?? 10_000
      const marked = edit((object) => ({ ...object, nested: MARK }))
      return Buffer.from(marked.replaceAll(MARKED_VALUE, `${'['.repeat(levels)}${']'.repeat(levels)}`))
    }
    case 'invalid-utf8': {
      const [before = '', after = ''] = edit((object) => ({ ...object, note: MARK })).split(MARKED_VALUE, 2)
      // 0xC3 announces a second byte that 0x28 is not.
      return Buffer.concat([Buffer.from(`${before}"`), Buffer.from([0xc3, 0x28]), Buffer.from(`"${after}`)])
    }
  }
}

/** Applies a change to the object, to each object of an array, or to each object under the key `many`. */
function editObjects(body: Json, many: string, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(body)) return body.map((element: Json) => editObjects(element, many, change))
  if (!isJsonObject(body)) return body
  const { [many]: items } = body
  return Array.isArray(items) ? { ...body, [many]: editObjects(items, many, change) } : change(body)
}

function firstObject(body: Json, many: string): JsonObject | undefined {
  let first: JsonObject | undefined
  editObjects(body, many, (object) => {
    first ??= object
    return object
  })
  return first
}

function wrongReference(object: JsonObject, fault: { readonly reference?: string }, names: WireNames): string {
  return fault.reference ?? `${plain(object[names.reference])}-other`
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
}

const plain = (value: Json | undefined, otherwise = ''): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise

function another(value: Json | undefined): Json {
  if (typeof value === 'number') return value + 1
  return `${plain(value)}-other`
}

function retype(body: Json, shape: (BodyReply & { kind: 'wrong-types' })['shape'], names: WireNames): Json {
  switch (shape) {
    case 'amount-string':
      return editObjects(body, names.many, (object) => ({ ...object, [names.amount]: plain(object[names.amount]) }))
    case 'id-number':
      return editObjects(body, names.many, (object) => ({ ...object, [names.id]: 12345 }))
    case 'array':
      return [body]
    case 'string':
      return JSON.stringify(body)
    case 'null':
      return null
  }
}

function numberText(decimal: string, form: (BodyReply & { kind: 'number' })['form']): string {
  const [whole = '', fraction = ''] = decimal.split('.')
  switch (form) {
    case 'exponent':
      return `${whole.slice(0, 1)}.${whole.slice(1) + fraction || '0'}e${whole.length - 1}`
    case 'seventeen-digits':
      // Odd and above 2^53: a double holds only its even neighbours.
      return whole.padEnd(16, '9') + '1'
    case 'hidden-fraction':
      // Rounds to the right amount as soon as it becomes a double.
      return `${whole}.${fraction.padEnd(whole === '0' ? 19 : 16 - Math.min(whole.length, 15), '0')}1`
  }
}
