/**
 * An exact amount: a decimal string in major units (`'150000.50'`), never a number, with its ISO 4217 currency.
 * Digits, an optional point and no exponent, sign or separator; at most as many decimals as the currency has.
 */
export interface Money {
  readonly amount: string
  readonly currency: string
}

/** One purse of a provider account, as the provider names it in the field's terms. */
export interface Balance extends Money {
  readonly kind: 'payout' | 'withdrawable' | 'unsettled' | 'payout_limit' | 'loan_available' | 'loan_used'
  /** The provider's account the money lies in, where a merchant can have several. */
  readonly account?: string
}
