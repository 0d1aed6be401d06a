import type { ErrorAnswer, Refusal } from '@polyrail/core'

const CODES = new Map<string, Refusal['code']>([
  ['invalid_key', 'authentication_failed'],
  ['not_found', 'not_found'],
  ['balance_too_low', 'insufficient_funds'],
])

/** What is not in this shape is no refusal: nobody knows then what was executed. */
export const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  if (status < 400 || status > 499 || !isObject(body) || !isObject(body['error'])) return undefined
  const { code, message } = body['error']
  if (typeof code !== 'string' || code === '') return undefined
  return {
    code: CODES.get(code) ?? 'provider_rejected',
    providerCode: code,
    ...(typeof message === 'string' ? { message } : {}),
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
