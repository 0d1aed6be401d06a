import { DAY_MS } from '../kernel/calendar.js'
import { noticeOf } from './callbacks.js'
import { GRACE_MS } from './expiration.js'
import { settle } from './settlements.js'
import type { Shown } from './show.js'
import { BOGOTA_MS, type PalommaState, type PayinLink } from './state.js'
import type { StatusMessage } from './vocabulary.js'

/** Makes a link real: it can be paid until its time is over. */
export function issue(state: PalommaState, link: PayinLink, endpoint: string): void {
  const { clock, ledger, timeline, callbacks } = state.world
  const at = clock.now().getTime()
  link.executedAt = at
  link.updatedAt = at
  ledger.append({ at, type: 'payin_link', endpoint, ...money(link) })
  state.payinLinks.add(link)
  callbacks.created(noticeOf(link, at))
  timeline.at(link.expiresAt + GRACE_MS, (now) => {
    if (link.status === 'pending') cancel(state, link, { statusMessage: 'EXPIRED', at: now })
  })
}

/** The bank confirms: the payer has paid, the merchant can use it on a later business day. */
export function approve(state: PalommaState, link: PayinLink, at: number): void {
  state.world.ledger.append({ at, type: 'payment', endpoint: 'payer', ...money(link) })
  link.status = 'approved'
  change(state, link, at)
  // Money collected for Bancolombia takes a day longer.
  collect(state, link, { at, days: link.method === 'bancolombiaCollect' ? 2 : 1 })
}

/** Money is there, and can be used on a later business day. */
export function collect(
  state: PalommaState,
  { amount, fee }: { readonly amount: bigint; readonly fee: bigint },
  { at, days }: { readonly at: number; readonly days: number },
): void {
  const net = amount - fee
  state.account.unsettled += net
  state.world.timeline.at(businessDaysLater(at, days), (now) => {
    state.account.unsettled -= net
    state.account.available += net
    settle(state, { amount, fee }, now)
  })
}

export function cancel(
  state: PalommaState,
  item: Shown,
  { statusMessage, at }: { readonly statusMessage: StatusMessage; readonly at: number },
): void {
  item.status = 'cancelled'
  item.statusMessage = statusMessage
  change(state, item, at)
}

/** It has another status now, of which the merchant is told. */
export function change(state: PalommaState, item: Shown, at: number): void {
  item.updatedAt = at
  state.world.callbacks.changed(noticeOf(item, at))
}

function money({ id, reference, amount }: PayinLink) {
  return {
    providerId: id,
    ...(reference === undefined ? {} : { reference }),
    amount: String(amount),
    currency: 'COP',
  }
}

/** Midnight at which that business day begins in Bogota; Saturdays and Sundays do not count, holidays do. */
function businessDaysLater(at: number, days: number): number {
  const wall = at + BOGOTA_MS
  let day = wall - (wall % DAY_MS)
  for (let left = days; left > 0;) {
    day += DAY_MS
    const weekday = new Date(day).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return day - BOGOTA_MS
}
