import {
  Secret,
  Type,
  WireNumberSchema,
  bearer,
  defineProvider,
  endpoint,
  lookup,
  moneyFrom,
  wireNumber,
  type InputOf,
  type OutputOf,
  type PayoutDestinationDefinition,
  type PayoutOf,
} from '@polyrail/core'

const Text = Type.String({ minLength: 1 })

const Disbursement = Type.Object({
  id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  status: Text,
  external_id: Text,
  amount: Type.Number(),
  currency: Text,
  fees: Type.Optional(Type.Number()),
  bank: Type.Object({ code: Text, name: Type.String() }),
  account_name: Type.String(),
  account_number: Type.String(),
  description: Type.Optional(Type.String()),
  created_at: Type.Optional(Type.String()),
  failure_code: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

const createDisbursement = endpoint({
  name: 'create-disbursement',
  method: 'POST',
  path: '/disbursements',
  encoding: 'json',
  effect: 'once',
  input: Type.Object(
    {
      bank_code: Text,
      account_name: Text,
      account_number: Text,
      external_id: Text,
      amount: WireNumberSchema,
      description: Text,
      email_to: Type.Optional(Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$' })),
    },
    { additionalProperties: false },
  ),
  output: Disbursement,
})

const toDisbursement = (
  { amount, destination, description }: PayoutOf<'bank_account'>,
  reference: string,
): InputOf<typeof createDisbursement> => ({
  bank_code: destination.bankCode,
  account_name: destination.accountName,
  account_number: destination.accountNumber,
  external_id: reference,
  amount: wireNumber(amount, 2),
  description: description ?? reference,
  ...(destination.notify?.to === undefined ? {} : { email_to: destination.notify.to }),
})

const fromDisbursement = ({ id, status, external_id, amount, currency, fees }: OutputOf<typeof createDisbursement>) =>
  ({
    providerId: id,
    status: status === 'COMPLETED' ? 'succeeded' : 'processing',
    reference: external_id,
    amount: moneyFrom(amount, currency),
    fee: fees === undefined ? undefined : moneyFrom(fees, currency),
  }) as const

const bankAccount: PayoutDestinationDefinition<'bank_account'> = {
  currencies: { IDR: { decimals: 2, minimum: '10000', maximum: '500000000' } },
  accepts: Type.Object({
    destination: Type.Object({ bankCode: Type.String({ maxLength: 64, pattern: '^[A-Z][A-Z0-9_]*$' }) }),
  }),
  uses: ['description'],
  create: async (command, { call, reference }) =>
    fromDisbursement(await call(createDisbursement, toDisbursement(command, reference))),
}

const common = {
  config: Type.Object({ apiKey: Type.String({ minLength: 1, writeOnly: true }) }, { additionalProperties: false }),
  environments: {},
  connect: (config: unknown) => ({
    authorization: bearer(new Secret((config as { readonly apiKey: string }).apiKey)),
  }),
  refusal: () => undefined,
  reference: { pattern: /^[A-Za-z0-9._-]+$/, maxLength: 64 },
  payouts: { bank_account: bankAccount },
} as const

/** Can find out afterwards what became of a call, so its calls share kept connections. */
export const seeing = defineProvider({
  ...common,
  name: 'seeing',
  lookups: [lookup(createDisbursement, () => Promise.resolve(undefined))],
})

/** Cannot, so each of its calls opens a connection of its own. */
export const blind = defineProvider({ ...common, name: 'blind' })
