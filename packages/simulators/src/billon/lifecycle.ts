import type { LedgerEntryType } from '../kernel/ledger.js'
import { decimal } from './amounts.js'
import type { BillonState, Payout } from './state.js'

export const isOpen = ({ state }: Payout): boolean => state === 'READY' || state === 'UNAUTHORIZED'

/** A payout becomes real: its amount is blocked until it is received, lapses or is cancelled. */
export function reserve(state: BillonState, draft: Payout, endpoint: string): void {
  const now = state.world.clock.now().getTime()
  // Executed twice, or late, it is another payout.
  const taken = state.payouts.get(draft.id) !== undefined
  const number = taken ? state.nextNumber() : draft.number
  const payout: Payout = { ...draft, number, id: String(number), executedAt: now, updatedAt: now }
  const available = state.balances.get(payout.currency) ?? 0n
  if (available < payout.amount) return
  state.balances.set(payout.currency, available - payout.amount)
  state.payouts.add(payout)
  write(state, payout, { type: 'payout', endpoint, at: now })
  state.world.timeline.at(payout.endsAt, (at) => lapse(state, payout, at))
}

export function cancelNow(state: BillonState, payout: Payout, endpoint: string): void {
  if (!isOpen(payout)) return
  const at = state.world.clock.now().getTime()
  release(state, payout, { to: 'CANCELLED', at })
  write(state, payout, { type: 'cancellation', endpoint, at })
}

export function receive(state: BillonState, payout: Payout, at: number): void {
  payout.state = 'RECEIVED'
  payout.updatedAt = at
  write(state, payout, { type: 'collection', endpoint: 'payer', at })
}

/** Whether that releases the funds is not stated; cancelling does. */
export function lapse(state: BillonState, payout: Payout, at: number): void {
  if (isOpen(payout)) release(state, payout, { to: 'EXPIRED', at })
}

function release(
  { balances }: BillonState,
  payout: Payout,
  { to, at }: { readonly to: 'CANCELLED' | 'EXPIRED'; readonly at: number },
): void {
  payout.state = to
  payout.updatedAt = at
  balances.set(payout.currency, (balances.get(payout.currency) ?? 0n) + payout.amount)
}

function write(
  { world }: BillonState,
  { id, reference, amount, currency }: Payout,
  { type, endpoint, at }: { readonly type: LedgerEntryType; readonly endpoint: string; readonly at: number },
): void {
  const named = reference === undefined ? {} : { reference }
  world.ledger.append({ at, type, endpoint, providerId: id, ...named, amount: decimal(amount), currency })
}
