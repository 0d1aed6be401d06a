import {
  moneyFromMinor,
  sameMoney,
  undefinedIfNotFound,
  type MappingContext,
  type PayinAnswer,
  type RefundAnswer,
} from '@polyrail/core'
import { findTransaction } from './endpoints.js'
import { paymentState, refundState } from './statuses.js'
import type { Transaction } from './wire.js'

export const fromPayment = (trx: Transaction): PayinAnswer => {
  if (trx.type !== 'PAYMENT') throw new Error(`The provider answered with a transaction of the type ${trx.type}`)
  const money = (minor: number) => moneyFromMinor(minor, trx.order_currency)
  return {
    ...paymentState(endOf(trx), trx.amount_captured > 0 && leftOf(trx) > 0 && !CLOSED.includes(trx.status)),
    providerId: trx.id,
    reference: trx.external_id ?? undefined,
    amount: money(trx.order_amount),
    amountAuthorized: money(trx.amount_authorized),
    amountCaptured: money(trx.amount_captured),
    amountCanceled: money(trx.amount_voided),
    amountRefunded: money(trx.amount_refunded),
  }
}

const CLOSED = ['SETTLED', 'EXPIRED']

/** Where a part was captured, only the rest has lapsed: that part was taken. */
const endOf = ({ status, amount_captured: captured }: Transaction): string =>
  captured > 0 && status === 'EXPIRED' ? 'CAPTURED' : status

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

interface Ours {
  readonly external_id: string
  /** In minor units. */
  readonly amount: string
  /** That of the payin, for a refund. */
  readonly currency?: string
}

/** The payment or refund under our reference, if it is ours by its amount too; its type is judged where it is read. */
export const findByReference = async (
  { external_id: id, amount, currency }: Ours,
  { call }: Pick<MappingContext, 'call'>,
): Promise<Transaction | undefined> => {
  const found = await call(findTransaction, { type: 'external_id', id }).catch(undefinedIfNotFound)
  if (found === undefined) return undefined
  const own = moneyFromMinor(Number(amount), currency ?? found.order_currency)
  if (found.external_id === id && sameMoney(moneyFromMinor(found.order_amount, found.order_currency), own)) return found
  throw new Error('The provider has another transaction under this reference')
}
