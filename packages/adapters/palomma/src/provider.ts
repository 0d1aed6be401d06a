import { Secret, bearer, defineProvider } from '@polyrail/core'
import { balances } from './balances.js'
import { tokens } from './bank-links.js'
import { config } from './config.js'
import { customers } from './customers.js'
import { refusal } from './errors.js'
import { validators } from './generated/validators.js'
import { lookups } from './lookups.js'
import { listPayins, payinsOf } from './payins.js'
import { payoutsOf } from './payouts.js'
import { statements } from './statements.js'
import { webhooksOf } from './webhooks.js'

/**
 * Palomma (API v0): customers, payin links, debits of stored accounts and payouts in Colombia, in whole pesos.
 *
 * A link needs a customer with name, e-mail, phone and document, and one `redirectUrl`. What became of a request
 * without an answer is looked up by our reference. The provider can neither cancel nor refund anything.
 *
 * @example
 * const payments = await createPayments({ journal, providers: [palomma({ apiKey, environment: 'sandbox' })] })
 */
export const palomma = defineProvider({
  name: 'palomma',
  config,
  environments: {
    production: 'https://prod.api.palomma.com/v0',
    sandbox: 'https://sandbox.api.palomma.com/v0',
  },
  connect: (settings) => ({
    authorization: bearer(new Secret(settings.apiKey)),
    // Where payins go, where payouts come from and how large they may be is the merchant's own agreement.
    payins: payinsOf(settings),
    payouts: payoutsOf(settings),
    ...webhooksOf(settings),
  }),
  refusal,
  // No rule for `reference` is stated; these need no encoding in the query that finds it again.
  reference: { pattern: /^[A-Za-z0-9._-]+$/, maxLength: 64 },
  // How late its lists show what it has taken is not stated.
  profile: { settleWindowMs: 30 * 60_000 },
  payins: payinsOf({}),
  payouts: payoutsOf({}),
  tokens,
  customers,
  balances,
  statements,
  listPayins,
  lookups,
  validators,
})
