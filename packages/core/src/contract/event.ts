import type { Customer, CustomerStatus } from './customer.js'
import type { Payin, PayinStatus } from './payin.js'
import type { Payout, PayoutStatus } from './payout.js'
import type { Refund, RefundStatus } from './refund.js'
import type { Token, TokenStatus } from './token.js'

interface Common {
  /** The same whenever it is told. */
  readonly id: string
  readonly merchant: string
  /** ISO 8601: when it was recorded. */
  readonly occurredAt: string
}

/** An object has come to a status. `object` is as it was then. */
export type PaymentEvent = Common &
  (
    | { readonly type: `payin.${PayinStatus}`; readonly object: Payin }
    | { readonly type: `payout.${PayoutStatus}`; readonly object: Payout }
    | { readonly type: `refund.${RefundStatus}`; readonly object: Refund }
    | { readonly type: `token.${TokenStatus}`; readonly object: Token }
    | { readonly type: `customer.${CustomerStatus}`; readonly object: Customer }
  )

/** Told of an event; when it rejects it is told again later. */
export type EventHandler = (event: PaymentEvent) => unknown

/** An event that a subscriber was not told yet because its handler failed, or that was given up. */
export interface UntoldEvent {
  readonly event: PaymentEvent
  readonly tries: number
  /** Absent where it was given up: see `retry`. */
  readonly nextTryAt?: string
  /** What the handler threw last, shortened. */
  readonly cause: string
}

export interface SubscriberState {
  readonly name: string
  /** Absent where it is told of all merchants. */
  readonly merchant?: string
  /** How many events it has not been told yet, without those that failed. */
  readonly behind: number
}
