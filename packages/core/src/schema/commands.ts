import { Type, type TSchema } from 'typebox'
import { TEXT } from './patterns.js'

const CLOSED = { additionalProperties: false } as const

const text = (maxLength: number, minLength = 1): TSchema => Type.String({ minLength, maxLength, pattern: TEXT })

const name = text(255)
const reference = text(255)
const url = Type.String({ minLength: 1, maxLength: 2048, pattern: '^https?://[^\\s]+$' })
const email = Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })
/** Looked at by code of our own, which can say more than a schema. */
const checkedElsewhere = Type.Any()

const metadata = Type.Record(Type.String({ minLength: 1, maxLength: 64 }), text(500, 0), { maxProperties: 50 })

const address = Type.Object(
  {
    line1: Type.Optional(text(255)),
    line2: Type.Optional(text(255)),
    city: Type.Optional(text(255)),
    state: Type.Optional(text(255)),
    postalCode: Type.Optional(text(32)),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  },
  CLOSED,
)

const person = {
  name,
  email: Type.Optional(email),
  phone: Type.Optional(text(32)),
  document: Type.Optional(Type.Object({ type: text(16), number: text(64) }, CLOSED)),
  address: Type.Optional(address),
}

const customer = Type.Optional(Type.Object({ reference: Type.Optional(reference), ...person }, CLOSED))

const common = {
  provider: Type.Optional(text(64)),
  reference,
  metadata: Type.Optional(metadata),
}

const lineItem = Type.Object(
  {
    title: text(255),
    id: Type.Optional(text(255)),
    quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    price: Type.String({ pattern: '^(0|[1-9][0-9]{0,15})([.][0-9]{1,4})?$' }),
  },
  CLOSED,
)

const kind = (...types: string[]): TSchema => Type.Object({ type: Type.Enum(types) }, { additionalProperties: true })

const payin = Type.Object(
  {
    ...common,
    amount: checkedElsewhere,
    method: kind('virtual_account', 'retail_outlet', 'qr_code', 'payment_link', 'bank_debit', 'card', 'hosted_card'),
    capture: Type.Optional(Type.Enum(['automatic', 'manual'])),
    customer,
    description: Type.Optional(text(255)),
    redirectUrl: Type.Optional(Type.Union([url, Type.Object({ success: url, failure: url }, CLOSED)])),
    expiresAt: Type.Optional(checkedElsewhere),
    lineItems: Type.Optional(Type.Array(lineItem, { maxItems: 500 })),
  },
  CLOSED,
)

const payoutFields = {
  availableFrom: Type.Optional(checkedElsewhere),
  availableUntil: Type.Optional(checkedElsewhere),
  project: Type.Optional(text(255)),
  customer,
  redirectUrl: Type.Optional(url),
  acknowledgeUnresolved: Type.Optional(text(255)),
}

const payout = Type.Object(
  {
    ...common,
    ...payoutFields,
    amount: checkedElsewhere,
    destination: kind('bank_account', 'recipient', 'saved'),
    description: Type.Optional(text(255)),
  },
  CLOSED,
)

const refund = {
  payin: text(255),
  reference,
  amount: Type.Optional(checkedElsewhere),
  reason: Type.Optional(text(255)),
  metadata: Type.Optional(metadata),
}

const bankAccount = {
  bankCode: text(64),
  accountType: text(32),
  accountNumber: Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z -]+$' }),
}

const method = (type: string, fields: Readonly<Record<string, TSchema>>): TSchema =>
  Type.Object({ type: Type.Literal(type), ...fields }, CLOSED)

const notice = Type.Object({ to: Type.Optional(email), cc: Type.Optional(email), bcc: Type.Optional(email) }, CLOSED)

/** The commands of the public contract, by the name that their validators have. */
export const commandSchemas: Readonly<Record<string, TSchema>> = {
  'payins.create': payin,
  'method.virtual_account': method('virtual_account', {
    bankCode: text(64),
    accountName: name,
    singleUse: Type.Boolean(),
  }),
  'method.retail_outlet': method('retail_outlet', { outlet: Type.Enum(['ALFAMART']), payerName: name }),
  'method.qr_code': method('qr_code', {}),
  'method.payment_link': method('payment_link', {
    availableTypes: Type.Optional(Type.Array(text(64), { minItems: 1, maxItems: 32, uniqueItems: true })),
  }),
  'method.bank_debit': method('bank_debit', { source: text(255) }),
  'method.card': method('card', { token: Type.Optional(text(255)), card: Type.Optional(checkedElsewhere) }),
  'method.hosted_card': method('hosted_card', {}),
  'payins.capture': Type.Object({ payin: text(255), reference, amount: Type.Optional(checkedElsewhere) }, CLOSED),
  'payins.cancel': Type.Object({ payin: text(255), reference, amount: Type.Optional(checkedElsewhere) }, CLOSED),
  'payouts.create': payout,
  'payouts.cancel': Type.Object({ payout: text(255), reference }, CLOSED),
  'refunds.create': Type.Object({ ...refund, via: Type.Optional(Type.Literal('provider')) }, CLOSED),
  'refunds.create.payout': Type.Object(
    {
      ...refund,
      ...payoutFields,
      via: Type.Literal('payout'),
      provider: common.provider,
      destination: kind('bank_account', 'recipient', 'saved'),
    },
    CLOSED,
  ),
  'tokens.create': Type.Object(
    {
      ...common,
      instrument: Type.Optional(kind('card', 'payin_source', 'payout_target')),
      customer,
      redirectUrl: Type.Optional(url),
      description: Type.Optional(text(255)),
    },
    CLOSED,
  ),
  'instrument.card': method('card', {}),
  'instrument.payin_source': method('payin_source', { ...bankAccount, partialPayins: Type.Optional(Type.Boolean()) }),
  'instrument.payout_target': method('payout_target', bankAccount),
  'destination.bank_account': method('bank_account', {
    bankCode: text(64),
    accountName: name,
    accountNumber: Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z -]+$' }),
    accountType: Type.Optional(text(32)),
    notify: Type.Optional(notice),
  }),
  'destination.recipient': method('recipient', {
    userName: Type.Optional(text(255)),
    phoneNumber: Type.Optional(text(32)),
    referenceId: Type.Optional(text(255)),
    firstName: Type.Optional(text(255)),
    lastName: Type.Optional(text(255)),
    email: Type.Optional(email),
    notify: Type.Boolean(),
  }),
  'destination.saved': method('saved', { target: text(255) }),
  'customers.create': Type.Object({ ...common, customer: Type.Object(person, CLOSED) }, CLOSED),
}
