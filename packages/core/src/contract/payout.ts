import type { CustomerDetails, Metadata, NextAction, PaymentObject } from './common.js'
import type { Money } from './money.js'

/** Money going out, to an account or a person. */
export interface Payout extends PaymentObject {
  readonly status: PayoutStatus
  readonly amount: Money
  readonly fee?: Money
  readonly destination: PayoutDestination
  readonly nextAction?: NextAction
  readonly description?: string
}

/** `unknown`: the money may have left and nobody knows yet. Never read it as failed. */
export type PayoutStatus =
  | 'unknown'
  | 'requires_action'
  | 'requires_authorization'
  | 'processing'
  | 'ready'
  | 'succeeded'
  | 'canceled'
  | 'expired'
  | 'failed'

export type PayoutDestination = BankAccountDestination | RecipientDestination | SavedDestination

export type PayoutDestinationType = PayoutDestination['type']

/** E-mail addresses that get the provider's receipt. */
export interface PayoutNotice {
  readonly to?: string
  readonly cc?: string
  readonly bcc?: string
}

export interface BankAccountDestination {
  readonly type: 'bank_account'
  readonly bankCode: string
  readonly accountName: string
  readonly accountNumber: string
  readonly accountType?: string
  readonly notify?: PayoutNotice
}

export interface RecipientDestination {
  readonly type: 'recipient'
  readonly userName?: string
  readonly phoneNumber?: string
  readonly referenceId?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly notify: boolean
}

export interface SavedDestination {
  readonly type: 'saved'
  /** The id of a stored payout target. */
  readonly target: string
}

export interface CreatePayout {
  /** The name of a provider account; the router chooses when absent. */
  readonly provider?: string
  readonly reference: string
  readonly amount: Money
  readonly destination: PayoutDestination
  readonly description?: string
  /** ISO 8601: from when the recipient may collect it, for panels that hold a payout. */
  readonly availableFrom?: string
  readonly availableUntil?: string
  readonly project?: string
  /** Whose account it is, for providers that keep their customers on file. */
  readonly customer?: CustomerDetails
  /** Where the owner of an account comes back to, for providers that have it confirmed first. */
  readonly redirectUrl?: string
  /**
   * The id of an operation that stands in the way, as `UnresolvedOperationError.blockedBy` named it: the caller knows
   * that this may be a second payout to the same recipient, and wants it all the same.
   */
  readonly acknowledgeUnresolved?: string
  readonly metadata?: Metadata
}

export interface CancelPayout {
  /** The id of a payout that its recipient has not got yet. */
  readonly payout: string
  /** The merchant's own name for this cancellation. */
  readonly reference: string
}
