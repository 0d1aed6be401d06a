/** One command of the merchant's with one reference: what was asked, and what is known of its execution. */
export interface Operation {
  readonly id: string
  readonly merchant: string
  readonly kind: OperationKind
  readonly reference: string
  readonly provider: string
  readonly providerId?: string
  /** The reference that the provider was given. */
  readonly providerReference: string
  readonly status: OperationStatus
  /** How an unknown outcome can end: by asking the provider, by its callback, or by a person. */
  readonly resolution: 'lookup' | 'webhook' | 'manual'
  /** The payin, payout, refund or customer that this operation made or changed. */
  readonly object: string
  /** What decided the last change, in one word: `answered`, `no_answer`, `lease_expired`, … */
  readonly cause?: string
  readonly attempts: number
  /** The operation that this one replaces, after proof that the earlier one executed nothing. */
  readonly supersedes?: string
  /** Providers that were tried for this command before, each with proof that nothing was executed there. */
  readonly tried: readonly { readonly provider: string; readonly code: string }[]
  readonly createdAt: string
  readonly updatedAt: string
}

export type OperationKind =
  | 'payin.create'
  | 'payin.capture'
  | 'payin.cancel'
  | 'payout.create'
  | 'payout.cancel'
  | 'refund.create'
  | 'customer.create'
  | 'token.create'

/** `not_sent`, `refused` and `absent` mean that nothing was executed, and the reference may be used again. */
export type OperationStatus =
  | 'sending'
  | 'unknown'
  | 'pending'
  | 'succeeded'
  | 'declined'
  | 'canceled'
  | 'refused'
  | 'not_sent'
  | 'absent'
  | 'reversed'
