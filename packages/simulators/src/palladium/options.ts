import type { CommonOptions } from '../kernel/simulator.js'

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
}
