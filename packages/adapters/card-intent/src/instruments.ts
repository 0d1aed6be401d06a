import { Type, type TokenDefinition } from '@polyrail/core'
import { hostedPage, type Checkout } from './checkout.js'
import { createCardIntent } from './endpoints.js'

/**
 * A card that its holder types on the provider's page. How the token comes back from there is not documented (the page
 * hands it to the merchant's site), and there is nothing to ask: the merchant uses it as `method.token`.
 */
export const cardToken = (checkout: Checkout): TokenDefinition<'card'> => ({
  accepts: Type.Object({}),
  sends: createCardIntent,
  create: async (_, { call, reference }) => {
    const { intent_id: id, reference_id } = await call(createCardIntent, { external_id: reference })
    return {
      providerId: id,
      reference: reference_id,
      status: 'requires_action',
      nextAction: hostedPage(checkout, id),
    }
  },
})
