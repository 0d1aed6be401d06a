import { SimulatorError } from '../kernel/errors.js'
import type { JsonObject } from '../kernel/json.js'
import { findTarget, readAmount } from '../kernel/targets.js'
import { mintToken } from './cards.js'
import { payOnHostedPage, type Checkout } from './checkout.js'
import { lapse, settle, takeBack } from './lifecycle.js'
import { nowIn, type CardIntentState } from './state.js'
import { readTestCard, type CardIntentTestCard } from './test-cards.js'
import { draft, openAmount, showTransaction, statusOf } from './transactions.js'

/** `reference` is the external_id of the request that created it. */
export type CardIntentTarget = { readonly providerId: string } | { readonly reference: string }

export interface CardIntentActions {
  /** The customer types a card into the page of a card intent; refused when its time is over. */
  tokenize(target: CardIntentTarget & { readonly card?: CardIntentTestCard }): { readonly token: string }
  /** The customer pays a payment intent on the hosted page and is sent to `redirectUrl`; after a decline, once more. */
  checkout(target: CardIntentTarget & CardIntentTestCard): Checkout
  /** All that was captured reaches the merchant now. */
  settle(target: CardIntentTarget): JsonObject
  /** The hold is over now: `EXPIRED` if nothing was captured. */
  expire(target: CardIntentTarget): JsonObject
  /** The bank takes captured money back: a transaction of its own, of everything that is left unless told otherwise. */
  chargeback(target: CardIntentTarget & { readonly amount?: bigint }): JsonObject
  /** Every access token is refused from now on. */
  revokeTokens(): void
}

export function cardIntentActions(state: CardIntentState): CardIntentActions {
  const now = (): number => {
    state.world.timeline.catchUp()
    return nowIn(state.world)
  }
  return {
    tokenize(target) {
      const at = now()
      const intent = findTarget(target, state.cardIntents)
      if (at >= intent.executedAt + state.limits.cardIntentLifetimeMs) throw bad(`the time of ${intent.id} is over`)
      const token = mintToken(at, readTestCard(target.card))
      state.cardTokens.add(token)
      return { token }
    },
    checkout(target) {
      now()
      const intent = findTarget(target, state.paymentIntents)
      if (intent.paid) throw bad(`${intent.id} is paid already`)
      return payOnHostedPage(state, intent, readTestCard(target))
    },
    settle(target) {
      const at = now()
      const transaction = findTarget(target, state.transactions)
      if (transaction.settled === transaction.captured) throw bad(`${transaction.id} has nothing to settle`)
      settle(transaction, transaction.captured, at)
      return showTransaction(transaction)
    },
    expire(target) {
      const at = now()
      const payment = findTarget(target, state.transactions)
      if (openAmount(payment) === 0n) throw bad(`${payment.id} is ${statusOf(payment)} and holds nothing`)
      lapse(payment, at)
      return showTransaction(payment)
    },
    chargeback(target) {
      const at = now()
      const payment = findTarget(target, state.transactions)
      const { type, captured, refunded, chargedBack, externalId, currency } = payment
      const left = type === 'PAYMENT' ? captured - refunded - chargedBack : 0n
      const amount = target.amount === undefined ? left : readAmount(target.amount)
      if (amount === 0n || amount > left) throw bad(`${left} of ${payment.id} can be charged back`)
      // Not searchable by an external_id: no request of the merchant created it.
      const shown = { reference: undefined, externalId, orderId: undefined, currency }
      const chargeback = draft(at, { type: 'CHARGEBACK', ...shown, orderAmount: amount, captured: amount })
      takeBack(state, chargeback, payment)
      return showTransaction(chargeback)
    },
    revokeTokens: () => state.access.revokeAll(),
  }
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
