import { once } from 'node:events'
import { createPayments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import { bankPayout, customer, paymentLinkFor, qrCode, retailOutlet, virtualAccount } from '../../support/commands.js'
import { pollute, type Pollution } from '../../support/pollution.js'
import { all } from '../../support/world.js'

export interface FlowsJob {
  readonly journal: string
  readonly palladiumUrl: string
  readonly palommaUrl: string
  readonly apiKey: string
  readonly pollution?: Pollution
}

const { pollution, journal, apiKey, palladiumUrl, palommaUrl } = JSON.parse(process.argv[2] ?? '') as FlowsJob

// With the logger that a merchant gets who asks for none.
const payments = await createPayments({
  journal: sqliteJournal({ path: journal }),
  timeoutMs: 5_000,
  providers: [palladium({ apiKey, baseUrl: palladiumUrl }), palomma({ apiKey, baseUrl: palommaUrl })],
})
if (pollution !== undefined) pollute(pollution)

const JUNE = { from: '2031-06-01T00:00:00Z', to: '2031-07-01T00:00:00Z' }
const refresh = { refresh: true }

/** Everything that sends something, one after the other, so that two runs can be compared. */
const FLOWS: readonly (() => Promise<unknown>)[] = [
  () => payments.payins.create({ ...virtualAccount('va-1'), expiresAt: '2099-01-01T00:00:00Z' }),
  () => payments.payins.create(retailOutlet('outlet-1')),
  () => payments.payins.create(qrCode('qris-1')),
  () => payments.payouts.create(bankPayout('payout-1')),
  () => payments.customers.create(customer('payer-1')),
  () => payments.payins.create(paymentLinkFor('payer-1', 'link-1')),
  () => payments.payins.create(paymentLinkFor('payer-2', 'link-2')),
  () => payments.payins.create(virtualAccount('va-1')),
  ...['va-1', 'outlet-1', 'qris-1', 'link-1', 'link-2'].map(
    (reference) => () => payments.payins.retrieve({ reference }, refresh),
  ),
  () => payments.payouts.retrieve({ reference: 'payout-1' }, refresh),
  () => payments.customers.retrieve({ reference: 'payer-1' }, refresh),
  () => payments.balances.retrieve({ provider: 'palladium' }),
  () => payments.balances.retrieve({ provider: 'palomma' }),
  () => all(payments.statements.list({ provider: 'palladium', ...JUNE })),
  () => all(payments.payins.listAtProvider({ provider: 'palomma', ...JUNE })),
]

for (const flow of FLOWS) {
  try {
    console.log(await flow())
  } catch (error) {
    console.error(error)
  }
}
console.dir(payments, { depth: 10 })
process.send?.('done')
await once(process, 'message')
// What nobody catches is printed by Node itself.
await payments.balances.retrieve({ provider: 'palladium' })
