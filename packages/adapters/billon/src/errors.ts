import type { ErrorAnswer, Refusal } from '@polyrail/core'

/** Says that the payout is there: evidence that something was executed, not that it was refused. */
const REPEATED = /\b(?:already|duplicated?|taken|exists)\b/i

/**
 * A refusal is an `error` object, under whatever status: which ones the provider uses is not documented. A count of 0
 * says that there was nothing to cancel.
 */
export const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  if (!isObject(body)) return undefined
  const { error, success } = body
  if (success === 0 && error === undefined) {
    return {
      code: 'invalid_state',
      message: 'Nothing was cancelled: it was received, has lapsed or was cancelled before',
    }
  }
  if (!isObject(error)) return undefined
  const { type, message } = error
  if (typeof type !== 'string' || type === '') return undefined
  const text = typeof message === 'string' ? message : ''
  if (type === 'INVALID_PARAMS' && REPEATED.test(text)) return undefined
  const said = text === '' ? {} : { message: text }
  // A token that is refused is not documented; 401 is what the field uses.
  if (status === 401) return { code: 'authentication_failed', providerCode: type, ...said }
  const code = type === 'INSUFFICIENT_FUNDS' ? 'insufficient_funds' : 'provider_rejected'
  return { code, providerCode: type, ...said }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
