import type { CallbackOptions } from '../kernel/callbacks/callback.js'
import type { CommonOptions } from '../kernel/simulator.js'

export interface PalladiumCallbackOptions extends CallbackOptions {
  /** The value of `X-CALLBACK-TOKEN`; `simulated-callback-token` by default. */
  readonly token?: string
  /** How the body is written, on which the pages are silent; `json` by default. */
  readonly encoding?: 'json' | 'form'
}

export interface PalladiumOptions extends CommonOptions {
  /** Also take the bare key as `Authorization` value, as the provider's prose has it; its examples all say Bearer. */
  readonly acceptRawToken?: boolean
  /** Refuse a second create with the same `external_id` at the same endpoint with 409. Off: nothing is deduplicated. */
  readonly dedupe?: boolean
  /** The QA environment's timing (default on): unpaid 1 min → pending 5 min → done; a payout of 90000 done in 1 min. */
  readonly qaTiming?: boolean
  /** Opening balance of the disburse wallet, in whole rupiah; 1,000,000,000 by default. */
  readonly disbursableBalance?: bigint
  /** Opening balance of the income wallet, in whole rupiah; 0 by default. */
  readonly withdrawableBalance?: bigint
  /** One URL takes all events. There are no retries unless they are asked for: the pages promise none. */
  readonly callbacks?: PalladiumCallbackOptions
}
