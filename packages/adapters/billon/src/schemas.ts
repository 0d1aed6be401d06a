import { schemasOf } from '@polyrail/core'
import { config } from './config.js'
import * as endpoints from './endpoints.js'
import { payoutsOf } from './payouts.js'

/** Compiled into `generated/validators.ts` before every build. */
export const schemas = schemasOf(endpoints, { config, payouts: payoutsOf({}) })
