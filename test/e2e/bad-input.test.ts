import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { ValidationError } from '@polyrail/core'
import { bankPayout, customer, paymentLink, qrCode, retailOutlet, virtualAccount } from '../support/commands.js'
import { rowsIn } from '../support/database.js'
import { all, startWorld, type TestPayments, type World } from '../support/world.js'

/** A wrong command: `at` is where the error says it is wrong, or the code of another error. */
interface Wrong {
  readonly title: string
  readonly at: string | { readonly code: string }
  readonly call: (payments: TestPayments) => Promise<unknown>
}

type PayinCommand = Parameters<TestPayments['payins']['create']>[0]
type Change = Readonly<Record<string, unknown>>
type Row = readonly [title: string, at: Wrong['at'], change: Change]

const without = (field: string): Change => ({ [field]: undefined })

const payins = (what: string, command: object, rows: readonly Row[]): readonly Wrong[] =>
  rows.map(([title, at, change]) => ({
    title: `${what} with ${title}`,
    at,
    call: (payments) => payments.payins.create({ ...command, ...change } as unknown as PayinCommand),
  }))

const UNSUPPORTED = { code: 'unsupported_operation' } as const
const idr = (amount: unknown): Change => ({ amount: { amount, currency: 'IDR' } })
const ACCOUNT = virtualAccount('order-1')
const method = (change: Change): Change => ({ method: { ...ACCOUNT.method, ...change } })
const LINK = paymentLink('order-1')
const payer = (change: Change): Change => ({ customer: { ...LINK.customer, ...change } })
const PAYOUT = bankPayout('order-1')
const destination = (change: Change): Change => ({ destination: { ...PAYOUT.destination, ...change } })

const AMOUNTS: readonly Row[] = [
  ['no amount', 'amount', without('amount')],
  ['a number for an amount', 'amount', { amount: 150_000 }],
  ['a float', 'amount.amount', idr(150_000.5)],
  ['a whole number', 'amount.amount', idr(150_000)],
  ['a bigint', 'amount.amount', idr(150_000n)],
  ['a fraction of a rupiah', 'amount.amount', idr('150000.50')],
  ['three decimals', 'amount.amount', idr('150000.001')],
  ['a negative amount', 'amount.amount', idr('-150000')],
  ['a plus sign', 'amount.amount', idr('+150000')],
  ['nothing to pay', 'amount.amount', idr('0')],
  ['an exponent', 'amount.amount', idr('1.5e5')],
  ['separators', 'amount.amount', idr('150,000')],
  ['a space', 'amount.amount', idr(' 150000')],
  ['a line break after it', 'amount.amount', idr('150000\n')],
  ['a leading zero', 'amount.amount', idr('0150000')],
  ['an empty amount', 'amount.amount', idr('')],
  ['infinity', 'amount.amount', idr('Infinity')],
  ['a hexadecimal amount', 'amount.amount', idr('0x10')],
  ['digits of another script', 'amount.amount', idr('١٥٠٠٠٠')],
  ['more money than there is', 'amount.amount', idr('1'.padEnd(18, '0'))],
  ['a megabyte of digits', 'amount.amount', idr('9'.repeat(1_048_576))],
  ['a currency that does not exist', 'amount.currency', { amount: { amount: '150000', currency: 'XXQ' } }],
  ['a currency in small letters', 'amount.currency', { amount: { amount: '150000', currency: 'idr' } }],
  ['no currency', 'amount.currency', { amount: { amount: '150000' } }],
  ['a currency named like a method', 'amount.currency', { amount: { amount: '1', currency: 'constructor' } }],
  ['a currency that it does not take', UNSUPPORTED, { amount: { amount: '150000', currency: 'USD' } }],
  ['an unknown field in the amount', 'amount.cents', { amount: { amount: '1', currency: 'IDR', cents: 1 } }],
]

const REFERENCES: readonly Row[] = [
  ['no reference', 'reference', without('reference')],
  ['an empty reference', 'reference', { reference: '' }],
  ['a number for a reference', 'reference', { reference: 17 }],
  ['a reference of 10 KB', 'reference', { reference: 'r'.repeat(10_240) }],
  ['a line break in the reference', 'reference', { reference: 'order\r\n1' }],
  ['a NUL in the reference', 'reference', { reference: 'order\0' }],
  ['half a surrogate pair in the reference', 'reference', { reference: 'order-\ud83d' }],
  ['a mark that turns the reference around', 'reference', { reference: 'order-\u202e1' }],
]

const ACCOUNTS: readonly Row[] = [
  ['no method', 'method', without('method')],
  ['an unknown method', 'method.type', { method: { type: 'cheque' } }],
  ['a method named like a method', 'method.type', { method: { type: 'constructor' } }],
  ['a method that it has not', UNSUPPORTED, { method: { type: 'payment_link' } }],
  ['a card', UNSUPPORTED, { method: { type: 'card', token: 'tok_1' } }],
  ['no bank', 'method.bankCode', method(without('bankCode'))],
  ['an unknown bank', 'method.bankCode', method({ bankCode: 'BANK' })],
  ['no account name', 'method.accountName', method(without('accountName'))],
  ['a control character in the name', 'method.accountName', method({ accountName: 'PT\u0007' })],
  ['a line break in the name', 'method.accountName', method({ accountName: 'PT\r\nContoh' })],
  ['an escape sequence in the name', 'method.accountName', method({ accountName: '\u001b[31mPT' })],
  ['half a surrogate pair in the name', 'method.accountName', method({ accountName: 'PT \udc00' })],
  ['a name of 256 characters', 'method.accountName', method({ accountName: 'P'.repeat(256) })],
  ['a text where a boolean belongs', 'method.singleUse', method({ singleUse: 'true' })],
  ['an unknown field in the method', 'method.iban', method({ iban: 'x' })],
  ['an unknown field', 'amounts', { amounts: [] }],
  ['an expiry in the past', 'expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
  ['an expiry without a zone', 'expiresAt', { expiresAt: '2099-01-01T00:00:00' }],
  ['an expiry on a day that does not exist', 'expiresAt', { expiresAt: '2099-02-30T00:00:00Z' }],
  ['a date object for an expiry', 'expiresAt', { expiresAt: new Date(4_102_444_800_000) }],
  ['a capture for later', UNSUPPORTED, { capture: 'manual' }],
  ['an unknown account', 'provider', { provider: 'nobody' }],
  ['an account named like a method', 'provider', { provider: 'constructor' }],
  ['metadata that is no text', 'metadata.cart', { metadata: { cart: 1 } }],
  ['a line break in the metadata', 'metadata.cart', { metadata: { cart: 'a\nb' } }],
]

const LINKS: readonly Row[] = [
  ['no customer', 'customer', without('customer')],
  ['no e-mail address', 'customer.email', payer(without('email'))],
  ['a text for an e-mail address', 'customer.email', payer({ email: 'laura' })],
  ['no document', 'customer.document', payer(without('document'))],
  ['an unknown document', 'customer.document.type', payer({ document: { type: 'dni', number: '1' } })],
  ['letters in the phone number', 'customer.phone', payer({ phone: 'phone' })],
  ['a control character in the name', 'customer.name', payer({ name: 'Laura\u0000' })],
  ['no page to return to', 'redirectUrl', without('redirectUrl')],
  ['a script for a page', 'redirectUrl', { redirectUrl: 'javascript:alert(1)' }],
  ['a fraction of a peso', 'amount.amount', { amount: { amount: '84000.50', currency: 'COP' } }],
  ['less than the least', 'amount.amount', { amount: { amount: '1500', currency: 'COP' } }],
  ['more than the most', 'amount.amount', { amount: { amount: '2000001', currency: 'COP' } }],
  ['an unknown way to pay', 'method.availableTypes.0', { method: { type: 'payment_link', availableTypes: ['cash'] } }],
]

const PAYOUTS: readonly Row[] = [
  ['no destination', 'destination', without('destination')],
  ['an unknown destination', 'destination.type', { destination: { type: 'wallet' } }],
  ['a destination that it has not', UNSUPPORTED, { destination: { type: 'saved', target: 'x' } }],
  ['no account number', 'destination.accountNumber', destination(without('accountNumber'))],
  ['a number for an account number', 'destination.accountNumber', destination({ accountNumber: 98_123_456 })],
  ['a line break in the account number', 'destination.accountNumber', destination({ accountNumber: '009\n8' })],
  ['a lower-case bank', 'destination.bankCode', destination({ bankCode: 'bca' })],
  ['a receipt to nobody', 'destination.notify.to', destination({ notify: { to: 'nobody' } })],
  ['a line break in the description', 'description', { description: 'a\r\nb' }],
]

const CUSTOMERS: readonly Row[] = [
  ['no customer', 'customer', without('customer')],
  ['no name', 'customer.name', { customer: { ...customer('x').customer, name: undefined } }],
  ['an amount', 'amount', { amount: { amount: '1', currency: 'COP' } }],
]

const CASES: readonly Wrong[] = [
  ...payins('a virtual account', ACCOUNT, [...AMOUNTS, ...REFERENCES, ...ACCOUNTS]),
  ...payins('an outlet code', retailOutlet('order-1'), [
    ['another outlet', 'method.outlet', { method: { type: 'retail_outlet', outlet: 'SHOP', payerName: 'A' } }],
    ['no name', 'method.payerName', { method: { type: 'retail_outlet', outlet: 'ALFAMART' } }],
  ]),
  ...payins('a QRIS', qrCode('order-1'), [['an expiry', 'expiresAt', { expiresAt: '2099-01-01T00:00:00Z' }]]),
  ...payins('a payment link', LINK, LINKS),
  ...[...AMOUNTS, ...REFERENCES, ...PAYOUTS].map(([title, at, change]) => ({
    title: `a payout with ${title}`,
    at,
    call: ({ payouts }: TestPayments) => payouts.create({ ...PAYOUT, ...change }),
  })),
  ...[...REFERENCES, ...CUSTOMERS].map(([title, at, change]) => ({
    title: `a customer with ${title}`,
    at,
    call: ({ customers }: TestPayments) => customers.create({ ...customer('order-1'), ...change }),
  })),
  ...[null, undefined, 'order-1', 17, [], () => ACCOUNT].map((command) => ({
    title: `${inspect(command)} for a payin`,
    at: '',
    call: ({ payins }: TestPayments) => payins.create(command as unknown as PayinCommand),
  })),
]

const expectRefusal = async ({ at, call }: Wrong, payments: TestPayments): Promise<void> => {
  const error = await call(payments).then(
    () => assert.fail('it was taken'),
    (problem: unknown) => problem as Error & { readonly code?: string },
  )
  if (typeof at !== 'string') {
    assert.equal(error.code, at.code, error.stack)
    return
  }
  assert.ok(error instanceof ValidationError, error.stack)
  assert.equal(error.code, 'invalid_request')
  assert.ok(error.message.length < 2_000, 'a message that nobody can read')
  assert.ok(
    error.issues.some(({ path }) => path === at),
    `${at} is not among ${JSON.stringify(error.issues)}`,
  )
}

const expectNoRequest = ({ palladium, palomma }: World): void =>
  assert.deepEqual([...palladium.requests, ...palomma.requests], [])

describe('a wrong command', () => {
  for (const wrong of CASES) {
    it(`is refused, and nothing is written or sent: ${wrong.title}`, async () => {
      await using world = await startWorld({ journal: 'memory' })
      const { payments } = world
      await expectRefusal(wrong, payments)
      expectNoRequest(world)
      const { operations, payins, payouts, customers } = payments
      const written = [operations.list(), payins.list(), payouts.list(), customers.list()]
      assert.deepEqual((await Promise.all(written.map((list) => all<unknown>(list)))).flat(), [])
    })
  }

  it('leaves no row in the sqlite journal', async () => {
    await using world = await startWorld({ journal: 'sqlite' })
    for (const wrong of CASES) await expectRefusal(wrong, world.payments)
    expectNoRequest(world)
    const path = world.folder.file('payments.db')
    const tables = ['operation', 'object', 'transition'] as const
    assert.deepEqual(
      tables.map((table) => rowsIn(path, table)),
      [0, 0, 0],
    )
  })
})
