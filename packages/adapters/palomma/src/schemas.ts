import { schemasOf } from '@polyrail/core'
import { tokens } from './bank-links.js'
import { config } from './config.js'
import { customers } from './customers.js'
import * as endpoints from './endpoints.js'
import { payinsOf } from './payins.js'
import { payoutsOf } from './payouts.js'
import { Webhook } from './wire.js'

/** Compiled into `generated/validators.ts` before every build. */
export const schemas = {
  ...schemasOf(endpoints, { config, payins: payinsOf({}), payouts: payoutsOf({}), tokens, customers }),
  webhook: Webhook,
}
