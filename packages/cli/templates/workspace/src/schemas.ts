import { schemasOf } from '@polyrail/core'
import { config } from './config.js'
import * as endpoints from './endpoints.js'
import { hostedCard } from './payins.js'
import { bankAccount } from './payouts.js'

/** Compiled into `generated/validators.ts` before every build. */
export const schemas = schemasOf(endpoints, {
  config,
  payins: { hosted_card: hostedCard },
  payouts: { bank_account: bankAccount },
})
