import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { cardAt, declinesAmount, declinesToken, type CardBehaviour } from './cards.js'
import { oneOf, optional, readFields, text, type Reader } from './fields.js'
import { charge } from './lifecycle.js'
import { ORDER } from './orders.js'
import { bad, badField, notFound } from './problems.js'
import type { Attempt } from './repeats.js'
import { nowIn, type CardIntentState, type Transaction } from './state.js'
import { draft, showTransaction } from './transactions.js'

/** Authorises, or authorises and captures. A refused card is a transaction too, and a 200. */
export function createTransaction(state: CardIntentState, { endpoint, fields }: SimulatedRequest): Attempt {
  const now = nowIn(state.world)
  const form = readFields(fields, {
    operation: oneOf('authorize', 'authcap'),
    external_id: text,
    order: ORDER,
    token: optional(knownToken(state)),
    card: optional(cardAt(now)),
  })
  const { operation, external_id, order } = form
  const card = form.token ?? form.card
  if (card === undefined || (form.token !== undefined && form.card !== undefined)) {
    throw bad('exactly one of token and card must be given', 'token')
  }
  const payment = draftPayment(now, {
    reference: external_id,
    orderId: order.order_id,
    amount: order.order_amount,
    currency: order.order_currency,
    declines: card.declines,
    captures: operation === 'authcap',
  })
  return { body: showTransaction(payment), execute: () => charge(state, payment, endpoint) }
}

export interface PaymentDraft extends CardBehaviour {
  readonly reference: string
  readonly orderId: string
  readonly amount: bigint
  readonly currency: string
  readonly captures: boolean
}

export function draftPayment(now: number, given: PaymentDraft): Transaction {
  const { reference, orderId, amount, currency, captures } = given
  const declined = given.declines || declinesAmount(amount)
  const authorized = declined ? 0n : amount
  const captured = captures ? authorized : 0n
  const order = { orderId, currency, orderAmount: amount }
  return draft(now, { type: 'PAYMENT', reference, externalId: reference, ...order, authorized, captured, declined })
}

export function retrieveTransaction({ transactions }: CardIntentState, { params, sees }: SimulatedRequest): Outcome {
  const transaction = transactions.get(params.get('id') ?? '')
  if (transaction === undefined || !sees(transaction.executedAt)) throw notFound('there is no such transaction')
  return { body: showTransaction(transaction) }
}

/** Which one of several is found is not documented: the latest. */
export function findTransaction({ transactions }: CardIntentState, { query, sees }: SimulatedRequest): Outcome {
  const { type, id } = readFields(Object.fromEntries(query), { type: oneOf('external_id', 'order_id'), id: text })
  const candidates =
    type === 'external_id' ? transactions.by(id) : transactions.all.filter(({ orderId }) => orderId === id)
  const found = candidates.findLast(({ executedAt }) => sees(executedAt))
  if (found === undefined) throw notFound('there is no such transaction')
  return { body: showTransaction(found) }
}

const knownToken =
  ({ cardTokens }: CardIntentState): Reader<CardBehaviour> =>
  (value, field) => {
    const given = text(value, field)
    if (!cardTokens.has(given)) throw badField(field, 'is not known')
    return { declines: declinesToken(given) }
  }
