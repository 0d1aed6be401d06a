import type { ErrorAnswer, Refusal } from '@polyrail/core'

const CODES = new Map<number, Refusal['code']>([
  [401, 'authentication_failed'],
  [403, 'authentication_failed'],
  [404, 'not_found'],
])

/** Says that the object is there: evidence that something was executed, not that it was refused. */
const REPEATED = /\b(?:already|duplicated?|exists|ya existe|duplicad[ao])\b/i

/**
 * A refusal is a 4xx with `{ "message": "…" }`, as documented for 400, 401 and 404. There is no code of its own.
 * Of 429 and 5xx core judges alone.
 */
export const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  if (status < 400) return undefined
  const { message } = { ...(body as { readonly message?: unknown } | null) }
  if (typeof message !== 'string' || message === '') return undefined
  const code = CODES.get(status)
  if (code !== undefined) return { code, message }
  return REPEATED.test(message) ? undefined : { code: 'provider_rejected', message }
}
