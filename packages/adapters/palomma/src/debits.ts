import {
  Type,
  sameMoney,
  wireNumber,
  type InputOf,
  type MappingContext,
  type PayinAnswer,
  type PayinMethodDefinition,
} from '@polyrail/core'
import type { PalommaConfig } from './config.js'
import { createPayinRequest, listPayinRequests, retrievePayinRequest } from './endpoints.js'
import { undefinedIfNotFound } from './missing.js'
import { optionalPesos, pesos } from './money.js'
import { allOf } from './pages.js'
import { requestState } from './statuses.js'
import type { PayinRequest } from './wire.js'

type Settings = Pick<PalommaConfig, 'targetMerchantAccountId' | 'maximumPayin'>

/** A debit of a stored source. A source with partial payins may bring less than was asked for: then that counts. */
export const bankDebit = ({
  targetMerchantAccountId,
  maximumPayin = '2000000',
}: Settings): PayinMethodDefinition<'bank_debit'> => ({
  // More than 1,000 pesos, in whole pesos.
  currencies: { COP: { decimals: 0, minimum: '1001', maximum: maximumPayin } },
  accepts: Type.Object({}),
  uses: [],
  sends: createPayinRequest,
  create: async ({ amount, method }, { call, reference }) =>
    fromPayinRequest(
      await call(createPayinRequest, {
        payinSourceId: method.source,
        amount: wireNumber(amount, 0),
        reference,
        ...(targetMerchantAccountId === undefined ? {} : { targetMerchantAccountId }),
      }),
    ),
  retrieve: ({ providerId }, { call }) =>
    call(retrievePayinRequest, { payinRequestId: providerId }).then(fromPayinRequest, undefinedIfNotFound),
})

export const fromPayinRequest = (request: PayinRequest): PayinAnswer => ({
  ...requestState(request.status, request.statusMessage),
  providerId: request.id,
  reference: request.reference ?? undefined,
  amount: pesos(request.amount),
  amountCaptured: optionalPesos(request.amountCollected),
  fee: optionalPesos(request.fee),
})

const MOST_PAGES = 20

/** The one request with our reference, amount and source; where there are others and not exactly one, nobody guesses. */
export const findPayinRequest = async (
  { reference, amount, payinSourceId }: InputOf<typeof createPayinRequest>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<PayinRequest | undefined> => {
  const read = allOf((paging) => call(listPayinRequests, { reference, ...paging }), { mostPages: MOST_PAGES })
  const named = new Map((await read).filter((one) => one.reference === reference).map((one) => [one.id, one]))
  const asked = { amount: amount.text, currency: 'COP' }
  const [ours, ...others] = [...named.values()].filter(
    (one) => one.payinSourceId === payinSourceId && sameMoney(pesos(one.amount), asked),
  )
  if (others.length > 0 || (ours === undefined && named.size > 0)) {
    throw new Error(
      'The provider has payin requests with this reference, and not exactly one with our amount and source',
    )
  }
  return ours
}
