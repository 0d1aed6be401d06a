import type { CommonOptions } from '../kernel/simulator.js'

export interface PalommaOptions extends CommonOptions {
  /** The merchant's highest payin, in whole pesos; 2,000,000 by default. */
  readonly maximumPayinAmount?: bigint
  /** The merchant's highest payout, in whole pesos; 5,000,000 by default. */
  readonly maximumPayoutAmount?: bigint
  /** What payouts are made from, in whole pesos: more is refused. Without it payouts are not looked at. */
  readonly availableBalance?: bigint
  /** A payout target waits for its owner; false by default, as in the sample of a new one. */
  readonly requireTargetVerification?: boolean
}
