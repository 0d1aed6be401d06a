import { undefinedIfNotFound, wireMinor, type RefundDefinition } from '@polyrail/core'
import { createRefund, retrieveTransaction } from './endpoints.js'
import { fromRefund } from './transactions.js'

/** A transaction of its own, which names its payment nowhere in the answer. */
export const refund: RefundDefinition = {
  partial: true,
  sends: createRefund,
  create: async ({ providerId }, { amount }, { call, reference }) =>
    fromRefund(await call(createRefund, { external_id: reference, trx_id: providerId, amount: wireMinor(amount) })),
  retrieve: ({ providerId }, { call }) =>
    call(retrieveTransaction, { trx_id: providerId }).then(fromRefund, undefinedIfNotFound),
}
