import { moneyFromMinor, type PayinAnswer, type RefundAnswer } from '@polyrail/core'
import { paymentState, refundState } from './statuses.js'
import type { Transaction } from './wire.js'

export const fromPayment = (trx: Transaction): PayinAnswer => {
  if (trx.type !== 'PAYMENT') throw new Error(`The provider answered with a transaction of the type ${trx.type}`)
  const money = (minor: number) => moneyFromMinor(minor, trx.order_currency)
  return {
    ...paymentState(trx.status, trx.amount_captured > 0 && leftOf(trx) > 0 && trx.status !== 'SETTLED'),
    providerId: trx.id,
    reference: trx.external_id ?? undefined,
    amount: money(trx.order_amount),
    amountAuthorized: money(trx.amount_authorized),
    amountCaptured: money(trx.amount_captured),
    amountCanceled: money(trx.amount_voided),
    amountRefunded: money(trx.amount_refunded),
  }
}

export const fromRefund = (trx: Transaction): RefundAnswer => {
  if (trx.type !== 'REFUND') throw new Error(`The provider answered with a transaction of the type ${trx.type}`)
  return {
    ...refundState(trx.status),
    providerId: trx.id,
    reference: trx.external_id ?? undefined,
    amount: moneyFromMinor(trx.order_amount, trx.order_currency),
  }
}

/** Minor units that are authorized and neither captured nor voided. */
export const leftOf = ({ amount_authorized, amount_captured, amount_voided }: Transaction): number =>
  amount_authorized - amount_captured - amount_voided
