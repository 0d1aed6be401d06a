import { Refusal } from '../kernel/errors.js'
import type { Json, JsonObject } from '../kernel/json.js'

const CODES = new Map([
  [400, 'invalid_request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [409, 'conflict'],
  [413, 'payload_too_large'],
  [415, 'unsupported_media_type'],
  [429, 'too_many_requests'],
])

/** Not documented, as no error of this provider is: one object with a code, a message and, where one is wrong, a field. */
export function errorBody(status: number, message: string, details: JsonObject = {}): Json {
  const code = CODES.get(status) ?? (status < 500 ? 'invalid_request' : 'internal_error')
  return { error: { code, message, ...details } }
}

export const bad = (message: string, field?: string): Refusal =>
  new Refusal(400, message, field === undefined ? undefined : { field })

export const badField = (field: string, complaint: string): Refusal => bad(`${field} ${complaint}`, field)

export const notFound = (message: string): Refusal => new Refusal(404, message)

export const wrongState = (message: string): Refusal => new Refusal(409, message, { code: 'wrong_state' })
