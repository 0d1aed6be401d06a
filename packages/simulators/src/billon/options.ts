import type { CommonOptions } from '../kernel/simulator.js'

/** `apiKey` is the only panel password that a token is given for; by default any non-empty one is. */
export interface BillonOptions extends CommonOptions {
  /** How long a token is accepted; 24 hours by default. */
  readonly tokenLifetimeMs?: number
  /** A new token ends the ones before it; false by default: the pages do not say. */
  readonly oneTokenAtATime?: boolean
  /** Payouts wait for a panel user first; false by default. */
  readonly requireAuthorization?: boolean
  /** What the panel's account holds, by currency, as decimal text; 1000000.00 each of GBP, PLN and EUR by default. */
  readonly balances?: Readonly<Record<string, string>>
  /** The status of an error body; 400 by default. The pages name none, so 200 is possible too. */
  readonly errorStatus?: 200 | 400
}
