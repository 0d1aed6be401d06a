import { createPayments, type Journal, type Payments } from '@polyrail/core'
import { nextReference, PAYMENT } from '../payment.js'
import { blind, seeing } from './adapter.js'
import { expectPaid } from './client.js'
import { installedWith } from './installed.js'

interface Pino {
  readonly pino: (
    options: { readonly level: string },
    sink: { readonly write: (line: string) => void },
  ) => NonNullable<Parameters<typeof createPayments>[0]['logger']>
}

/** polyrail with all it does by default: every check, the journal, one log line for each call. */
export const openPolyrail = (url: string, journal: Journal) => {
  const { pino } = installedWith('@polyrail/core', 'pino') as Pino
  const account = { baseUrl: url, apiKey: 'benchmark-key' }
  return createPayments({
    journal,
    logger: pino({ level: 'info' }, { write: () => undefined }),
    providers: [seeing(account), blind(account)],
  })
}

/** One payout at this provider. */
export const pay = async (payments: Pick<Payments, 'payouts'>, provider: 'seeing' | 'blind'): Promise<void> => {
  const payout = await payments.payouts.create({
    provider,
    reference: nextReference(),
    amount: { amount: PAYMENT.amount, currency: 'IDR' },
    destination: {
      type: 'bank_account',
      bankCode: PAYMENT.bankCode,
      accountName: PAYMENT.accountName,
      accountNumber: PAYMENT.accountNumber,
      notify: { to: PAYMENT.receipt },
    },
    description: PAYMENT.description,
  })
  expectPaid(payout.status === 'succeeded', payout)
}
