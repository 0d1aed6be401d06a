import { createHash } from 'node:crypto'
import {
  InvalidStateError,
  Type,
  sameMoney,
  wireNumber,
  type InputOf,
  type MappingContext,
  type Money,
  type Paused,
  type PayoutAnswer,
  type PayoutDestinationDefinition,
  type PayoutOf,
  type Static,
} from '@polyrail/core'
import { findOpenPayoutTarget } from './bank-links.js'
import type { PalommaConfig } from './config.js'
import { Payer, customerIdOf } from './customers.js'
import {
  createPayoutRequest,
  listPayoutRequests,
  preparePayoutTarget,
  retrievePayoutRequest,
  retrievePayoutTarget,
} from './endpoints.js'
import { redirectTo } from './links.js'
import { undefinedIfNotFound } from './missing.js'
import { optionalPesos, pesos } from './money.js'
import { allOf } from './pages.js'
import { payoutState } from './statuses.js'
import type { BankLink, PayoutRequest } from './wire.js'

type Settings = Pick<PalommaConfig, 'sourceMerchantAccountId' | 'maximumPayout'>

const accepts = Type.Object({
  customer: Payer,
  // The owner of the account comes back to it, where the provider has the account confirmed.
  redirectUrl: Type.String(),
  destination: Type.Object({ accountType: Type.Enum(['savings', 'checking']) }),
})
type Accepted = PayoutOf<'bank_account'> & Static<typeof accepts>

export const payoutsOf = ({ sourceMerchantAccountId, maximumPayout = '5000000' }: Settings) => {
  // More than 1,000 pesos, in whole pesos.
  const currencies = { COP: { decimals: 0, minimum: '1001', maximum: maximumPayout } }
  const pay = async (amount: Money, payoutTargetId: string, { call, reference }: MappingContext) =>
    fromPayoutRequest(
      await call(createPayoutRequest, {
        payoutTargetId,
        amount: wireNumber(amount, 0),
        reference,
        ...(sourceMerchantAccountId === undefined ? {} : { sourceMerchantAccountId }),
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
    accepts,
    uses: ['customer', 'redirectUrl'],
    sends: createPayoutRequest,
    create: async (given, context) => {
      // `accepts` has checked it.
      const command = given as Accepted
      const target = await targetFor(command, context)
      return target.status === 'active' ? pay(command.amount, target.id, context) : waitingFor(target)
    },
    retrieve,
  }
  return { saved, bank_account: bankAccount }
}

/** The target of this customer and account that is known to the provider, or a new one; as it is now. */
const targetFor = async (command: Accepted, context: MappingContext): Promise<BankLink> => {
  const { destination, redirectUrl } = command
  const customerId = await customerIdOf(command.customer, context)
  const reference = targetReference(customerId, destination)
  const sent = {
    customerId,
    redirectUrl,
    type: 'bankAccount' as const,
    bankAccount: {
      bank: destination.bankCode,
      accountType: destination.accountType,
      accountNumber: destination.accountNumber,
    },
    reference,
  }
  const known = await findOpenPayoutTarget({ customerId, reference }, context)
  if (known !== undefined) return known
  const made = await context.call(preparePayoutTarget, sent)
  return made.status === 'active' ? made : context.call(retrievePayoutTarget, { payoutTargetId: made.id })
}

/** The same for the same account of the same customer, so that one target serves all payouts to it. */
const targetReference = (
  customerId: string,
  { bankCode, accountType, accountNumber }: Accepted['destination'],
): string => {
  const account = JSON.stringify([customerId, bankCode, accountType, accountNumber])
  return `pt-${createHash('sha256').update(account).digest('hex').slice(0, 32)}`
}

/** Nothing is sent to an account that its owner has not confirmed yet. */
const waitingFor = ({ status, authUrl, id }: BankLink): Paused => {
  if ((status === 'pending' || status === 'processing') && authUrl) {
    return { paused: true, nextAction: redirectTo(authUrl) }
  }
  throw new InvalidStateError(`The payout target ${id} is ${status}: its owner has to confirm another one`)
}

export const fromPayoutRequest = (request: PayoutRequest): PayoutAnswer => ({
  ...payoutState(request.status, request.statusMessage),
  providerId: request.id,
  reference: request.reference ?? undefined,
  amount: pesos(request.amount),
  fee: optionalPesos(request.fee),
})

const MOST_PAGES = 20

/** The one request with our reference, amount and target; where there are others and not exactly one, nobody guesses. */
export const findPayoutRequest = async (
  { reference, amount, payoutTargetId }: InputOf<typeof createPayoutRequest>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<PayoutRequest | undefined> => {
  const read = allOf((paging) => call(listPayoutRequests, { reference, ...paging }), { mostPages: MOST_PAGES })
  const named = new Map((await read).filter((one) => one.reference === reference).map((one) => [one.id, one]))
  const asked = { amount: amount.text, currency: 'COP' }
  const [ours, ...others] = [...named.values()].filter(
    (one) => one.payoutTargetId === payoutTargetId && sameMoney(pesos(one.amount), asked),
  )
  if (others.length > 0 || (ours === undefined && named.size > 0)) {
    throw new Error(
      'The provider has payout requests with this reference, and not exactly one with our amount and target',
    )
  }
  return ours
}
