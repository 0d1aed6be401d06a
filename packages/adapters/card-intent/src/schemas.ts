import { schemasOf } from '@polyrail/core'
import { config } from './config.js'
import * as endpoints from './endpoints.js'
import { cardToken } from './instruments.js'
import { payinsOf } from './payins.js'

const checkout = { url: 'https://checkout.us.payapex.com', clientId: '' }

/** Compiled into `generated/validators.ts` before every build. */
export const schemas = schemasOf(endpoints, {
  config,
  payins: payinsOf({ checkout }),
  tokens: { card: cardToken(checkout) },
})
