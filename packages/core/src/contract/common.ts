/** What a merchant may attach to a payment: kept in the journal only, never sent. */
export type Metadata = Readonly<Record<string, string>>

/** Why a payment ended as it did, in our words and the provider's. */
export interface Reason {
  readonly code: string
  readonly message?: string
  readonly providerCode?: string
}

/** The person or company on the other side of a payin. */
export interface CustomerDetails {
  readonly reference?: string
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly document?: { readonly type: string; readonly number: string }
  readonly address?: Address
}

export interface Address {
  readonly line1?: string
  readonly line2?: string
  readonly city?: string
  readonly state?: string
  readonly postalCode?: string
  /** ISO 3166-1 alpha-2. */
  readonly country?: string
}

export interface LineItem {
  readonly title: string
  readonly id?: string
  readonly quantity: number
  /** A decimal string in major units of the payment's currency. */
  readonly price: string
}

/** What payins, payouts and refunds have in common. */
export interface PaymentObject {
  /** Ours, and the merchant's handle in every later call. */
  readonly id: string
  readonly merchant: string
  readonly provider: string
  /** The provider's own id; absent until the provider has answered. */
  readonly providerId?: string
  /** The merchant's own name for the payment, unique per merchant and kind. */
  readonly reference: string
  /** The operation that made the object or last changed it. */
  readonly operationId: string
  /** `unknown` where the provider may have executed the call and nobody knows yet. */
  readonly status: string
  readonly reason?: Reason
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly metadata: Metadata
  /** The provider's last body, secrets removed. Its shape is the provider's and may change. */
  readonly raw?: unknown
}

/** What the payer, or the owner of an account, has to do next. */
export type NextAction =
  | {
      readonly type: 'transfer_to_virtual_account'
      readonly bankCode: string
      readonly accountNumber: string
      readonly accountName: string
      readonly expiresAt?: string
    }
  | {
      readonly type: 'pay_at_outlet'
      readonly outlet: string
      readonly paymentCode: string
      readonly expiresAt?: string
    }
  | { readonly type: 'show_qr_code'; readonly payload: string; readonly expiresAt?: string }
  | { readonly type: 'redirect'; readonly url: string }

/** How a payment is found: by our id, by the merchant's reference, or by the provider's id. */
export type Selector =
  { readonly id: string } | { readonly reference: string } | { readonly provider: string; readonly providerId: string }

export interface RetrieveOptions {
  /** Ask the provider first, and record what it says. */
  readonly refresh?: boolean
}

/** Filters of a list over the journal; results come oldest first. */
export interface ListFilter<Status extends string = string> {
  readonly provider?: string
  readonly status?: Status
  /** ISO 8601, inclusive. */
  readonly createdFrom?: string
  /** ISO 8601, exclusive. */
  readonly createdTo?: string
}
