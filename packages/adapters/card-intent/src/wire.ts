import { Type, type Static } from '@polyrail/core'

// What the provider answers, as far as it is used. Fields that are not named here may come and go.

const Text = Type.String({ minLength: 1 })
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' })
const Minor = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const Token = Type.Object({ access_token: Text, expiry: Type.Number({ minimum: 0 }) })
export type Token = Static<typeof Token>

export const Intent = Type.Object({ intent_id: Id, reference_id: Text })
export type Intent = Static<typeof Intent>

/** The answer of every call about a transaction: a payment, a refund or a chargeback. Amounts are minor units. */
export const Transaction = Type.Object({
  id: Id,
  type: Text,
  status: Text,
  order_amount: Minor,
  order_currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  amount_authorized: Minor,
  amount_captured: Minor,
  amount_voided: Minor,
  amount_refunded: Minor,
  external_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  updated_at: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
export type Transaction = Static<typeof Transaction>

export const Transactions = Type.Object({
  limit: Type.Integer({ minimum: 1 }),
  result: Type.Array(Transaction),
})
