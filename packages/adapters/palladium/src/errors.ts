import type { ErrorAnswer, Refusal } from '@polyrail/core'

const CODES = new Map<number, Refusal['code']>([
  [401, 'authentication_failed'],
  [403, 'authentication_failed'],
  [404, 'not_found'],
  [429, 'rate_limited'],
])

const INSUFFICIENT = /insufficient|not enough/i
/** Says that the object is there: evidence that something was executed, not that it was refused. */
const REPEATED = /\b(?:already|duplicated?|taken|exists)\b/i

/**
 * A refusal is a 4xx with a JSON object that has a message. The documentation promises JSON and statuses and shows
 * no body; the shape is inferred.
 */
export const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  if (status < 400 || status > 499) return undefined
  const message = messageOf(body)
  if (message === undefined) return undefined
  const code = CODES.get(status)
  if (code !== undefined) return { code, message }
  if (REPEATED.test(message)) return undefined
  return { code: INSUFFICIENT.test(message) ? 'insufficient_funds' : 'provider_rejected', message }
}

/** The first text among `message`, `error`, `error.message` and the lists of `errors`. */
const messageOf = (body: unknown): string | undefined => {
  if (!isObject(body)) return undefined
  const { message, error, errors } = body
  const nested = isObject(error) ? error['message'] : undefined
  const listed: readonly unknown[] = typeof errors === 'object' && errors !== null ? Object.values(errors).flat() : []
  const texts = [message, error, nested, ...listed].filter((text) => typeof text === 'string')
  return texts.find((text) => text !== '')
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
