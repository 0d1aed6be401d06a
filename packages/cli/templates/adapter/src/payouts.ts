import {
  Type,
  undefinedIfNotFound,
  type InputOf,
  type PayoutAnswer,
  type PayoutDestinationDefinition,
  type PayoutOf,
} from '@polyrail/core'
import { createTransfer, readTransfer, type Transfer } from './endpoints.js'
import { amountOf, moneyOf } from './money.js'
import { transferStatus } from './statuses.js'

/** A transfer to an account with an IBAN. */
export const bankAccount: PayoutDestinationDefinition<'bank_account'> = {
  currencies: { EUR: { decimals: 2, minimum: '1.00', maximum: '50000.00' } },
  accepts: Type.Object({
    destination: Type.Object({ accountNumber: Type.String({ pattern: '^[A-Z]{2}[0-9A-Z]+$' }) }),
  }),
  uses: [],
  sends: createTransfer,
  create: async (command, { call, reference }) =>
    fromTransfer(await call(createTransfer, toTransfer(command, reference))),
  retrieve: ({ providerId: id }, { call }) => call(readTransfer, { id }).then(fromTransfer, undefinedIfNotFound),
}

export const toTransfer = (
  { amount, destination }: Pick<PayoutOf<'bank_account'>, 'amount' | 'destination'>,
  reference: string,
): InputOf<typeof createTransfer> => ({
  reference,
  amount: amountOf(amount),
  currency: amount.currency,
  name: destination.accountName,
  iban: destination.accountNumber,
})

export const fromTransfer = ({ id, reference, status, amount, currency }: Transfer): PayoutAnswer => ({
  ...transferStatus(status),
  providerId: id,
  reference,
  amount: moneyOf(amount, currency),
})
