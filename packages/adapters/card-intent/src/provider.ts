import { defineProvider } from '@polyrail/core'
import { clientToken } from './authorization.js'
import { checkoutOf } from './checkout.js'
import { config } from './config.js'
import { refusal } from './errors.js'
import { validators } from './generated/validators.js'
import { cardToken } from './instruments.js'
import { listPayins } from './lists.js'
import { lookups } from './lookups.js'
import { payinsOf } from './payins.js'

const NOWHERE = { url: 'https://checkout.us.payapex.com', clientId: '' }

/**
 * The card-intent API of the Pay Apex platform and its brands: cards on the provider's page, by token, or, where the
 * account allows it, as they are; authorize, capture, void and refund, in full or in part.
 *
 * What became of a request without an answer is looked up by our reference, a capture or void by what it has moved.
 * There are no callbacks: a hosted payment is found out by `retrieve(…, { refresh: true })`.
 *
 * @example
 * const payments = await createPayments({ journal, providers: [cardIntent({ clientId, clientSecret, environment: 'test' })] })
 */
export const cardIntent = defineProvider({
  name: 'card-intent',
  config,
  environments: {
    live: 'https://api.us.payapex.com',
    test: 'https://test.api.us.payapex.com',
  },
  connect: (settings, place) => {
    const checkout = checkoutOf(settings, place)
    return {
      authorization: clientToken(settings),
      payins: payinsOf({ ...settings, checkout }),
      tokens: { card: cardToken(checkout) },
    }
  },
  refusal,
  // No rule for `external_id` is stated; these need no encoding in the query that finds it again.
  reference: { pattern: /^[A-Za-z0-9._-]+$/, maxLength: 64 },
  // How late a transaction is found by its external id is not stated.
  profile: { settleWindowMs: 15 * 60_000 },
  payins: payinsOf({ checkout: NOWHERE }),
  tokens: { card: cardToken(NOWHERE) },
  listPayins,
  lookups,
  validators,
})
