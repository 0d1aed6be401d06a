import { SimulatorError } from '../kernel/errors.js'
import { isRecord, type JsonObject } from '../kernel/json.js'
import { findTarget } from '../kernel/targets.js'
import { decimal, read } from './amounts.js'
import { lapse, receive } from './lifecycle.js'
import { showPayout } from './payouts.js'
import type { BillonState, Payout } from './state.js'

/** `reference` is the code at the end of the description. */
export type BillonTarget = { readonly providerId: string } | { readonly reference: string }

export interface BillonFunds {
  readonly currency: string
  /** Decimal text; for `drain`, everything when absent. */
  readonly amount?: string
}

export interface BillonActions {
  /** A panel user authorises the payout: it becomes READY. */
  authorize(target: BillonTarget): JsonObject
  /** Its recipient receives it, between its two dates. */
  collect(target: BillonTarget): JsonObject
  /** Its time is over now: it can no longer be received, and its amount is free again. */
  expire(target: BillonTarget): JsonObject
  fund(funds: BillonFunds): JsonObject
  drain(funds: BillonFunds): JsonObject
  /** From now on every token given before is refused. */
  revokeTokens(): void
}

export function billonActions(state: BillonState): BillonActions {
  const now = (): number => {
    state.world.timeline.catchUp()
    return state.world.clock.now().getTime()
  }
  const find = (target: unknown, states: readonly Payout['state'][]): Payout => {
    const payout = findTarget(target, state.payouts)
    if (!states.includes(payout.state)) throw bad(`${payout.id} is ${payout.state} already`)
    return payout
  }
  const pay = (funds: unknown, sign: 1n | -1n): JsonObject => {
    // What has lapsed by now is part of what is held.
    now()
    const { currency, amount } = isRecord(funds) ? funds : {}
    if (typeof currency !== 'string') throw bad('currency must be a code of ISO 4217')
    const held = state.balances.get(currency) ?? 0n
    const moved = amount === undefined && sign === -1n ? held : read(amount)
    if (moved === undefined) throw bad('amount must be decimal text such as 25.50')
    if (sign === -1n && moved > held) throw bad('the account holds less than that')
    state.balances.set(currency, held + sign * moved)
    return { currency, available: decimal(held + sign * moved) }
  }
  return {
    authorize(target) {
      const at = now()
      const payout = find(target, ['UNAUTHORIZED'])
      payout.state = 'READY'
      payout.updatedAt = at
      return showPayout(payout)
    },
    collect(target) {
      const at = now()
      const payout = find(target, ['READY'])
      if (at < payout.startsAt) throw bad(`${payout.id} cannot be received before its startDate`)
      receive(state, payout, at)
      return showPayout(payout)
    },
    expire(target) {
      const at = now()
      const payout = find(target, ['READY', 'UNAUTHORIZED'])
      payout.endsAt = Math.min(payout.endsAt, at)
      lapse(state, payout, at)
      return showPayout(payout)
    },
    fund: (funds) => pay(funds, 1n),
    drain: (funds) => pay(funds, -1n),
    revokeTokens: () => state.tokens.revokeAll(),
  }
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
