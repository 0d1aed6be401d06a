import {
  Type,
  undefinedIfNotFound,
  type InputOf,
  type PayinAnswer,
  type PayinMethodDefinition,
  type PayinOf,
} from '@polyrail/core'
import { createPayment, readPayment, type Payment } from './endpoints.js'
import { amountOf, moneyOf } from './money.js'
import { paymentStatus } from './statuses.js'

/** A card that is charged on a page of the provider's. */
export const hostedCard: PayinMethodDefinition<'hosted_card'> = {
  currencies: { EUR: { decimals: 2, minimum: '0.50', maximum: '10000.00' } },
  accepts: Type.Object({ description: Type.Optional(Type.String({ maxLength: 80 })) }),
  uses: ['description'],
  sends: createPayment,
  create: async (command, { call, reference }) => fromPayment(await call(createPayment, toPayment(command, reference))),
  retrieve: ({ providerId: id }, { call }) => call(readPayment, { id }).then(fromPayment, undefinedIfNotFound),
}

export const toPayment = (
  { amount, description }: Pick<PayinOf<'hosted_card'>, 'amount' | 'description'>,
  reference: string,
): InputOf<typeof createPayment> => ({
  reference,
  amount: amountOf(amount),
  currency: amount.currency,
  ...(description === undefined ? {} : { description }),
})

export const fromPayment = ({ id, reference, status: word, amount, currency, url }: Payment): PayinAnswer => {
  const { status, reason } = paymentStatus(word)
  return {
    status,
    reason,
    providerId: id,
    reference,
    amount: moneyOf(amount, currency),
    nextAction: status === 'requires_action' ? { type: 'redirect', url } : undefined,
  }
}
