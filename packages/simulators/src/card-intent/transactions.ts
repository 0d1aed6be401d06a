import { isoSeconds } from '../kernel/calendar.js'
import { ulid } from '../kernel/identifiers.js'
import type { JsonObject } from '../kernel/json.js'
import type { Transaction } from './state.js'

export const STATUSES = [
  'AUTHORIZED',
  'DECLINED',
  'VOIDED',
  'EXPIRED',
  'PARTIAL_CAPTURED',
  'CAPTURED',
  'PARTIAL_SETTLED',
  'SETTLED',
] as const

export type Status = (typeof STATUSES)[number]

type Given = Pick<Transaction, 'type' | 'reference' | 'externalId' | 'orderId' | 'currency' | 'orderAmount'> &
  Partial<Pick<Transaction, 'authorized' | 'captured' | 'declined'>>

/** A transaction that is not yet on the books. */
export const draft = (now: number, given: Given): Transaction => ({
  id: `trx_${ulid(now)}`,
  authorized: 0n,
  declined: false,
  captured: 0n,
  voided: 0n,
  refunded: 0n,
  chargedBack: 0n,
  settled: 0n,
  lapsed: false,
  executedAt: now,
  updatedAt: now,
  ...given,
})

/** What may still be captured or voided. */
export function openAmount({ type, lapsed, authorized, captured, voided }: Transaction): bigint {
  return type !== 'PAYMENT' || lapsed ? 0n : authorized - captured - voided
}

/** Follows from the amounts; the pages list the names, and leave most of their meaning to the reader. */
export function statusOf(transaction: Transaction): Status {
  const { declined, captured, settled, lapsed } = transaction
  const open = openAmount(transaction) > 0n
  if (declined) return 'DECLINED'
  if (captured === 0n && lapsed) return 'EXPIRED'
  if (captured === 0n) return open ? 'AUTHORIZED' : 'VOIDED'
  if (settled === 0n) return open ? 'PARTIAL_CAPTURED' : 'CAPTURED'
  return open || settled < captured ? 'PARTIAL_SETTLED' : 'SETTLED'
}

export const showTransaction = (transaction: Transaction): JsonObject => ({
  id: transaction.id,
  type: transaction.type,
  status: statusOf(transaction),
  order_amount: Number(transaction.orderAmount),
  order_currency: transaction.currency,
  amount_authorized: Number(transaction.authorized),
  amount_captured: Number(transaction.captured),
  amount_voided: Number(transaction.voided),
  amount_refunded: Number(transaction.refunded),
  external_id: transaction.externalId,
  updated_at: isoSeconds(transaction.updatedAt),
})
