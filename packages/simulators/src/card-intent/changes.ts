import type { SimulatedRequest } from '../kernel/route.js'
import { positiveInteger, oneOf, optional, readFields, text } from './fields.js'
import { change, changed, giveBack, type Change } from './lifecycle.js'
import { badField, notFound, wrongState } from './problems.js'
import type { Attempt } from './repeats.js'
import { nowIn, type CardIntentState, type Transaction } from './state.js'
import { draft, openAmount, showTransaction, statusOf } from './transactions.js'

const CHANGE = { external_id: text, operation: oneOf('capture', 'void'), amount: optional(positiveInteger) }
const REFUND = { external_id: text, trx_id: text, amount: positiveInteger }

/** Captures or voids, in full unless an amount is given. The transaction keeps the external_id that created it. */
export function changeTransaction(state: CardIntentState, request: SimulatedRequest): Attempt {
  const { external_id, operation, amount: asked } = readFields(request.fields, CHANGE)
  const payment = find(state, request.params.get('id') ?? '')
  const open = openAmount(payment)
  if (open === 0n) throw wrongState(`a ${nameOf(payment)} has nothing left to ${operation}`)
  const amount = asked ?? open
  if (amount > open) throw badField('amount', `must not be greater than ${open}, which is left to ${operation}`)
  const order: Change = { operation, payment, amount, reference: external_id, endpoint: request.endpoint }
  const body = showTransaction({ ...payment, ...changed(order), updatedAt: nowIn(state.world) })
  return { body, execute: () => change(state, order) }
}

/** A transaction of its own. What status it has is not documented: that of money which has moved. */
export function createRefund(state: CardIntentState, { endpoint, fields }: SimulatedRequest): Attempt {
  const { external_id, trx_id, amount } = readFields(fields, REFUND)
  const payment = find(state, trx_id)
  if (payment.type !== 'PAYMENT' || payment.captured === 0n) throw wrongState(`a ${nameOf(payment)} cannot be refunded`)
  const left = payment.captured - payment.refunded
  if (amount > left) throw badField('amount', `must not be greater than ${left}, which is left to refund`)
  const refund = draft(nowIn(state.world), {
    type: 'REFUND',
    reference: external_id,
    externalId: external_id,
    orderId: undefined,
    currency: payment.currency,
    orderAmount: amount,
    captured: amount,
  })
  return { body: showTransaction(refund), execute: () => giveBack(state, { refund, payment, endpoint }) }
}

function find({ transactions }: CardIntentState, id: string): Transaction {
  const transaction = transactions.get(id)
  if (transaction === undefined) throw notFound('there is no such transaction')
  return transaction
}

const nameOf = (transaction: Transaction): string => `${transaction.type} that is ${statusOf(transaction)}`
