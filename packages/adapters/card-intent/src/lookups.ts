import { lookup } from '@polyrail/core'
import { findChange } from './changes.js'
import { changeTransaction, createPaymentIntent, createRefund, createTransaction } from './endpoints.js'
import { findPaymentIntent } from './hosted.js'
import { findByReference } from './transactions.js'

/** Transactions are found by our reference, changes by what they have moved. A card intent cannot be asked about. */
export const lookups = [
  lookup(createTransaction, ({ external_id, order }, context) =>
    findByReference({ external_id, amount: order.order_amount.text, currency: order.order_currency }, context),
  ),
  lookup(createPaymentIntent, findPaymentIntent, { neverFinds: true }),
  lookup(changeTransaction, findChange),
  lookup(createRefund, ({ external_id, amount }, context) =>
    findByReference({ external_id, amount: amount.text }, context),
  ),
]
