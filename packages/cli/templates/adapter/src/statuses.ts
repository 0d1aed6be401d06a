import type { PayinAnswer, PayoutAnswer } from '@polyrail/core'

const PAYMENTS = new Map<string, PayinAnswer['status']>([
  ['open', 'requires_action'],
  ['paid', 'succeeded'],
  ['declined', 'declined'],
])

const TRANSFERS = new Map<string, PayoutAnswer['status']>([
  ['queued', 'processing'],
  ['paid', 'succeeded'],
  ['returned', 'failed'],
])

/** A word that is not in the table is not final: never success, never failure. */
const known = <Status extends string>(statuses: ReadonlyMap<string, Status>, word: string) => {
  const status = statuses.get(word)
  return status === undefined
    ? ({ status: 'processing', reason: { code: 'unrecognized_status', providerCode: word } } as const)
    : { status }
}

export const paymentStatus = (word: string): Pick<PayinAnswer, 'status' | 'reason'> => known(PAYMENTS, word)

export const transferStatus = (word: string): Pick<PayoutAnswer, 'status' | 'reason'> => known(TRANSFERS, word)
