import { Secret, bearer, defineProvider, keyHeader } from '@polyrail/core'
import { balances } from './balances.js'
import { config } from './config.js'
import { refusal } from './errors.js'
import { validators } from './generated/validators.js'
import { payins } from './payins.js'
import { payouts } from './payouts.js'
import { statements } from './statements.js'
import { webhooksOf } from './webhooks.js'

/**
 * Palladium: virtual accounts, Alfamart codes, QRIS and disbursements in Indonesia, in whole rupiah.
 *
 * The provider can neither cancel nor refund, and nothing can be found by reference afterwards: what became of a
 * request without an answer is known from a callback or from a person only, so there are no lookups.
 *
 * @example
 * const payments = await createPayments({ journal, providers: [palladium({ apiKey, environment: 'qa' })] })
 */
export const palladium = defineProvider({
  name: 'palladium',
  config,
  // An early text names `prod.pallapi.com`; every later one has the host without it.
  environments: {
    production: 'https://pallapi.com/api/v2',
    qa: 'https://qa.pallapi.com/api/v2',
  },
  // The prose shows the bare key, every complete example the word Bearer before it.
  connect: ({ apiKey, authScheme = 'bearer', ...settings }) => {
    const key = new Secret(apiKey)
    return {
      authorization: authScheme === 'raw' ? keyHeader('authorization', key) : bearer(key),
      ...webhooksOf(settings),
    }
  },
  refusal,
  // No rule for `external_id` is stated; these pass through any form field.
  reference: { pattern: /^[A-Za-z0-9._-]+$/, maxLength: 64 },
  searches: {
    'create-disbursement':
      'In the dashboard’s list of disbursements, look for this external_id; or for the amount and the account on the ' +
      'statement of that time',
    'create-virtual-account': 'In the dashboard’s list of virtual accounts, look for this external_id',
    'create-retail-payment': 'In the dashboard’s list of retail payments, look for this external_id',
    'create-qris': 'In the dashboard’s list of QRIS payments, look for this external_id',
  },
  payins,
  payouts,
  balances,
  statements,
  validators,
})
