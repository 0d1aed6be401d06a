import type { PayinAnswer, RefundAnswer } from '@polyrail/core'

interface State {
  readonly status: PayinAnswer['status']
  readonly settlement?: PayinAnswer['settlement']
}

// The eight that can be filtered by; the list ends in "etc.", and what they mean is not told: meanings are inferred.
const PAYMENTS = new Map<string, State>([
  ['AUTHORIZED', { status: 'authorized' }],
  ['DECLINED', { status: 'declined' }],
  ['VOIDED', { status: 'canceled' }],
  ['EXPIRED', { status: 'expired' }],
  ['PARTIAL_CAPTURED', { status: 'partially_captured' }],
  ['CAPTURED', { status: 'succeeded', settlement: 'pending' }],
  ['PARTIAL_SETTLED', { status: 'succeeded', settlement: 'partial' }],
  ['SETTLED', { status: 'succeeded', settlement: 'settled' }],
])

const REFUNDS = new Map<string, RefundAnswer['status']>([
  ['AUTHORIZED', 'pending'],
  ['CAPTURED', 'succeeded'],
  ['PARTIAL_SETTLED', 'succeeded'],
  ['SETTLED', 'succeeded'],
  ['DECLINED', 'failed'],
  ['VOIDED', 'failed'],
  ['EXPIRED', 'failed'],
])

const unrecognized = (status: string) => ({ code: 'unrecognized_status', providerCode: status })

/** `open`: part of the authorization can still be captured, so that nothing is final whatever was settled. */
export const paymentState = (status: string, open: boolean): State & Pick<PayinAnswer, 'reason'> => {
  const known = PAYMENTS.get(status)
  if (known === undefined) return { status: 'processing', reason: unrecognized(status) }
  // No reason is ever given.
  if (known.status === 'declined') return { ...known, reason: { code: 'declined' } }
  if (known.status === 'succeeded' && open) return { ...known, status: 'partially_captured' }
  return known
}

/** No status is documented for refunds; those of payments are used, and anything else is not final. */
export const refundState = (status: string): Pick<RefundAnswer, 'status' | 'reason'> => {
  const known = REFUNDS.get(status)
  if (known === undefined) return { status: 'pending', reason: unrecognized(status) }
  return known === 'failed'
    ? { status: known, reason: { code: 'refund_failed', providerCode: status } }
    : { status: known }
}
