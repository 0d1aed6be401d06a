import type { CommonOptions } from '../kernel/simulator.js'

export interface PalommaOptions extends CommonOptions {
  /** The merchant's highest payin, in whole pesos; 2,000,000 by default. */
  readonly maximumPayinAmount?: bigint
}
