import { moneyFromMinor, type PayinAtProvider, type ProviderDefinition } from '@polyrail/core'
import { dayAfter, dayFirst } from './dates.js'
import { listTransactions } from './endpoints.js'
import { fromPayment } from './transactions.js'
import type { Transaction } from './wire.js'

const PAGE = 100
/** What is inserted while we read moves the pages: each begins before the end of the last one. */
const OVERLAP = 10
const MOST_PAGES = 10_000

/**
 * The provider's own list of payments, of whole days in UTC: it has no finer filter, and does not answer when a payment
 * was made. Oldest first, so that what is added comes at the end.
 */
export const listPayins: NonNullable<ProviderDefinition['listPayins']> = async function* ({ from, to }, { call }) {
  const days = { from_date: dayFirst(from), to_date: dayFirst(dayAfter(to)) }
  const order = { order_by: 'created_at', order_dir: 'ASC', filter_type: 'PAYMENT', limit: PAGE }
  const seen = new Set<string>()
  let offset = 0
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { result, limit } = await call(listTransactions, { ...days, ...order, offset })
    const news = result.filter(({ id }) => !seen.has(id))
    for (const { id } of news) seen.add(id)
    yield* news.map(fromListed)
    if (result.length < limit) return
    offset += Math.max(limit - OVERLAP, 1)
  }
  throw new Error(`The list has more than ${MOST_PAGES} pages: ask for fewer days`)
}

const fromListed = (trx: Transaction): Omit<PayinAtProvider, 'provider' | 'payin'> => ({
  providerId: trx.id,
  ...(trx.external_id ? { reference: trx.external_id } : {}),
  status: fromPayment(trx).status,
  amount: moneyFromMinor(trx.order_amount, trx.order_currency),
  amountCaptured: moneyFromMinor(trx.amount_captured, trx.order_currency),
  raw: trx,
})
