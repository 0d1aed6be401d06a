import type { CommonOptions } from '../kernel/simulator.js'

export interface CardIntentOptions extends Omit<CommonOptions, 'apiKey'> {
  /** The only client that gets a token; by default any non-empty id does. */
  readonly clientId?: string
  /** The only secret that is accepted; by default any non-empty one is. */
  readonly clientSecret?: string
  /** How long an access token is accepted; 3,600,000 by default. */
  readonly tokenLifetimeMs?: number
  /** A new access token ends the ones before it; false by default. */
  readonly oneTokenAtATime?: boolean
  /** A payment on the hosted page is captured at once; by default it is only authorised. */
  readonly hostedCapture?: boolean
  /** The same external_id executes once: the same body gets the first result again, another one 409. False by default. */
  readonly dedupe?: boolean
  /** How long what was authorised may be captured; 7 days by default. */
  readonly authorizationLifetimeMs?: number
  /** How long after a capture or a refund its money is settled; a day by default. */
  readonly settleAfterMs?: number
  /** How long a card may be turned into a token with its intent; 60,000 by default. */
  readonly cardIntentLifetimeMs?: number
}
