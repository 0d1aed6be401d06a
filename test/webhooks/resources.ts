import type { Payin, Payout, Token } from '@polyrail/core'
import {
  bankPayout,
  debit,
  payinSource,
  paymentLink,
  payoutTarget,
  qrCode,
  retailOutlet,
  savedPayout,
  virtualAccount,
} from '../support/commands.js'
import type { Platform } from './platform.js'

export type Made = Payin | Payout | Token

/** What the provider's object says of its state. */
export interface Step {
  readonly status: string
  readonly statusMessage?: string
  /** How much of the amount was collected. */
  readonly collected?: 'all' | 'part'
}

/** Bank accounts that their owners have let the merchant use. */
export interface Accounts {
  readonly source: string
  readonly target: string
}

export interface Resource {
  readonly title: string
  readonly at: 'palomma' | 'palladium'
  readonly type: 'payin' | 'payout' | 'token'
  /** Of the callback; Palladium names none. */
  readonly eventType: string
  readonly endpoint: string
  readonly create: (payments: Platform, reference: string, accounts: Accounts) => Promise<Made>
  readonly read: (payments: Platform, reference: string) => Promise<Made | undefined>
  /** Each as it can really happen: the last one is final. */
  readonly sequences: readonly (readonly Step[])[]
}

const [pending, processing]: readonly [Step, Step] = [{ status: 'pending' }, { status: 'processing' }]
const approved: Step = { status: 'approved', collected: 'all' }
const active: Step = { status: 'active' }
const cancelled = (statusMessage: string): Step => ({ status: 'cancelled', statusMessage })

const payin = {
  type: 'payin',
  read: (payments: Platform, reference: string) => payments.payins.retrieve({ reference }),
} as const
const payout = {
  type: 'payout',
  read: (payments: Platform, reference: string) => payments.payouts.retrieve({ reference }),
} as const
const token = {
  type: 'token',
  read: (payments: Platform, reference: string) => payments.tokens.retrieve({ reference }),
} as const

const UNPAID: readonly Step[] = [{ status: 'unpaid' }, { status: 'pending' }, { status: 'done' }]

export const RESOURCES: readonly Resource[] = [
  {
    ...payin,
    title: 'palomma payin link',
    at: 'palomma',
    eventType: 'payin-link.update',
    endpoint: 'create-payin-link',
    create: (payments, reference) => payments.payins.create(paymentLink(reference)),
    sequences: [
      [pending, processing, approved],
      [pending, processing, cancelled('DECLINED_BY_BANK')],
      [pending, cancelled('EXPIRED')],
    ],
  },
  {
    ...payin,
    title: 'palomma payin request',
    at: 'palomma',
    eventType: 'payin-request.update',
    endpoint: 'create-payin-request',
    create: (payments, reference, { source }) => payments.payins.create(debit(reference, source)),
    sequences: [
      [pending, processing, approved],
      [processing, { status: 'partial', collected: 'part' }],
      [processing, cancelled('NOT_ENOUGH_FUNDS')],
    ],
  },
  {
    ...token,
    title: 'palomma payin source',
    at: 'palomma',
    eventType: 'payin-source.update',
    endpoint: 'create-payin-source',
    create: (payments, reference) => payments.tokens.create(payinSource(reference)),
    sequences: [
      [pending, processing, active],
      [pending, processing, cancelled('AUTHENTICATION_FAILED')],
    ],
  },
  {
    ...token,
    title: 'palomma payout target',
    at: 'palomma',
    eventType: 'payout-target.update',
    endpoint: 'create-payout-target',
    create: (payments, reference) => payments.tokens.create(payoutTarget(reference)),
    sequences: [
      [pending, processing, active],
      [pending, cancelled('INVALID_ACCOUNT')],
    ],
  },
  {
    ...payout,
    title: 'palomma payout request',
    at: 'palomma',
    eventType: 'payout-request.update',
    endpoint: 'create-payout-request',
    create: (payments, reference, { target }) => payments.payouts.create(savedPayout(reference, target)),
    sequences: [
      [pending, processing, approved],
      [pending, processing, cancelled('INVALID_ACCOUNT')],
    ],
  },
  {
    ...payin,
    title: 'palladium virtual account',
    at: 'palladium',
    eventType: '',
    endpoint: 'create-virtual-account',
    create: (payments, reference) => payments.payins.create(virtualAccount(reference)),
    sequences: [UNPAID],
  },
  {
    ...payin,
    title: 'palladium retail payment',
    at: 'palladium',
    eventType: '',
    endpoint: 'create-retail-payment',
    create: (payments, reference) => payments.payins.create(retailOutlet(reference)),
    sequences: [UNPAID],
  },
  {
    ...payin,
    title: 'palladium qris',
    at: 'palladium',
    eventType: '',
    endpoint: 'create-qris',
    create: (payments, reference) => payments.payins.create(qrCode(reference)),
    sequences: [UNPAID],
  },
  {
    ...payout,
    title: 'palladium disbursement',
    at: 'palladium',
    eventType: '',
    endpoint: 'create-disbursement',
    create: (payments, reference) => payments.payouts.create(bankPayout(reference)),
    sequences: [[{ status: 'pending' }, { status: 'done' }]],
  },
]
