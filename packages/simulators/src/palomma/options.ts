import type { CallbackOptions } from '../kernel/callbacks/callback.js'
import type { CommonOptions } from '../kernel/simulator.js'

export interface PalommaCallbackOptions extends CallbackOptions {
  /** Signs the callbacks, used as UTF-8; `simulated-integrity-key` by default. */
  readonly integrityKey?: string
  /** How the signature is written, on which the pages are silent; lower-case `hex` by default. */
  readonly signatureEncoding?: 'hex' | 'base64'
}

export interface PalommaOptions extends CommonOptions {
  /** The merchant's highest payin, in whole pesos; 2,000,000 by default. */
  readonly maximumPayinAmount?: bigint
  /** The merchant's highest payout, in whole pesos; 5,000,000 by default. */
  readonly maximumPayoutAmount?: bigint
  /** What payouts are made from, in whole pesos: more is refused. Without it payouts are not looked at. */
  readonly availableBalance?: bigint
  /** A payout target waits for its owner; false by default, as in the sample of a new one. */
  readonly requireTargetVerification?: boolean
  /** Retries come 1, 5 and 30 minutes after a failure unless told otherwise: the pages promise some, but not when. */
  readonly callbacks?: PalommaCallbackOptions
}
