import { moneyFrom, unsigned, type MappingContext, type Period, type StatementLine } from '@polyrail/core'
import { daysOf } from './dates.js'
import { getTransactionList } from './endpoints.js'
import type { Transaction } from './wire.js'

const fromTransaction = (row: Transaction): StatementLine => ({
  type: row.transaction_type,
  direction: directionOf(row),
  amount: moneyFrom(row.amount, 'IDR'),
  fee: moneyFrom(unsigned(row.fee), 'IDR'),
  date: row.date,
  ...(row.description ? { description: row.description } : {}),
  ...(row.account_number ? { accountNumber: row.account_number } : {}),
  ...(row.bank_code ? { bankCode: row.bank_code } : {}),
  raw: row,
})

// Inferred from the samples: the total is what entered the wallet, less the fee, or what left it, with the fee. A row
// without a fee is told by its type.
const directionOf = ({ transaction_type, amount, total }: Transaction): 'in' | 'out' => {
  if (total !== amount) return total > amount ? 'out' : 'in'
  return transaction_type.toLowerCase() === 'disbursement' ? 'out' : 'in'
}

/** The days of the period, whole; the provider's list has no pages, no ids and no references. */
export const statements = async function* (
  period: Period,
  { call }: Pick<MappingContext, 'call'>,
): AsyncGenerator<StatementLine> {
  const { first, last } = daysOf(period)
  for (const row of await call(getTransactionList, { start_date: first, end_date: last })) yield fromTransaction(row)
}
