import { defined } from '@polyrail/core'
import type { PayinAnswer, PayoutAnswer, Reason, TokenAnswer } from '@polyrail/core'

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

/** A payin request that collected less than was asked for is a success, and says so. */
export const requestState = (status: string, statusMessage: string | null | undefined): LinkState =>
  status.toLowerCase() === 'partial'
    ? { status: 'succeeded', reason: { code: 'partially_collected' } }
    : linkState(status, statusMessage)

/** Of payouts only `processing` is shown; the others are those of payins. */
export const payoutState = (
  status: string,
  statusMessage: string | null | undefined,
): Pick<PayoutAnswer, 'status' | 'reason'> => {
  const state = linkState(status, statusMessage)
  if (state.status === 'pending') return { status: 'processing' }
  return state as Pick<PayoutAnswer, 'status' | 'reason'>
}

const LINKS = new Map<string, TokenAnswer['status']>([
  ['pending', 'requires_action'],
  ['processing', 'processing'],
  ['active', 'active'],
])

/** Of a payin source or payout target. */
export const bankLinkState = (
  status: string,
  statusMessage: string | null | undefined,
): Pick<TokenAnswer, 'status' | 'reason'> => {
  const word = status.toLowerCase()
  if (word === 'cancelled') return endBy(statusMessage ?? undefined) as Pick<TokenAnswer, 'status' | 'reason'>
  const known = LINKS.get(word)
  return known === undefined
    ? { status: 'processing', reason: { code: 'unrecognized_status', providerCode: status } }
    : { status: known }
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
  return { status, reason: { code, ...defined({ providerCode: message }) } }
}
