import type { PayinAnswer, Reason } from '@polyrail/core'

const STATUSES = new Map<string, PayinAnswer['status']>([
  ['pending', 'pending'],
  ['processing', 'processing'],
  ['approved', 'succeeded'],
])

/** What `cancelled`, the provider's one word for every bad end, means by its status message. */
const ENDS = new Map<string, { readonly status: PayinAnswer['status']; readonly code: string }>([
  ['EXPIRED', { status: 'expired', code: 'expired' }],
  ['CUSTOMER_CANCELLATION', { status: 'canceled', code: 'canceled_by_payer' }],
  ['AUTHENTICATION_FAILED', { status: 'failed', code: 'payer_not_authenticated' }],
  ['DECLINED_BY_BANK', { status: 'failed', code: 'declined_by_bank' }],
  ['INVALID_ACCOUNT', { status: 'failed', code: 'invalid_account' }],
  ['NOT_ENOUGH_FUNDS', { status: 'failed', code: 'insufficient_funds' }],
  ['ERROR', { status: 'failed', code: 'provider_error' }],
])

interface LinkState {
  readonly status: PayinAnswer['status']
  readonly reason?: Reason
}

/** The message counts beside `cancelled` only: a documented sample shows one beside `approved`. */
export const linkState = (status: string, statusMessage: string | null | undefined): LinkState => {
  const word = status.toLowerCase()
  if (word === 'cancelled') return endBy(statusMessage ?? undefined)
  const known = STATUSES.get(word)
  if (known !== undefined) return { status: known }
  return { status: 'processing', reason: { code: 'unrecognized_status', providerCode: status } }
}

const endBy = (message: string | undefined): LinkState => {
  const { status, code } = ENDS.get(message?.toUpperCase() ?? '') ?? { status: 'failed', code: 'unrecognized_reason' }
  return { status, reason: { code, ...(message === undefined ? {} : { providerCode: message }) } }
}
