import type { Customer, Payin, Payout } from '@polyrail/core'
import { bankPayout, customer, paymentLink, qrCode, retailOutlet, virtualAccount } from './commands.js'
import type { TestPayments, World } from './world.js'

/** One call of the merchant's that creates something at a provider by one endpoint. */
export interface Creation {
  readonly title: string
  readonly at: 'palladium' | 'palomma'
  /** The endpoint whose answer is lost. */
  readonly endpoint: string
  readonly create: (payments: TestPayments, reference: string) => Promise<Customer | Payin | Payout>
  readonly refresh: (payments: TestPayments, reference: string) => Promise<Customer | Payin | Payout | undefined>
  /** The status of what a provider that answers has made. */
  readonly made: string
  /** What an asked provider says of a lost call that it has executed; absent where it cannot be asked. */
  readonly found?: string
  /** The endpoint only prepares: when its call was executed, the same reference goes on after it. */
  readonly prepares?: true
}

const refresh = { refresh: true }

const payin = (
  build: typeof virtualAccount | typeof retailOutlet | typeof qrCode | typeof paymentLink,
): Pick<Creation, 'create' | 'refresh' | 'made'> => ({
  made: 'pending',
  create: (payments, reference) => payments.payins.create(build(reference)),
  refresh: (payments, reference) => payments.payins.retrieve({ reference }, refresh),
})

export const CREATIONS: readonly Creation[] = [
  { title: 'a virtual account', at: 'palladium', endpoint: 'create-virtual-account', ...payin(virtualAccount) },
  { title: 'a retail outlet code', at: 'palladium', endpoint: 'create-retail-payment', ...payin(retailOutlet) },
  { title: 'a QRIS', at: 'palladium', endpoint: 'create-qris', ...payin(qrCode) },
  {
    title: 'a disbursement',
    at: 'palladium',
    endpoint: 'create-disbursement',
    create: (payments, reference) => payments.payouts.create(bankPayout(reference)),
    refresh: (payments, reference) => payments.payouts.retrieve({ reference }, refresh),
    made: 'processing',
  },
  {
    title: 'a customer',
    at: 'palomma',
    endpoint: 'create-customer',
    create: (payments, reference) => payments.customers.create(customer(reference)),
    refresh: (payments, reference) => payments.customers.retrieve({ reference }, refresh),
    made: 'active',
    found: 'active',
  },
  {
    title: 'the customer on the way to a payment link',
    at: 'palomma',
    endpoint: 'create-customer',
    ...payin(paymentLink),
    found: 'failed',
    prepares: true,
  },
  {
    title: 'a payment link',
    at: 'palomma',
    endpoint: 'create-payin-link',
    ...payin(paymentLink),
    found: 'pending',
  },
]

/** The endpoint as the adapter, and so the journal, names it. */
export const stepOf = ({ endpoint, prepares }: Creation): string => (prepares ? 'prepare-customer' : endpoint)

/** How often the provider really executed that endpoint under that reference. */
export const executions = (world: World, { at, endpoint }: Creation, reference: string): number =>
  world[at].ledger.count({ endpoint, reference })

/** How many requests of any kind that could create something have reached the provider under that reference. */
export const attempts = (world: World, { at }: Pick<Creation, 'at'>, reference: string): number =>
  world[at].requests.filter((request) => request.method === 'POST' && request.reference === reference).length
