import assert from 'node:assert/strict'
import {
  createPayments,
  memoryJournal,
  type Operation,
  type Payin,
  type PayinStatus,
  type Payments,
  type PayoutStatus,
} from '../../src/index.js'
import { KEY, acme, definition, qr } from '../support/acme.js'
import { defineProvider } from '../../src/index.js'

// What the compiler refuses here is the test; `npm run typecheck` runs it. None of it is executed.

const method = { type: 'qr_code' } as const
const amount = { amount: '1000', currency: 'IDR' } as const
const destination = { type: 'bank_account', bankCode: '1', accountName: 'A', accountNumber: '1' } as const
const { payouts: _, ...payinsOnly } = definition
const vault = defineProvider({
  ...payinsOnly,
  name: 'vault',
  payins: { card: { ...qr, create: async () => ({ providerId: '1', status: 'succeeded' as const }) } },
})

/** Code that is written for any accounts takes those of certain ones. */
const anyAccounts = (payments: Payments) => payments.merchant

const narrowed = async () => {
  const payments = await createPayments({
    journal: memoryJournal(),
    providers: [acme({ apiKey: KEY }), vault({ apiKey: KEY, name: 'safe' })],
  })
  anyAccounts(payments)
  anyAccounts(payments.for('shop'))
  await payments.payins.create({ reference: 'r', amount, method })
  await payments.payins.create({ reference: 'r', amount, method, provider: 'acme' })
  await payments.payins.create({ reference: 'r', amount, method: { type: 'card', token: 't' }, provider: 'safe' })
  await payments.payouts.create({ reference: 'r', amount, destination, provider: 'acme' })
  // @ts-expect-error this account takes no cards
  await payments.payins.create({ reference: 'r', amount, method: { type: 'card', token: 't' }, provider: 'acme' })
  // @ts-expect-error this account has no QR codes
  await payments.payins.create({ reference: 'r', amount, method, provider: 'safe' })
  // @ts-expect-error nobody has the name of the adapter any more
  await payments.payins.create({ reference: 'r', amount, method, provider: 'vault' })
  // @ts-expect-error no account has hosted cards
  await payments.payins.create({ reference: 'r', amount, method: { type: 'hosted_card' } })
  // @ts-expect-error a payout cannot be sent where there are none
  await payments.payouts.create({ reference: 'r', amount, destination, provider: 'safe' })
  // @ts-expect-error an amount is a text, never a number
  await payments.payins.create({ reference: 'r', amount: { amount: 1000, currency: 'IDR' }, method })
  // @ts-expect-error a reference is not made up
  await payments.payins.create({ amount, method })
  // @ts-expect-error a field that does not exist
  await payments.payins.create({ reference: 'r', amount, method, note: 'x' })
  // @ts-expect-error a selector names one thing
  await payments.payins.retrieve({ provider: 'acme' })
}

const misconfigured = () => {
  // @ts-expect-error a key is needed
  acme({})
  // @ts-expect-error an environment that does not exist
  acme({ apiKey: KEY, environment: 'moon' })
  // @ts-expect-error a setting that does not exist
  acme({ apiKey: KEY, apikey: KEY })
  const hostless = defineProvider({ ...definition, environments: {} })
  // @ts-expect-error there is no default host
  hostless({ apiKey: KEY })
  hostless({ apiKey: KEY, baseUrl: 'https://acme.test' })
}

const misdefined = () => {
  defineProvider({
    ...definition,
    payins: {
      qr_code: {
        ...qr,
        // @ts-expect-error unknown is core's to give
        create: async () => ({ providerId: '1', status: 'unknown' as const }),
      },
    },
  })
  // @ts-expect-error a method that the contract does not have
  defineProvider({ ...definition, payins: { cash: qr } })
}

const unhandled = (status: Exclude<PayinStatus, 'unknown'>): string => status
const forgetful = (payin: Payin): string => {
  // @ts-expect-error unknown has to be handled
  return unhandled(payin.status)
}
const mindful = (payin: Payin): string => (payin.status === 'unknown' ? 'ask later' : unhandled(payin.status))

const changing = (payin: Payin, operation: Operation) => {
  // @ts-expect-error results are read-only
  payin.status = 'succeeded'
  // @ts-expect-error results are read-only, all the way down
  payin.amount.amount = '1'
  // @ts-expect-error and lists too
  operation.tried.length = 0
}

/** A switch over every status; leaving one out is an error at its end. */
const isOver = (status: PayinStatus | PayoutStatus): boolean => {
  switch (status) {
    case 'succeeded':
    case 'declined':
    case 'canceled':
    case 'expired':
    case 'failed':
      return true
    case 'unknown':
    case 'requires_action':
    case 'requires_authorization':
    case 'pending':
    case 'processing':
    case 'ready':
    case 'authorized':
    case 'partially_captured':
      return false
    default:
      return status satisfies never
  }
}

describe('the types of commands and results', () => {
  it('are checked by the compiler, and stand for what there is at run time', () => {
    assert.deepEqual(
      [narrowed, misconfigured, misdefined, forgetful, mindful, changing].map((one) => typeof one),
      Array(6).fill('function'),
    )
    assert.deepEqual([isOver('unknown'), isOver('succeeded')], [false, true])
  })
})
