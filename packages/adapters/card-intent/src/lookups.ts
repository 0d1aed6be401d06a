import { lookup } from '@polyrail/core'
import { findChange } from './changes.js'
import { changeTransaction, createPaymentIntent, createRefund, createTransaction } from './endpoints.js'
import { findPaymentIntent } from './hosted.js'
import { findPayment } from './payins.js'
import { findRefund } from './refunds.js'

/** Transactions are found by our reference, changes by what they have moved. A card intent cannot be asked about. */
export const lookups = [
  lookup(createTransaction, findPayment),
  lookup(createPaymentIntent, findPaymentIntent, { neverFinds: true }),
  lookup(changeTransaction, findChange),
  lookup(createRefund, findRefund),
]
