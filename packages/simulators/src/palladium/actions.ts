import { SimulatorError } from '../kernel/errors.js'
import type { JsonObject } from '../kernel/json.js'
import { findTarget, readAmount } from '../kernel/targets.js'
import { arrive, receive, settleAll } from './lifecycle.js'
import { showQueried } from './show.js'
import type { Instrument, PalladiumObject, PalladiumState } from './state.js'

/** Names one object: by the provider's id, the merchant's reference, or what a payer would type. */
export type PalladiumTarget =
  | { readonly providerId: string }
  | { readonly reference: string }
  | { readonly accountNumber: string }
  | { readonly paymentCode: string }

export interface PalladiumActions {
  /** A payer pays a virtual account, payment code or QRIS in full: it becomes `pending`. */
  pay(target: PalladiumTarget): JsonObject
  /** Takes it to `done` at once: a payin's money reaches the income wallet, a payout its recipient. */
  settle(target: PalladiumTarget): JsonObject
  /** Its time is over now: it stays `unpaid` and can no longer be paid. */
  expire(target: PalladiumTarget): JsonObject
  /** Adds whole rupiah to the disburse wallet. */
  fund(amount: bigint): JsonObject
  /** Takes whole rupiah out of the disburse wallet; everything if no amount is given. */
  drain(amount?: bigint): JsonObject
}

export function palladiumActions(state: PalladiumState): PalladiumActions {
  const now = (): number => {
    state.world.timeline.catchUp()
    return state.world.clock.now().getTime()
  }
  const find = (target: unknown): PalladiumObject =>
    findTarget(target, state.objects, {
      accountNumber: ({ kind, details }) => (kind === 'virtual_account' ? details['account_number'] : undefined),
      paymentCode: ({ details }) => details['payment_code'],
    })
  const findInstrument = (target: unknown): Instrument => {
    const item = find(target)
    if (item.kind === 'disbursement') throw bad('a payout is not paid by a payer')
    return item
  }
  const wallet = (): JsonObject => ({ disbursable: String(state.wallets.disbursable) })
  return {
    pay(target) {
      const at = now()
      const item = findInstrument(target)
      refuseUnpayable(item, at)
      receive(state, item, at)
      return showQueried(item)
    },
    settle(target) {
      const at = now()
      const item = find(target)
      if (item.kind === 'disbursement') arrive(state, item, at)
      else {
        if (item.status === 'unpaid') {
          refuseUnpayable(item, at)
          receive(state, item, at)
        }
        settleAll(state, item, at)
      }
      return showQueried(item)
    },
    expire(target) {
      const at = now()
      const item = findInstrument(target)
      item.expiresAt = Math.min(item.expiresAt, at)
      return showQueried(item)
    },
    fund(amount) {
      state.wallets.disbursable += readAmount(amount)
      return wallet()
    },
    drain(amount = state.wallets.disbursable) {
      const taken = readAmount(amount)
      if (taken > state.wallets.disbursable) throw bad('the disburse wallet holds less than that')
      state.wallets.disbursable -= taken
      return wallet()
    },
  }
}

function refuseUnpayable(item: Instrument, at: number): void {
  if (at >= item.expiresAt) throw bad(`${item.id} has expired`)
  if (item.singleUse && item.status !== 'unpaid') throw bad(`${item.id} can be paid once only, and has been`)
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
