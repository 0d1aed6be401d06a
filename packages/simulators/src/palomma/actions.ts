import { SimulatorError } from '../kernel/errors.js'
import type { JsonObject } from '../kernel/json.js'
import { readAmount } from '../kernel/targets.js'
import { giveBack } from './bank-moves.js'
import { approve, cancel, change, collect } from './lifecycle.js'
import { isMove, show, type Shown } from './show.js'
import type { BankMove, PalommaState, PayinLink } from './state.js'
import { targetOf, type PalommaTarget } from './targets.js'
import { STATUS_MESSAGES, type PayinMethod, type StatusMessage } from './vocabulary.js'

export interface PalommaActions {
  /** The payer confirms on the hosted page: the link becomes `processing`. */
  pay(target: PalommaTarget & { readonly method?: PayinMethod }): JsonObject
  /** The owner of a bank account lets the merchant use it: a source or target becomes `active`. */
  authorize(target: PalommaTarget): JsonObject
  /**
   * The bank confirms: a link, payin request or payout request becomes `approved`. `collected`, in whole pesos, is less
   * than was asked for where the source allows it: `partial`.
   */
  settle(target: PalommaTarget & { readonly collected?: bigint }): JsonObject
  /** It ends as `cancelled` with this reason (default `DECLINED_BY_BANK`). */
  decline(target: PalommaTarget & { readonly statusMessage?: StatusMessage }): JsonObject
  /** Its time is over now: `cancelled` with `EXPIRED`. */
  expire(target: PalommaTarget): JsonObject
}

type Mover = PayinLink | BankMove

export function palommaActions(state: PalommaState): PalommaActions {
  const { payinLinks, payinSources, payoutTargets, payinRequests, payoutRequests } = state
  const movers = [payinLinks, payinRequests, payoutRequests]
  const now = (): number => {
    state.world.timeline.catchUp()
    return state.world.clock.now().getTime()
  }
  /** Everything but pending and processing is final. */
  const open = <Item extends Shown>(item: Item): Item => {
    if (item.status !== 'pending' && item.status !== 'processing') throw bad(`${item.id} is ${item.status} already`)
    return item
  }
  const openLink = (target: unknown): PayinLink => open(targetOf(target, [payinLinks]))
  const openEnding = (target: unknown): Shown => open(targetOf<Shown>(target, [...movers, payinSources, payoutTargets]))
  const end = (item: Shown, statusMessage: StatusMessage, at: number): JsonObject => {
    if (isMove(item)) giveBack(state, item)
    cancel(state, item, { statusMessage, at })
    return show(item)
  }
  return {
    pay(target) {
      const at = now()
      const link = openLink(target)
      if (link.status === 'processing') throw bad(`${link.id} is being paid already`)
      const { method = link.availableTypes[0] } = target
      if (method === undefined || !link.availableTypes.includes(method)) throw bad(`the link does not offer ${method}`)
      link.method = method
      link.status = 'processing'
      change(state, link, at)
      return show(link)
    },
    authorize(target) {
      const at = now()
      const link = open(targetOf(target, [payinSources, payoutTargets]))
      link.status = 'active'
      change(state, link, at)
      return show(link)
    },
    settle(target) {
      const at = now()
      const item = open(targetOf<Mover>(target, movers))
      if (isMove(item)) finish(state, item, { at, collected: target.collected })
      else approve(state, item, at)
      return show(item)
    },
    decline(target) {
      const at = now()
      const item = openEnding(target)
      const { statusMessage = 'DECLINED_BY_BANK' } = target
      if (!STATUS_MESSAGES.includes(statusMessage)) throw bad(`there is no statusMessage ${statusMessage}`)
      return end(item, statusMessage, at)
    },
    expire(target) {
      const at = now()
      const item = openEnding(target)
      if ('expiresAt' in item) item.expiresAt = Math.min(item.expiresAt, at)
      return end(item, 'EXPIRED', at)
    },
  }
}

function finish(
  state: PalommaState,
  move: BankMove,
  { at, collected }: { readonly at: number; readonly collected: bigint | undefined },
): void {
  const { kind, link, amount, fee } = move
  const moved = collected === undefined ? amount : readAmount(collected)
  const isPart = moved < amount
  if (moved > amount || moved === 0n) throw bad('collected must be more than 0, and not more than was asked for')
  if (isPart && !link.partialPayinsEnabled) throw bad('only a source with partial payins collects less')
  move.moved = moved
  move.status = isPart ? 'partial' : 'approved'
  // The fact first, then word of it.
  if (kind === 'payin_request') {
    const named = move.reference === undefined ? {} : { reference: move.reference }
    const money = { amount: String(moved), currency: 'COP' }
    state.world.ledger.append({ at, type: 'payment', endpoint: 'payer', providerId: move.id, ...named, ...money })
    collect(state, { amount: moved, fee }, { at, days: 1 })
  }
  change(state, move, at)
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
