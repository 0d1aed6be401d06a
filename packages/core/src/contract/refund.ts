import type { CustomerDetails, Metadata, NextAction, PaymentObject } from './common.js'
import type { Money } from './money.js'
import type { PayoutDestination } from './payout.js'

/** Money going back to a payer, through the payin's provider or by a payout. */
export interface Refund extends PaymentObject {
  /** The id of the payin. */
  readonly payin: string
  readonly status: RefundStatus
  readonly amount: Money
  readonly fee?: Money
  /** Why the merchant gives it back. */
  readonly description?: string
  readonly via: 'provider' | 'payout'
  /** Where a refund by payout goes. */
  readonly destination?: PayoutDestination
  readonly nextAction?: NextAction
}

/** `unknown`: the money may have gone back and nobody knows yet. Never read it as failed. */
export type RefundStatus = 'unknown' | 'pending' | 'succeeded' | 'failed'

export type CreateRefund = RefundByProvider | RefundByPayout

interface RefundCommand {
  /** The id of a payin that has collected something. */
  readonly payin: string
  readonly reference: string
  /** All that is left when absent. */
  readonly amount?: Money
  /** Why, in the merchant's words. */
  readonly reason?: string
  readonly metadata?: Metadata
}

export interface RefundByProvider extends RefundCommand {
  readonly via?: 'provider'
}

/** For payins whose provider gives nothing back: the money is sent as a payout, by any account that can. */
export interface RefundByPayout extends RefundCommand {
  readonly via: 'payout'
  readonly destination: PayoutDestination
  /** The name of a provider account; the router chooses when absent. */
  readonly provider?: string
  readonly availableFrom?: string
  readonly availableUntil?: string
  readonly project?: string
  readonly customer?: CustomerDetails
  readonly redirectUrl?: string
  /** As for a payout. */
  readonly acknowledgeUnresolved?: string
}
