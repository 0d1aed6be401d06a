import { lookup, type InputOf, type Lookup } from '@polyrail/core'
import { createPayment, createTransfer, listPayments, listTransfers } from './endpoints.js'
import { isSame, type ShownAmount } from './money.js'

/** What became of a call whose answer was lost: the provider is asked by our reference. */
export const lookups: readonly Lookup[] = [
  lookup(createPayment, async (sent, { call }) =>
    theOne((await call(listPayments, { reference: sent.reference })).data, sent),
  ),
  lookup(createTransfer, async (sent, { call }) =>
    theOne((await call(listTransfers, { reference: sent.reference })).data, sent),
  ),
]

type Sent = Pick<InputOf<typeof createPayment>, 'reference' | 'amount' | 'currency'>
type Found = { readonly reference: string; readonly amount: ShownAmount; readonly currency: string }

/** Undefined where there is no trace of it. What is not exactly one with what was sent proves nothing: nobody guesses. */
const theOne = <Item extends Found>(
  items: readonly Item[],
  { reference, amount, currency }: Sent,
): Item | undefined => {
  const named = items.filter((item) => item.reference === reference)
  const [ours, ...others] = named
  if (ours === undefined) return undefined
  if (others.length > 0 || !isSame(amount, ours.amount) || ours.currency !== currency) {
    throw new Error('What the provider has under this reference is not exactly what was sent')
  }
  return ours
}
