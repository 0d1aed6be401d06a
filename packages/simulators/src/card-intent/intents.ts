import { ulid } from '../kernel/identifiers.js'
import type { SimulatedRequest } from '../kernel/route.js'
import { object, readFields, text, webUrl } from './fields.js'
import { majorUnits } from './money.js'
import { ORDER } from './orders.js'
import type { Attempt } from './repeats.js'
import { nowIn, type CardIntent, type CardIntentState, type PaymentIntent } from './state.js'

const PAYMENT_INTENT = {
  external_id: text,
  redirect_urls: object({ success: webUrl, failure: webUrl }),
  order: ORDER,
}

export function createCardIntent(state: CardIntentState, { endpoint, fields }: SimulatedRequest): Attempt {
  const { external_id } = readFields(fields, { external_id: text })
  const { world, cardIntents, limits } = state
  const now = nowIn(world)
  const intent: CardIntent = { id: `int_${ulid(now)}`, reference: external_id, executedAt: now }
  return {
    body: { intent_id: intent.id, reference_id: external_id, valid_for: limits.cardIntentLifetimeMs },
    execute: () => {
      const at = nowIn(world)
      intent.executedAt = at
      world.ledger.append({ at, type: 'card_intent', endpoint, providerId: intent.id, reference: external_id })
      cardIntents.add(intent)
      return true
    },
  }
}

export function createPaymentIntent(state: CardIntentState, { endpoint, fields }: SimulatedRequest): Attempt {
  const { external_id, redirect_urls, order } = readFields(fields, PAYMENT_INTENT)
  const { world, paymentIntents } = state
  const now = nowIn(world)
  const intent: PaymentIntent = {
    id: `int_${ulid(now)}`,
    reference: external_id,
    orderId: order.order_id,
    amount: order.order_amount,
    currency: order.order_currency,
    successUrl: redirect_urls.success,
    failureUrl: redirect_urls.failure,
    paid: false,
    executedAt: now,
  }
  return {
    body: { intent_id: intent.id, reference_id: external_id },
    execute: () => {
      const at = nowIn(world)
      intent.executedAt = at
      world.ledger.append({
        at,
        type: 'payment_intent',
        endpoint,
        providerId: intent.id,
        reference: external_id,
        amount: majorUnits(intent.amount, intent.currency),
        currency: intent.currency,
      })
      paymentIntents.add(intent)
      return true
    },
  }
}
