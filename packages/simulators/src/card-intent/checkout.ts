import type { JsonObject } from '../kernel/json.js'
import type { CardBehaviour } from './cards.js'
import { charge } from './lifecycle.js'
import { draftPayment } from './payments.js'
import { nowIn, type CardIntentState, type PaymentIntent, type Transaction } from './state.js'
import { showTransaction } from './transactions.js'

export type Checkout = { readonly redirectUrl: string; readonly transaction: JsonObject }

/** Whether such a payment is captured as well is not documented: an option decides. */
export function payOnHostedPage(state: CardIntentState, intent: PaymentIntent, { declines }: CardBehaviour): Checkout {
  const { reference, orderId, amount, currency } = intent
  const captures = state.options.hostedCapture ?? false
  const terms = { reference, orderId, amount, currency, captures, declines }
  const payment = draftPayment(nowIn(state.world), terms)
  intent.paid = !payment.declined
  charge(state, payment, 'payer')
  return { redirectUrl: redirectUrl(intent, payment), transaction: showTransaction(payment) }
}

/** The samples show both parameters, but not who puts them there: the page does, over what it finds. */
function redirectUrl({ successUrl, failureUrl, orderId }: PaymentIntent, { declined, id }: Transaction): string {
  const url = new URL(declined ? failureUrl : successUrl)
  url.searchParams.set('trx_id', id)
  url.searchParams.set('order_id', orderId)
  return url.href
}
