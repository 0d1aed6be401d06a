import { Secret, bearer, defineProvider } from '@polyrail/core'
import { config } from './config.js'
import { refusal } from './errors.js'
import { validators } from './generated/validators.js'
import { lookups } from './lookups.js'
import { hostedCard } from './payins.js'
import { bankAccount } from './payouts.js'
import { signedBy } from './webhooks.js'

/** Acme Pay: cards on a hosted page, and transfers to bank accounts. */
export const acmePay = defineProvider({
  name: 'acme-pay',
  config,
  environments: {
    production: 'https://api.acme-pay.example/v1',
    sandbox: 'https://sandbox.acme-pay.example/v1',
  },
  connect: ({ apiKey, webhookSecrets }) => ({
    authorization: bearer(new Secret(apiKey)),
    ...(webhookSecrets === undefined ? {} : { webhooks: signedBy(webhookSecrets) }),
  }),
  refusal,
  reference: { pattern: /^[\w-]+$/, maxLength: 40 },
  // How long a call may still be executed, or be missing from the lists. The provider promises nothing: half an hour.
  profile: { settleWindowMs: 30 * 60_000 },
  payins: { hosted_card: hostedCard },
  payouts: { bank_account: bankAccount },
  lookups,
  validators,
})
