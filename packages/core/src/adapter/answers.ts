import type { CustomerStatus } from '../contract/customer.js'
import type { NextAction, Reason } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import type { PayinStatus } from '../contract/payin.js'
import type { PayoutStatus } from '../contract/payout.js'
import type { RefundStatus } from '../contract/refund.js'
import type { TokenStatus } from '../contract/token.js'

/** A mapping may answer every status but `unknown`: that one is core's to give. */
export type Answered<Status extends string> = Exclude<Status, 'unknown'>

/** What every answer of a mapping says. Core checks what the provider repeated against what was asked. */
export interface CommonAnswer {
  readonly providerId: string
  /** Our reference as the provider repeats it, where it does. An answer that repeats another one is not believed. */
  readonly reference?: string | undefined
  readonly reason?: Reason | undefined
  /** The provider's id that this one takes the place of: an intent's, once there is a transaction. */
  readonly replaces?: string | undefined
}

/**
 * In place of an answer: somebody has to act before the decisive call can be made, and it was not made. Calling again
 * with the same reference goes on.
 */
export interface Paused {
  readonly paused: true
  readonly nextAction: NextAction
}

export interface PayinAnswer extends CommonAnswer {
  readonly status: Answered<PayinStatus>
  /** As the provider repeats it. */
  readonly amount?: Money | undefined
  readonly amountAuthorized?: Money | undefined
  readonly amountCaptured?: Money | undefined
  readonly amountCanceled?: Money | undefined
  readonly amountRefunded?: Money | undefined
  readonly fee?: Money | undefined
  readonly settlement?: 'pending' | 'partial' | 'settled' | undefined
  readonly nextAction?: NextAction | undefined
  readonly expiresAt?: string | undefined
}

export interface PayoutAnswer extends CommonAnswer {
  readonly status: Answered<PayoutStatus>
  /** As the provider repeats it. */
  readonly amount?: Money | undefined
  readonly fee?: Money | undefined
  readonly nextAction?: NextAction | undefined
}

export interface RefundAnswer extends CommonAnswer {
  readonly status: Answered<RefundStatus>
  /** As the provider repeats it. */
  readonly amount?: Money | undefined
  readonly fee?: Money | undefined
  readonly nextAction?: NextAction | undefined
}

export interface TokenAnswer extends CommonAnswer {
  readonly status: Answered<TokenStatus>
  readonly nextAction?: NextAction | undefined
  /** What payins and payouts name the instrument by. */
  readonly token?: string | undefined
}

export interface CustomerAnswer extends CommonAnswer {
  readonly status: Answered<CustomerStatus>
}

/** A refusal in the provider's documented shape; anything else that looks like one is not believed. */
export interface Refusal {
  readonly code:
    | 'provider_rejected'
    | 'insufficient_funds'
    | 'not_found'
    | 'rate_limited'
    | 'invalid_state'
    | 'authentication_failed'
  readonly message?: string | undefined
  readonly providerCode?: string | undefined
}

/** What an error table sees of an answer: the body is parsed JSON, never text. */
export interface ErrorAnswer {
  readonly status: number
  readonly body: unknown
}
