import type { LedgerDraft } from '../kernel/ledger.js'
import { majorUnits } from './money.js'
import { nowIn, type CardIntentState, type Transaction } from './state.js'
import { openAmount } from './transactions.js'

/** A card is charged, or refused. The hold ends by itself when its time is over. */
export function charge(state: CardIntentState, payment: Transaction, endpoint: string): boolean {
  const type = payment.declined ? 'decline' : payment.captured > 0n ? 'authcap' : 'authorization'
  const at = enter(state, payment, { type, endpoint })
  state.world.timeline.at(at + state.limits.authorizationLifetimeMs, (then) => lapse(payment, then))
  return true
}

export interface Change {
  readonly operation: 'capture' | 'void'
  readonly payment: Transaction
  readonly amount: bigint
  readonly reference: string
  readonly endpoint: string
}

/** Takes or releases part of a hold, unless that much is no longer open. */
export function change(state: CardIntentState, order: Change): boolean {
  const { operation, payment, amount, reference, endpoint } = order
  if (amount > openAmount(payment)) return false
  const at = nowIn(state.world)
  const { id } = payment
  const money = moneyOf(payment, amount)
  state.world.ledger.append({ at, type: operation, endpoint, providerId: id, parent: id, reference, ...money })
  Object.assign(payment, changed(order), { updatedAt: at })
  if (operation === 'capture') settleLater(state, payment, at)
  return true
}

/** The sum that it changes, as it is afterwards. */
export const changed = ({ operation, payment, amount }: Change): Partial<Transaction> =>
  operation === 'capture' ? { captured: payment.captured + amount } : { voided: payment.voided + amount }

/** Gives back what was captured, unless that much of it is no longer there. */
export function giveBack(state: CardIntentState, { refund, payment, endpoint }: GiveBack): boolean {
  if (refund.orderAmount > payment.captured - payment.refunded) return false
  payment.updatedAt = enter(state, refund, { type: 'refund', endpoint, parent: payment.id })
  payment.refunded += refund.orderAmount
  return true
}

interface GiveBack {
  readonly refund: Transaction
  readonly payment: Transaction
  readonly endpoint: string
}

/** The bank takes the money back. Nothing that the payment shows tells of it. */
export function takeBack(state: CardIntentState, chargeback: Transaction, payment: Transaction): void {
  enter(state, chargeback, { type: 'chargeback', endpoint: 'payer', parent: payment.id })
  payment.chargedBack += chargeback.orderAmount
}

/** Up to so much of what was captured has reached the merchant. */
export function settle(transaction: Transaction, upTo: bigint, at: number): void {
  if (upTo <= transaction.settled) return
  transaction.settled = upTo
  transaction.updatedAt = at
}

/** What is left of a hold can no longer be captured; without any capture, the payment has expired. */
export function lapse(payment: Transaction, at: number): void {
  if (openAmount(payment) === 0n) return
  payment.lapsed = true
  payment.updatedAt = at
}

function settleLater(state: CardIntentState, transaction: Transaction, at: number): void {
  const upTo = transaction.captured
  state.world.timeline.at(at + state.limits.settleAfterMs, (then) => settle(transaction, upTo, then))
}

type Entry = Pick<LedgerDraft, 'type' | 'endpoint' | 'parent'>

/** Writes the fact down before anything else knows of the transaction. */
function enter(state: CardIntentState, transaction: Transaction, entry: Entry): number {
  const at = nowIn(state.world)
  transaction.executedAt = at
  transaction.updatedAt = at
  const { id, externalId, orderAmount } = transaction
  const money = moneyOf(transaction, orderAmount)
  state.world.ledger.append({ ...entry, at, providerId: id, reference: externalId, ...money })
  state.transactions.add(transaction)
  settleLater(state, transaction, at)
  return at
}

const moneyOf = ({ currency }: Transaction, minor: bigint) => ({ amount: majorUnits(minor, currency), currency })
