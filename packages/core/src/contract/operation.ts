import type { Money } from './money.js'

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
  /** When the provider is asked next; absent where it is not. */
  readonly nextCheckAt?: string
  /** Since when the provider has had no trace of it. */
  readonly absentSince?: string
  /** What a person looks for at the provider, while nobody knows what became of it. */
  readonly search?: SearchRecipe
  readonly createdAt: string
  readonly updatedAt: string
}

/** How to find an operation in a provider's panel, or on a statement. */
export interface SearchRecipe {
  /** Where to look, in words. */
  readonly where: string
  /** The reference that the provider was given: an external id, or a code in the description. */
  readonly reference: string
  readonly amount?: Money
  /** Whom it was for, as the command named them. */
  readonly recipient?: Readonly<Record<string, string>>
  /** ISO 8601: the request was written in this time, if it was. */
  readonly sentBetween: readonly [from: string, to: string]
}

/** A person's word on what became of an operation. */
export interface Settlement {
  readonly outcome: 'succeeded' | 'not_executed'
  /** The provider's own id, where it was found. */
  readonly providerId?: string
  /** What shows it: a line of a statement, a page of the panel. Kept in the history. */
  readonly evidence: string
  /** Who decides. Kept in the history. */
  readonly by: string
}

/** What has happened to an operation, in order. */
export interface OperationHistory {
  readonly entries: readonly HistoryEntry[]
  /** Every line follows from the one before it, by their hashes: none was changed or taken out. */
  readonly intact: boolean
}

export interface HistoryEntry {
  /** ISO 8601. */
  readonly at: string
  readonly from?: OperationStatus
  readonly to: OperationStatus
  /** One word: `armed`, `no_answer`, `lease_expired`, `asked`, `no_trace`, `settled_absent`, `settled`, … */
  readonly cause: string
  readonly attempt: number
  readonly by?: string
  readonly evidence?: string
  readonly hash?: string
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
