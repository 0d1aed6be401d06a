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

/** A bank account whose owner lets the merchant use it: a payin source or a payout target. */
export const BankLink = Type.Object({
  id: Id,
  reference: OptionalText,
  customerId: OptionalText,
  status: Text,
  statusMessage: OptionalText,
  authUrl: OptionalText,
  type: OptionalText,
})
export type BankLink = Static<typeof BankLink>

const Move = {
  id: Id,
  reference: OptionalText,
  status: Text,
  statusMessage: OptionalText,
  amount: Type.Number(),
  fee: OptionalNumber,
}

export const PayinRequest = Type.Object({ ...Move, payinSourceId: OptionalText, amountCollected: OptionalNumber })
export type PayinRequest = Static<typeof PayinRequest>

export const PayoutRequest = Type.Object({ ...Move, payoutTargetId: OptionalText, amountSent: OptionalNumber })
export type PayoutRequest = Static<typeof PayoutRequest>

export const PayinSettlement = Type.Object({
  id: Id,
  totalAmountCollected: Type.Number(),
  totalFees: Type.Number(),
  numberOfPayins: OptionalNumber,
  payinSettlementDate: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
  payinSettlementCycle: Type.Optional(Type.Union([Type.Number(), Type.String(), Type.Null()])),
})
export type PayinSettlement = Static<typeof PayinSettlement>

/** What every callback is; the object in it is what a read of it answers. */
export const Webhook = Type.Object({ eventType: Text, event: Type.Object({}) })
export type Webhook = Static<typeof Webhook>
