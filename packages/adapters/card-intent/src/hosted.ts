import {
  undefinedIfNotFound,
  Type,
  type AmountLimits,
  type Known,
  type MappingContext,
  type Payin,
  type PayinAnswer,
  type PayinMethodDefinition,
} from '@polyrail/core'
import { change } from './changes.js'
import { hostedPage, type Checkout } from './checkout.js'
import { createPaymentIntent, findTransaction } from './endpoints.js'
import { toOrder } from './orders.js'
import { refund } from './refunds.js'
import { fromPayment } from './transactions.js'

interface Hosted {
  readonly currencies: Readonly<Record<string, AmountLimits>>
  readonly checkout: Checkout
}

/**
 * A payment on the provider's page. Whether it is captured there or only authorized is not documented: the status says
 * so afterwards. What the browser brings back is not believed; the transaction is looked up by our reference.
 */
export const hostedCard = ({ currencies, checkout }: Hosted): PayinMethodDefinition<'hosted_card'> => ({
  currencies,
  accepts: Type.Object({
    redirectUrl: Type.Union([Type.String(), Type.Object({ success: Type.String(), failure: Type.String() })]),
  }),
  uses: ['redirectUrl', 'customer', 'lineItems'],
  sends: createPaymentIntent,
  create: async ({ redirectUrl = '', ...ordered }, { call, reference }) => {
    const { intent_id: id, reference_id } = await call(createPaymentIntent, {
      external_id: reference,
      redirect_urls: typeof redirectUrl === 'string' ? { success: redirectUrl, failure: redirectUrl } : redirectUrl,
      order: toOrder(ordered, reference),
    })
    const nextAction = hostedPage(checkout, id)
    return { providerId: id, reference: reference_id, status: 'requires_action', nextAction }
  },
  retrieve: async (known, { call }) => {
    const found = await call(findTransaction, { type: 'external_id', id: known.reference }).catch(undefinedIfNotFound)
    return found === undefined ? waiting(known) : afterCheckout(fromPayment(found), known)
  },
  capture: change('capture'),
  cancel: change('void'),
  refund,
})

/** There is no way to ask about an intent: before the payer has paid, there is nothing. */
const waiting = ({ providerId }: Known<Payin>): PayinAnswer => ({ providerId, status: 'requires_action' })

/** A card that was declined on the page ends nothing: the payer may try another one there. */
const afterCheckout = (answer: PayinAnswer, { providerId }: Known<Payin>): PayinAnswer =>
  answer.status === 'declined'
    ? { providerId, status: 'requires_action', reason: { code: 'declined_once' } }
    : { ...answer, replaces: providerId }

/**
 * An intent whose answer was lost was never shown to anybody, so nobody can have paid it. Whatever is found under its
 * reference was not made by it.
 */
export const findPaymentIntent = async (
  { external_id: id }: { readonly external_id: string },
  { call }: Pick<MappingContext, 'call'>,
): Promise<undefined> => {
  const found = await call(findTransaction, { type: 'external_id', id }).catch(undefinedIfNotFound)
  if (found !== undefined) throw new Error('The provider has a transaction under the reference of an intent nobody saw')
}
