import {
  undefinedIfNotFound,
  Type,
  type PayinMethodDefinition,
  type PayinOf,
  type ProviderDefinition,
  type Static,
} from '@polyrail/core'
import { AVAILABLE_TYPES } from './available-types.js'
import type { PalommaConfig } from './config.js'
import { Payer, customerIdOf } from './customers.js'
import { bankDebit } from './debits.js'
import { createPayinLink, listPayinLinks, retrievePayinLink } from './endpoints.js'
import { fromListedLink, fromPayinLink, toPayinLink } from './links.js'
import { pagesOf } from './pages.js'
import type { PayinLink } from './wire.js'

const accepts = Type.Object({
  customer: Payer,
  // The wire has one URL, for every outcome.
  redirectUrl: Type.String(),
  method: Type.Object({
    availableTypes: Type.Optional(Type.Array(Type.Enum([...AVAILABLE_TYPES]), { minItems: 1, uniqueItems: true })),
  }),
})

/** The methods of an account: where its payins go and how large they may be is the merchant's own agreement. */
export const payinsOf = (settings: Pick<PalommaConfig, 'targetMerchantAccountId' | 'maximumPayin'>) => {
  const { targetMerchantAccountId, maximumPayin = '2000000' } = settings
  const paymentLink: PayinMethodDefinition<'payment_link'> = {
    // More than 1,500 pesos, in whole pesos.
    currencies: { COP: { decimals: 0, minimum: '1501', maximum: maximumPayin } },
    accepts,
    sends: createPayinLink,
    uses: ['customer', 'redirectUrl', 'expiresAt', 'description'],
    create: async (given, context) => {
      // `accepts` has checked it.
      const command = given as PayinOf<'payment_link'> & Static<typeof accepts>
      const customerId = await customerIdOf(command.customer, context)
      const { call, reference } = context
      return fromPayinLink(
        await call(createPayinLink, toPayinLink({ command, customerId, reference, targetMerchantAccountId })),
      )
    },
    retrieve: ({ providerId }, { call }) =>
      call(retrievePayinLink, { payinLinkId: providerId }).then(fromPayinLink, undefinedIfNotFound),
  }
  return { payment_link: paymentLink, bank_debit: bankDebit(settings) }
}

const MOST_PAGES = 1000

/**
 * The provider's payin links of a period. The list has no filter by date and no stated order: where a page shows that
 * the newest come first, the reading ends with the first page that reaches behind the period.
 */
export const listPayins: NonNullable<ProviderDefinition['listPayins']> = async function* ({ from, to }, { call }) {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const pages = pagesOf<PayinLink>((paging) => call(listPayinLinks, paging), { mostPages: MOST_PAGES })
  for await (const links of pages) {
    // A link without a readable time is shown rather than hidden.
    yield* links.filter((link) => !(timeOf(link) < start) && !(timeOf(link) >= end)).map(fromListedLink)
    if (fallsBelow(start, links.map(timeOf))) return
  }
}

/** NaN where the link has no readable time, which is neither before nor after anything. */
const timeOf = ({ createdAt }: PayinLink): number => Date.parse(createdAt ?? '')

/** The times show that they fall, and they have fallen below the limit: what follows is older still. */
const fallsBelow = (limit: number, times: readonly number[]): boolean => {
  let previous = Infinity
  for (const time of times) {
    if (!(time <= previous)) return false
    previous = time
  }
  // Equal times say nothing of the order.
  return previous < limit && times.some((time) => time > previous)
}
