import { createHmac } from 'node:crypto'
import type { Customer, Payin, Payout, Refund, Token } from '@polyrail/core'
import {
  bankPayout,
  card,
  customer,
  hostedCard,
  panelPayout,
  payinSource,
  paymentLink,
  payoutTarget,
  pesoPayout,
  qrCode,
  retailOutlet,
  savedPayout,
  virtualAccount,
} from './commands.js'
import type { ProviderName, TestPayments, World } from './world.js'

type Made = Customer | Payin | Payout | Refund | Token

/** One call of the merchant's that creates something at a provider by one endpoint. */
export interface Creation {
  readonly title: string
  readonly at: ProviderName
  /** The endpoint whose answer is lost. */
  readonly endpoint: string
  readonly create: (payments: TestPayments, reference: string) => Promise<Made>
  readonly refresh: (payments: TestPayments, reference: string) => Promise<Made | undefined>
  /** The status of what a provider that answers has made. */
  readonly made: string
  /** What an asked provider says of a lost call that it has executed; absent where it cannot be asked. */
  readonly found?: string
  /** What its provider has made can be asked about by nobody. */
  readonly unasked?: true
  /** Another call comes first on a new connection: a login, or what this one is about. */
  readonly follows?: true
  /** The endpoint only prepares: when its call was executed, the same reference goes on after it. */
  readonly prepares?: true
  /** What was made without an answer is known to nobody and can be paid by nobody: another one may be made. */
  readonly remade?: true
}

const refresh = { refresh: true }

/** A payment by card that the merchant can do something about. */
const paid = async (payments: TestPayments, reference: string, capture: 'automatic' | 'manual') =>
  (await payments.payins.create(card(`${reference}-card`, capture))).id

const aboutCard = (payments: TestPayments, reference: string) =>
  payments.payins.retrieve({ reference: `${reference}-card` }, refresh)

const payin = (
  build: (reference: string) => Parameters<TestPayments['payins']['create']>[0],
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
    follows: true,
  },
  {
    title: 'a payin source',
    at: 'palomma',
    endpoint: 'create-payin-source',
    create: (payments, reference) => payments.tokens.create(payinSource(reference)),
    refresh: (payments, reference) => payments.tokens.retrieve({ reference }, refresh),
    made: 'requires_action',
    found: 'requires_action',
    follows: true,
  },
  {
    title: 'a payout to a stored target',
    at: 'palomma',
    endpoint: 'create-payout-request',
    create: async (payments, reference) => {
      const { id } = await payments.tokens.create(payoutTarget(`${reference}-target`))
      return payments.payouts.create(savedPayout(reference, id))
    },
    refresh: (payments, reference) => payments.payouts.retrieve({ reference }, refresh),
    made: 'processing',
    found: 'processing',
    follows: true,
  },
  {
    title: 'a payout to a bank account in pesos',
    at: 'palomma',
    endpoint: 'create-payout-request',
    create: (payments, reference) => payments.payouts.create(pesoPayout(reference)),
    refresh: (payments, reference) => payments.payouts.retrieve({ reference }, refresh),
    made: 'processing',
    found: 'processing',
    follows: true,
  },
  {
    title: 'a payout through a panel',
    at: 'billon',
    endpoint: 'create-payment',
    create: (payments, reference) => payments.payouts.create(panelPayout(reference)),
    refresh: (payments, reference) => payments.payouts.retrieve({ reference }, refresh),
    made: 'ready',
    unasked: true,
    follows: true,
  },
  {
    title: 'a card payment',
    at: 'card-intent',
    endpoint: 'create-transaction',
    ...payin(card),
    made: 'succeeded',
    found: 'succeeded',
    follows: true,
  },
  {
    title: 'a hosted card payment',
    at: 'card-intent',
    endpoint: 'create-payment-intent',
    ...payin(hostedCard),
    made: 'requires_action',
    follows: true,
    remade: true,
  },
  {
    title: 'a card to store',
    at: 'card-intent',
    endpoint: 'create-card-intent',
    create: (payments, reference) => payments.tokens.create({ provider: 'card-intent', reference }),
    refresh: (payments, reference) => payments.tokens.retrieve({ reference }, refresh),
    made: 'requires_action',
    unasked: true,
    follows: true,
  },
  {
    title: 'a capture',
    at: 'card-intent',
    endpoint: 'change-transaction',
    create: async (payments, reference) =>
      payments.payins.capture({ payin: await paid(payments, reference, 'manual'), reference }),
    refresh: aboutCard,
    made: 'succeeded',
    found: 'succeeded',
    follows: true,
  },
  {
    title: 'a void',
    at: 'card-intent',
    endpoint: 'change-transaction',
    create: async (payments, reference) =>
      payments.payins.cancel({ payin: await paid(payments, reference, 'manual'), reference }),
    refresh: aboutCard,
    made: 'canceled',
    found: 'canceled',
    follows: true,
  },
  {
    title: 'a refund',
    at: 'card-intent',
    endpoint: 'create-refund',
    create: async (payments, reference) =>
      payments.refunds.create({ payin: await paid(payments, reference, 'automatic'), reference }),
    refresh: (payments, reference) => payments.refunds.retrieve({ reference }, refresh),
    made: 'succeeded',
    found: 'succeeded',
    follows: true,
  },
]

/** The endpoint as the adapter, and so the journal, names it. */
export const stepOf = ({ endpoint, prepares }: Creation): string => (prepares ? 'prepare-customer' : endpoint)

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * What a provider knows a reference by. Billon has no field for it: a code of twelve characters takes its place, which
 * is calculated here once more, since a journal that is lost must find it again in any later version.
 */
export const nameAt = (at: ProviderName, reference: string): string => {
  if (at !== 'billon') return reference
  const key = 'polyrail provider reference 1'
  const digest = createHmac('sha256', key).update(`default\0payout.create\0${reference}`).digest()
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letter = (index: number): string => LETTERS.charAt(parseInt(bits.slice(index * 5, index * 5 + 5), 2))
  const code = Array.from({ length: 12 }, (_, index) => letter(index))
  return [code.slice(0, 4), code.slice(4, 8), code.slice(8)].map((part) => part.join('')).join('-')
}

/** How often the provider really executed that endpoint under that reference. */
export const executions = (world: World, { at, endpoint }: Creation, reference: string): number =>
  world[at].ledger.count({ endpoint, reference: nameAt(at, reference) })

/** How many requests of any kind that could create something have reached the provider under that reference. */
export const attempts = (world: World, { at }: Pick<Creation, 'at'>, reference: string): number =>
  world[at].requests.filter((request) => request.method === 'POST' && request.reference === nameAt(at, reference))
    .length
