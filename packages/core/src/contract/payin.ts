import type { CustomerDetails, LineItem, Metadata, NextAction, PaymentObject } from './common.js'
import type { CardOnTheWay } from './card.js'
import type { Money } from './money.js'

/** Money coming in: an instrument that a payer uses, or a charge on one. */
export interface Payin extends PaymentObject {
  readonly status: PayinStatus
  readonly amount: Money
  readonly amountAuthorized?: Money
  readonly amountCaptured?: Money
  /** Of the authorized amount, what was given back without having been captured. */
  readonly amountCanceled?: Money
  /** What refunds have given back for certain. */
  readonly amountRefunded?: Money
  readonly fee?: Money
  readonly settlement?: 'pending' | 'partial' | 'settled'
  /** What the merchant asked for; card data never, tokens masked. */
  readonly method: PayinMethod
  readonly nextAction?: NextAction
  readonly expiresAt?: string
}

/** `unknown`: the provider may have executed the call and nobody knows yet. Never read it as failed. */
export type PayinStatus =
  | 'unknown'
  | 'requires_action'
  | 'pending'
  | 'processing'
  | 'authorized'
  | 'partially_captured'
  | 'succeeded'
  | 'declined'
  | 'canceled'
  | 'expired'
  | 'failed'

export type PayinMethod =
  | VirtualAccountMethod
  | RetailOutletMethod
  | QrCodeMethod
  | PaymentLinkMethod
  | BankDebitMethod
  | CardMethod
  | HostedCardMethod

export type PayinMethodType = PayinMethod['type']

export interface VirtualAccountMethod {
  readonly type: 'virtual_account'
  readonly bankCode: string
  readonly accountName: string
  /** True where the account can be paid into once only. */
  readonly singleUse: boolean
}

export interface RetailOutletMethod {
  readonly type: 'retail_outlet'
  readonly outlet: 'ALFAMART'
  readonly payerName: string
}

export interface QrCodeMethod {
  readonly type: 'qr_code'
}

export interface PaymentLinkMethod {
  readonly type: 'payment_link'
  /** The ways of paying that the page offers, in the provider's words; all of them when absent. */
  readonly availableTypes?: readonly string[]
}

export interface BankDebitMethod {
  readonly type: 'bank_debit'
  /** The id of a stored payin source. */
  readonly source: string
}

/** A card by its token, or, where the adapter's configuration allows it, the card itself. */
export type CardMethod =
  { readonly type: 'card'; readonly token: string } | { readonly type: 'card'; readonly card: CardOnTheWay }

export interface HostedCardMethod {
  readonly type: 'hosted_card'
}

export interface CreatePayin {
  /** The name of a provider account; the router chooses when absent. */
  readonly provider?: string
  readonly reference: string
  readonly amount: Money
  readonly method: PayinMethod
  readonly capture?: 'automatic' | 'manual'
  readonly customer?: CustomerDetails
  readonly description?: string
  readonly redirectUrl?: string | { readonly success: string; readonly failure: string }
  /** ISO 8601 with a zone, in the future. */
  readonly expiresAt?: string
  readonly lineItems?: readonly LineItem[]
  readonly metadata?: Metadata
}

export interface CapturePayin {
  /** The id of an authorized payin. */
  readonly payin: string
  /** All that is left when absent. */
  readonly amount?: Money
  /** The merchant's own name for this capture. */
  readonly reference: string
}

export interface CancelPayin {
  /** The id of a payin that is not paid yet, or is authorized. */
  readonly payin: string
  /** Of an authorized payin, where the provider can; all that is left when absent. */
  readonly amount?: Money
  /** The merchant's own name for this cancellation. */
  readonly reference: string
}

/** A payin as the provider's own list shows it; `payin` is the id of ours, where the journal knows it. */
export interface PayinAtProvider {
  readonly provider: string
  readonly providerId: string
  readonly reference?: string
  readonly status: PayinStatus
  readonly amount: Money
  readonly amountCaptured?: Money
  readonly fee?: Money
  readonly createdAt?: string
  readonly payin?: string
  readonly raw: unknown
}
