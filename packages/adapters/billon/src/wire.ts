import { Type, type Static } from '@polyrail/core'

// What the provider answers, as far as it is used. Fields that are not named here may come and go.

const Text = Type.String({ minLength: 1 })

export const Token = Type.Object({ token: Text })

export const Payment = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  amount: Type.Number(),
  currency: Text,
  startDate: Text,
  endDate: Text,
  description: Text,
  status: Text,
})
export type Payment = Static<typeof Payment>

/** One payout is created at a time; an answer with another number of them is not an answer to that. */
export const Payments = Type.Object({ payments: Type.Array(Payment, { minItems: 1, maxItems: 1 }) })

/** How many were really cancelled; 0 is in the table of refusals. */
export const Canceled = Type.Object({ success: Type.Literal(1) })
