import type { PayoutAnswer } from '@polyrail/core'

// The two that are documented, both at creation. What a payout is called later is never told.
const STATUSES = new Map<string, PayoutAnswer['status']>([
  ['READY', 'ready'],
  ['UNAUTHORIZED', 'requires_authorization'],
])

export const statusOf = (status: string): Pick<PayoutAnswer, 'status' | 'reason'> => {
  const known = STATUSES.get(status)
  return known === undefined
    ? { status: 'processing', reason: { code: 'unrecognized_status', providerCode: status } }
    : { status: known }
}
