import { defineProvider } from '@polyrail/core'
import { config } from './config.js'
import { refusal } from './errors.js'
import { validators } from './generated/validators.js'
import { lookups } from './lookups.js'
import { payoutsOf } from './payouts.js'
import { panelToken } from './tokens.js'

/**
 * Billon's payout panel: payouts that wait in the panel until their recipient collects them, and can be taken back
 * until then.
 *
 * Nothing can be read from it: whether a payout was collected is never told, and what became of a creation without an
 * answer is known to a person in the panel only, who finds it by the code at the end of its description.
 *
 * @example
 * const payments = await createPayments({ journal, providers: [billon({ baseUrl, password })] })
 */
export const billon = defineProvider({
  name: 'billon',
  config,
  // The address is handed over with the contract.
  environments: {},
  connect: ({ password, ...settings }) => ({
    authorization: panelToken(password),
    payouts: payoutsOf(settings),
  }),
  refusal,
  reference: { code: true },
  searches: {
    'create-payment':
      'In the payout panel, search the descriptions for this code; no payout with it was made if none is shown a quarter ' +
      'of an hour after the request',
    'cancel-payment': 'In the payout panel, look whether this payout is cancelled',
  },
  payouts: payoutsOf({}),
  lookups,
  validators,
})
