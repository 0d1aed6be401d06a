import type { LedgerDraft } from '../kernel/ledger.js'
import { advancedNotice, createdNotice } from './callbacks.js'
import {
  nextSettlement,
  QA,
  type Disbursement,
  type Instrument,
  type PalladiumObject,
  type PalladiumState,
  type Payment,
} from './state.js'

/** Makes an instrument real: from now on it can be paid. */
export function issue(state: PalladiumState, item: Instrument, endpoint: string): void {
  const at = record(state, item, endpoint)
  if (state.options.qaTiming === false) return
  state.world.timeline.at(at + QA.unpaidMs, (now) => {
    if (item.status === 'unpaid' && now < item.expiresAt) receive(state, item, now)
  })
}

/** Makes a payout real: the wallet pays at once, the recipient has the money when it is done. */
export function disburse(state: PalladiumState, item: Disbursement, endpoint: string): void {
  if (state.wallets.disbursable < item.amount + item.fee) return
  const at = record(state, item, endpoint)
  state.wallets.disbursable -= item.amount + item.fee
  const { bank_code, account_name, account_number, description } = item.details
  state.movements.push({
    at,
    row: {
      transaction_type: 'disbursement',
      flashloan_status: 'not_flashloan',
      amount: Number(item.amount),
      fee: Number(item.fee),
      total: Number(item.amount + item.fee),
      bank_code: bank_code ?? null,
      name: account_name ?? null,
      description: description ?? null,
      account_number: account_number ?? null,
    },
  })
  if (state.options.qaTiming === false || item.amount !== QA.disbursedAmount) return
  state.world.timeline.at(at + QA.disbursedMs, (now) => arrive(state, item, now))
}

/** The recipient has the money. */
export function arrive(state: PalladiumState, item: Disbursement, at: number): void {
  if (item.status === 'done') return
  item.status = 'done'
  state.world.callbacks.changed(advancedNotice(item, at))
}

/** A payer pays in full: the provider has the money, the merchant not yet. */
export function receive(state: PalladiumState, item: Instrument, at: number): void {
  append(state, item, { at, type: 'payment', endpoint: 'payer' })
  const payment = { of: item, settled: false }
  item.payments.push(payment)
  // A reusable instrument that is paid again stays done: the status tells of its first payment.
  if (item.status === 'unpaid') item.status = 'pending'
  const settlesAt = state.options.qaTiming === false ? nextSettlement(at) : at + QA.pendingMs
  state.world.timeline.at(settlesAt, (now) => settle(state, payment, now))
  state.world.callbacks.changed(advancedNotice(item, at))
}

/** Every payment that is still on its way reaches the income wallet. */
export function settleAll(state: PalladiumState, item: Instrument, at: number): void {
  for (const payment of item.payments) settle(state, payment, at)
}

function settle(state: PalladiumState, payment: Payment, at: number): void {
  if (payment.settled) return
  const item = payment.of
  payment.settled = true
  item.status = 'done'
  state.wallets.withdrawable += item.amount - item.fee
  const { type, bank, account } = item.statement
  state.movements.push({
    at,
    row: {
      transaction_type: type,
      flashloan_status: 'not_flashloan',
      amount: Number(item.amount),
      // Negative for money in, positive for money out; either way total = amount + fee.
      fee: -Number(item.fee),
      total: Number(item.amount - item.fee),
      bank_code: bank,
      name: null,
      description: null,
      account_number: account,
    },
  })
}

/** Writes the fact down before anything else knows of the object. */
function record(state: PalladiumState, item: PalladiumObject, endpoint: string): number {
  item.executedAt = state.world.clock.now().getTime()
  append(state, item, { at: item.executedAt, type: item.kind, endpoint })
  state.objects.add(item)
  state.world.callbacks.created(createdNotice(item, item.executedAt))
  return item.executedAt
}

function append(
  state: PalladiumState,
  item: PalladiumObject,
  what: Pick<LedgerDraft, 'at' | 'type' | 'endpoint'>,
): void {
  const { id, reference, amount } = item
  state.world.ledger.append({ ...what, providerId: id, reference, amount: String(amount), currency: 'IDR' })
}
