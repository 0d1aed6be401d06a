import {
  defined,
  undefinedIfNotFound,
  Type,
  sameMoney,
  wireNumber,
  type InputOf,
  type MappingContext,
  type Money,
  type PayoutAnswer,
  type PayoutDestinationDefinition,
} from '@polyrail/core'
import { accountPayout, targetFor, waitingFor, type AccountPayout } from './account-targets.js'
import { isActive } from './bank-links.js'
import type { PalommaConfig } from './config.js'
import { createPayoutRequest, listPayoutRequests, retrievePayoutRequest } from './endpoints.js'
import { optionalPesos, pesos } from './money.js'
import { theOne } from './ours.js'
import { allOf } from './pages.js'
import { payoutState } from './statuses.js'
import type { PayoutRequest } from './wire.js'

type Settings = Pick<PalommaConfig, 'sourceMerchantAccountId' | 'maximumPayout'>

export const payoutsOf = ({ sourceMerchantAccountId, maximumPayout = '5000000' }: Settings) => {
  // More than 1,000 pesos, in whole pesos.
  const currencies = { COP: { decimals: 0, minimum: '1001', maximum: maximumPayout } }
  const pay = async (amount: Money, payoutTargetId: string, { call, reference }: MappingContext) =>
    fromPayoutRequest(
      await call(createPayoutRequest, {
        payoutTargetId,
        amount: wireNumber(amount, 0),
        reference,
        ...defined({ sourceMerchantAccountId }),
      }),
    )
  const retrieve: PayoutDestinationDefinition['retrieve'] = ({ providerId }, { call }) =>
    call(retrievePayoutRequest, { payoutRequestId: providerId }).then(fromPayoutRequest, undefinedIfNotFound)

  const saved: PayoutDestinationDefinition<'saved'> = {
    currencies,
    accepts: Type.Object({}),
    uses: [],
    sends: createPayoutRequest,
    create: ({ amount, destination }, context) => pay(amount, destination.target, context),
    retrieve,
  }
  // The name of the account's owner is not on the wire: it is the customer's.
  const bankAccount: PayoutDestinationDefinition<'bank_account'> = {
    currencies,
    accepts: accountPayout,
    uses: ['customer', 'redirectUrl'],
    sends: createPayoutRequest,
    create: async (given, context) => {
      // `accepts` has checked it.
      const command = given as AccountPayout
      const target = await targetFor(command, context)
      return isActive(target) ? pay(command.amount, target.id, context) : waitingFor(target)
    },
    retrieve,
  }
  return { saved, bank_account: bankAccount }
}

export const fromPayoutRequest = (request: PayoutRequest): PayoutAnswer => ({
  ...payoutState(request.status, request.statusMessage),
  providerId: request.id,
  reference: request.reference ?? undefined,
  amount: pesos(request.amount),
  fee: optionalPesos(request.fee),
})

const MOST_PAGES = 20

/** The request that we have sent, if the provider has it. */
export const findPayoutRequest = async (
  { reference, amount, payoutTargetId }: InputOf<typeof createPayoutRequest>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<PayoutRequest | undefined> => {
  const read = allOf((paging) => call(listPayoutRequests, { reference, ...paging }), { mostPages: MOST_PAGES })
  const asked = { amount: amount.text, currency: 'COP' }
  return theOne(await read, {
    reference,
    isOurs: (one) => one.payoutTargetId === payoutTargetId && sameMoney(pesos(one.amount), asked),
    what: 'payout requests',
  })
}
