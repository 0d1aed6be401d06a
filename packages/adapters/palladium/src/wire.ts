import { Type, type Static } from '@polyrail/core'

// What the provider answers, as far as it is used. Fields that are not named here may come and go.

const Text = Type.String({ minLength: 1 })
const Optional = {
  amount: Type.Optional(Type.Number()),
  expiration: Type.Optional(Type.Union([Type.String(), Type.Null()])),
}

// The samples show 32 hexadecimal digits; it is used as a query parameter, so anything plain will do.
export const ID = '^[A-Za-z0-9_-]{1,64}$'

/** What every object of the provider says of itself. */
const Created = {
  id: Type.String({ pattern: ID }),
  status: Text,
  external_id: Type.String(),
  amount: Type.Number(),
}

export const VirtualAccount = Type.Object({
  ...Created,
  bank_code: Text,
  account_name: Text,
  account_number: Text,
  expiration_date: Optional.expiration,
})
export type VirtualAccount = Static<typeof VirtualAccount>

export const RetailPayment = Type.Object({
  ...Created,
  retail_outlet_name: Text,
  payment_code: Text,
  expiration_date: Optional.expiration,
})
export type RetailPayment = Static<typeof RetailPayment>

export const Qris = Type.Object({
  ...Created,
  fees: Optional.amount,
  expiration_date: Optional.expiration,
  qris_string: Text,
})

// The query of a QRIS leaves out its text and its expiry.
export const QueriedQris = Type.Object({
  ...Created,
  fees: Optional.amount,
  expiration_date: Optional.expiration,
  qris_string: Type.Optional(Text),
})
export type QueriedQris = Static<typeof QueriedQris>

export const Disbursement = Type.Object({ ...Created, fees: Optional.amount })
export type Disbursement = Static<typeof Disbursement>

const Loan = Type.Optional(Type.Union([Type.Number(), Type.String()]))
const Loans = { max_allowable_loan: Loan, total_used_loan_amount: Loan }

// An earlier revision of the documentation misspells both balances; which one is on the wire is not known.
export const Me = Type.Union([
  Type.Object({ remaining_withdrawable_amount: Type.Number(), remaining_disbursable_amount: Type.Number(), ...Loans }),
  Type.Object({ remaning_withdrawable_amount: Type.Number(), remaning_disbursable_amount: Type.Number(), ...Loans }),
])
export type Me = Static<typeof Me>

const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

export const Transaction = Type.Object({
  transaction_type: Text,
  amount: Type.Number(),
  fee: Type.Number(),
  total: Type.Number(),
  bank_code: OptionalText,
  description: OptionalText,
  account_number: OptionalText,
  date: Text,
})
export type Transaction = Static<typeof Transaction>
