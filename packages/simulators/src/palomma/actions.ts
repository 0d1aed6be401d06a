import { SimulatorError } from '../kernel/errors.js'
import type { JsonObject } from '../kernel/json.js'
import { findTarget } from '../kernel/targets.js'
import { approve, cancel } from './lifecycle.js'
import { showPayinLink } from './payin-links.js'
import type { PalommaState, PayinLink } from './state.js'
import { STATUS_MESSAGES, type PayinMethod, type StatusMessage } from './vocabulary.js'

export type PalommaTarget = { readonly providerId: string } | { readonly reference: string }

export interface PalommaActions {
  /** The payer confirms on the hosted page: the link becomes `processing`. */
  pay(target: PalommaTarget & { readonly method?: PayinMethod }): JsonObject
  /** The bank confirms: `approved`, in full. */
  settle(target: PalommaTarget): JsonObject
  /** It ends as `cancelled` with this reason (default `DECLINED_BY_BANK`). */
  decline(target: PalommaTarget & { readonly statusMessage?: StatusMessage }): JsonObject
  /** Its time is over now: `cancelled` with `EXPIRED`. */
  expire(target: PalommaTarget): JsonObject
}

export function palommaActions(state: PalommaState): PalommaActions {
  const now = (): number => {
    state.world.timeline.catchUp()
    return state.world.clock.now().getTime()
  }
  /** Approved and cancelled are final. */
  const findOpen = (target: unknown): PayinLink => {
    const link = findTarget(target, state.payinLinks)
    if (link.status === 'approved' || link.status === 'cancelled') throw bad(`${link.id} is ${link.status} already`)
    return link
  }
  return {
    pay(target) {
      const at = now()
      const link = findOpen(target)
      if (link.status === 'processing') throw bad(`${link.id} is being paid already`)
      const { method = link.availableTypes[0] } = target
      if (method === undefined || !link.availableTypes.includes(method)) throw bad(`the link does not offer ${method}`)
      link.method = method
      link.status = 'processing'
      link.updatedAt = at
      return showPayinLink(link)
    },
    settle(target) {
      const at = now()
      const link = findOpen(target)
      approve(state, link, at)
      return showPayinLink(link)
    },
    decline(target) {
      const at = now()
      const link = findOpen(target)
      const { statusMessage = 'DECLINED_BY_BANK' } = target
      if (!STATUS_MESSAGES.includes(statusMessage)) throw bad(`there is no statusMessage ${statusMessage}`)
      cancel(link, statusMessage, at)
      return showPayinLink(link)
    },
    expire(target) {
      const at = now()
      const link = findOpen(target)
      link.expiresAt = Math.min(link.expiresAt, at)
      cancel(link, 'EXPIRED', at)
      return showPayinLink(link)
    },
  }
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
