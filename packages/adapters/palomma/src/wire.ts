import { Type, type Static } from '@polyrail/core'

// What the provider answers, as far as it is used. Fields that are not named here may come and go.

const Text = Type.String({ minLength: 1 })
// The documentation shows ULIDs.
export const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })
const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const OptionalNumber = Type.Optional(Type.Union([Type.Number(), Type.Null()]))

export const Customer = Type.Object({
  id: Id,
  reference: OptionalText,
  name: Type.String(),
  documentType: Type.String(),
  documentNumber: Type.String(),
  email: Type.String(),
  phoneNumber: Type.String(),
})
export type Customer = Static<typeof Customer>

export const PayinLink = Type.Object({
  id: Id,
  reference: OptionalText,
  customerId: OptionalText,
  status: Text,
  // Shown beside `approved` in a sample; means something only beside `cancelled`.
  statusMessage: OptionalText,
  paymentUrl: Text,
  amount: Type.Number(),
  amountCollected: OptionalNumber,
  fee: OptionalNumber,
  expiration: OptionalText,
  createdAt: OptionalText,
})
export type PayinLink = Static<typeof PayinLink>

export const MerchantAccount = Type.Object({
  id: Id,
  type: Type.String(),
  unsettledAmount: OptionalNumber,
  payoutLimitBalance: OptionalNumber,
  availableBalance: OptionalNumber,
})
export type MerchantAccount = Static<typeof MerchantAccount>
