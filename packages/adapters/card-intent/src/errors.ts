import { defined, type ErrorAnswer, type Refusal } from '@polyrail/core'

const CODES = new Map<number, Refusal['code']>([
  [401, 'authentication_failed'],
  [403, 'authentication_failed'],
  [404, 'not_found'],
])

/** Says that the object is there: evidence that something was executed, not that it was refused. */
const REPEATED = /\b(?:already|duplicated?|taken|exists|reused)\b/i

/**
 * No error is documented. A refusal is a 4xx with a JSON object that says something in one of the usual places; what a 409
 * says, which may tell of something that was done before, core takes for none; of 429 and 5xx core judges alone, too.
 */
export const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  if (status < 400) return undefined
  const said = { ...(body as Readonly<Record<string, unknown>> | null) }
  const message = messageOf(said)
  if (message === undefined) return undefined
  const known = CODES.get(status)
  if (known === undefined && REPEATED.test(message)) return undefined
  const { code, type } = isObject(said['error']) ? said['error'] : said
  return { code: known ?? 'provider_rejected', message, ...defined({ providerCode: firstText([code, type]) }) }
}

/** The first text among `error.message`, `error`, `message`, `detail` and the entries of `errors`. */
const messageOf = ({ error, message, detail, errors }: Readonly<Record<string, unknown>>): string | undefined => {
  const nested = isObject(error) ? error['message'] : error
  const listed: readonly unknown[] = Array.isArray(errors) ? errors : []
  const entries = listed.map((entry) => (isObject(entry) ? (entry['message'] ?? entry['detail']) : entry))
  return firstText([nested, message, detail, ...entries])
}

const firstText = (values: readonly unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value !== '')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
