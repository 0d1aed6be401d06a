import { Type, decimalText, defined, moneyFrom, unsigned } from '@polyrail/core'
import type { InputOf, PayoutAnswer, PayoutDestinationDefinition, PayoutOf } from '@polyrail/core'
import { RUPIAH } from './currencies.js'
import { createDisbursement, queryDisbursement } from './endpoints.js'
import { queried } from './queries.js'
import { payoutState } from './statuses.js'
import type { Disbursement } from './wire.js'

const toDisbursement = ({
  command: { destination, amount, description },
  reference,
}: {
  readonly command: PayoutOf<'bank_account'>
  readonly reference: string
}): InputOf<typeof createDisbursement> => ({
  bank_code: destination.bankCode,
  account_name: destination.accountName,
  account_number: destination.accountNumber,
  description: description ?? reference,
  external_id: reference,
  amount: decimalText(amount, 0),
  ...receipts(destination.notify),
})

const receipts = ({ to, cc, bcc }: NonNullable<PayoutOf<'bank_account'>['destination']['notify']> = {}) =>
  defined({ email_to: to, email_cc: cc, email_bcc: bcc })

const fromDisbursement = ({ id, status, external_id, amount, fees }: Disbursement): PayoutAnswer => ({
  ...payoutState(status),
  providerId: id,
  reference: external_id,
  amount: moneyFrom(amount, 'IDR'),
  fee: fees === undefined ? undefined : moneyFrom(unsigned(fees), 'IDR'),
})

const bankAccount: PayoutDestinationDefinition<'bank_account'> = {
  currencies: RUPIAH,
  accepts: Type.Object({
    destination: Type.Object({
      // About 140 codes are listed, and the list grows: the form is checked, the provider knows the rest.
      bankCode: Type.String({ maxLength: 64, pattern: '^[A-Z][A-Z0-9_]*$' }),
    }),
  }),
  uses: ['description'],
  create: async (command, { call, reference }) =>
    fromDisbursement(await call(createDisbursement, toDisbursement({ command, reference }))),
  retrieve: async ({ providerId }, { call }) => {
    const disbursement = await queried(call(queryDisbursement, { id: providerId }), providerId)
    return disbursement && fromDisbursement(disbursement)
  },
}

export const payouts = { bank_account: bankAccount }
