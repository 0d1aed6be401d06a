import { parseDate } from '../kernel/calendar.js'
import { isArray, isJsonObject, type Json } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { oneOf, optional, readFields, text, type Reader } from './fields.js'
import { badField } from './problems.js'
import type { CardIntentState, Transaction } from './state.js'
import { showTransaction, STATUSES, statusOf } from './transactions.js'

type Compare = (left: Transaction, right: Transaction) => number

const by =
  (read: (transaction: Transaction) => string | number | bigint): Compare =>
  (left, right) =>
    read(left) < read(right) ? -1 : read(left) > read(right) ? 1 : 0

const ORDERS = {
  type: by(({ type }) => type),
  status: by(statusOf),
  order_amount: by(({ orderAmount }) => orderAmount),
  created_at: by(({ executedAt }) => executedAt),
  updated_at: by(({ updatedAt }) => updatedAt),
} as const

/** Day first; its midnight in UTC, as no zone is documented. */
const date: Reader<number> = (value, field) => {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text(value, field)) ?? []
  const at = parseDate(`${year}-${month}-${day}`)
  if (at === undefined) throw badField(field, 'must be a date as DD/MM/YYYY')
  return at
}

const whole: Reader<number> = (value, field) => {
  if (!/^-?\d{1,9}$/.test(text(value, field))) throw badField(field, 'must be an integer')
  return Number(value)
}

const QUERY = {
  from_date: date,
  to_date: date,
  offset: whole,
  limit: whole,
  order_by: optional(oneOf('type', 'status', 'order_amount', 'created_at', 'updated_at')),
  order_dir: optional(oneOf('ASC', 'DESC')),
  filter_type: optional(oneOf('PAYMENT', 'REFUND', 'CHARGEBACK')),
  filter_status: optional(oneOf(...STATUSES)),
}

export const LIST_PARAMETERS = Object.keys(QUERY)

/** One page of a list that goes on living: what is created or changed meanwhile moves the pages that follow. */
export function listTransactions({ transactions }: CardIntentState, { query, sees }: SimulatedRequest): Outcome {
  const asked = readFields(Object.fromEntries(query), QUERY)
  const { from_date, to_date, order_by = 'updated_at', order_dir = 'ASC', filter_type, filter_status } = asked
  if (from_date > to_date) throw badField('to_date', 'must not be before from_date')
  const offset = Math.max(asked.offset, 0)
  const limit = Math.min(Math.max(asked.limit, 10), 100)
  const found = transactions.all
    // Which date is meant is not documented: the day of creation.
    .filter(({ executedAt }) => sees(executedAt) && executedAt >= from_date && executedAt < to_date)
    .filter(({ type }) => filter_type === undefined || type === filter_type)
    .filter((transaction) => filter_status === undefined || statusOf(transaction) === filter_status)
    .sort(ORDERS[order_by])
  if (order_dir === 'DESC') found.reverse()
  const result = found.slice(offset, offset + limit).map(showTransaction)
  // Whether `amount` counts this page or all of them is not documented: all of them.
  return { body: { offset, limit, amount: found.length, result } }
}

/** The same page from an index that holds everything twice. */
export function doubleList(body: Json): Json {
  if (!isJsonObject(body)) return body
  const { result = null, amount } = body
  if (!isArray(result)) return body
  return { ...body, amount: Number(amount) * 2, result: result.flatMap((item) => [item, item]) }
}
