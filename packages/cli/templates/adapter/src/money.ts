import { Type, WireNumberSchema, moneyFromMinor, wireMinor, type Money, type Static } from '@polyrail/core'

// How the provider writes amounts: in cents, as whole numbers.

/** As it is sent, digit by digit: never a number of JavaScript's. */
export const SentAmount = WireNumberSchema
export type SentAmount = Static<typeof SentAmount>

/** As it is answered. */
export const ShownAmount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export type ShownAmount = Static<typeof ShownAmount>

export const amountOf = (money: Money): SentAmount => wireMinor(money)

export const moneyOf = (amount: ShownAmount, currency: string): Money => moneyFromMinor(amount, currency)

export const isSame = (sent: SentAmount, shown: ShownAmount): boolean => sent.text === String(shown)
