import {
  defined,
  undefinedIfNotFound,
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
import { optionalPesos, pesos } from './money.js'
import { theOne } from './ours.js'
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
        ...defined({ targetMerchantAccountId }),
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

/** The request that we have sent, if the provider has it. */
export const findPayinRequest = async (
  { reference, amount, payinSourceId }: InputOf<typeof createPayinRequest>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<PayinRequest | undefined> => {
  const read = allOf((paging) => call(listPayinRequests, { reference, ...paging }), { mostPages: MOST_PAGES })
  const asked = { amount: amount.text, currency: 'COP' }
  return theOne(await read, {
    reference,
    isOurs: (one) => one.payinSourceId === payinSourceId && sameMoney(pesos(one.amount), asked),
    what: 'payin requests',
  })
}
