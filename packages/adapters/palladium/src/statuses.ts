import type { PayinAnswer, PayoutAnswer } from '@polyrail/core'

type State<Answer extends PayinAnswer | PayoutAnswer> = Pick<Answer, 'status' | 'reason'>

// Documented: unpaid, pending, done. The others are inferred from their plain meaning, as no word for an end without
// payment is documented; they end a payin only, which moves no money out.
const PAYIN = new Map<string, PayinAnswer['status']>([
  ['unpaid', 'pending'],
  ['pending', 'processing'],
  ['done', 'succeeded'],
  ['expired', 'expired'],
  ['cancelled', 'canceled'],
  ['canceled', 'canceled'],
  ['rejected', 'failed'],
  ['failed', 'failed'],
])

// Documented words only: who reads `failed` pays again, so no word is taken for it before the provider explains it.
const PAYOUT = new Map<string, PayoutAnswer['status']>([
  ['pending', 'processing'],
  ['done', 'succeeded'],
])

/** What a query says of a payin. `pending` there means paid and not settled yet, or just created: never success. */
export const payinState = (wire: string): State<PayinAnswer> => stateOf(PAYIN, wire)

/**
 * What the answer to a creation says. The samples show `pending` on a new account, where the status table says
 * `unpaid`; nobody can have paid what nobody has seen, so both mean that the payer is awaited.
 */
export const createdPayinState = (wire: string): State<PayinAnswer> =>
  wire.toLowerCase() === 'pending' ? { status: 'pending' } : payinState(wire)

export const payoutState = (wire: string): State<PayoutAnswer> => stateOf(PAYOUT, wire)

const stateOf = <Status extends string>(table: ReadonlyMap<string, Status>, wire: string) => {
  const status = table.get(wire.toLowerCase())
  if (status !== undefined) return { status }
  return { status: 'processing', reason: { code: 'unrecognized_status', providerCode: wire } } as const
}
