import {
  undefinedIfNotFound,
  minorUnits,
  wireMinor,
  type InputOf,
  type MappingContext,
  type RefundDefinition,
} from '@polyrail/core'
import { createRefund, findTransaction, retrieveTransaction } from './endpoints.js'
import { fromRefund } from './transactions.js'
import type { Transaction } from './wire.js'

/** A transaction of its own, which names its payment nowhere in the answer. */
export const refund: RefundDefinition = {
  partial: true,
  sends: createRefund,
  create: async ({ providerId }, { amount }, { call, reference }) => {
    const made = await call(createRefund, { external_id: reference, trx_id: providerId, amount: wireMinor(amount) })
    if (minorUnits(amount) !== BigInt(made.order_amount)) {
      throw new Error('The provider answered with a refund of another amount')
    }
    return fromRefund(made)
  },
  retrieve: ({ providerId }, { call }) =>
    call(retrieveTransaction, { trx_id: providerId }).then(fromRefund, undefinedIfNotFound),
}

/** The refund under our reference. A payment under the same one hides it: then nobody guesses. */
export const findRefund = async (
  { external_id: id, amount }: InputOf<typeof createRefund>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<Transaction | undefined> => {
  const found = await call(findTransaction, { type: 'external_id', id }).catch(undefinedIfNotFound)
  if (found === undefined) return undefined
  if (found.type === 'REFUND' && found.external_id === id && BigInt(found.order_amount) === BigInt(amount.text)) {
    return found
  }
  throw new Error('The provider has another transaction under the reference of this refund')
}
