import {
  Secret,
  Type,
  bearer,
  defineProvider,
  endpoint,
  lookup,
  wireNumber,
  moneyFrom,
  type ErrorAnswer,
  type MappingContext,
  type PayinAnswer,
  type PayinOf,
  type PayoutAnswer,
  type PayoutOf,
  type ProviderDefinition,
  type Refusal,
  type Static,
} from '../../src/index.js'
import { WireNumberSchema } from '../../src/index.js'

// A provider that does not exist, in the few shapes that core has to serve.

const Text = Type.String({ minLength: 1 })
const Charge = Type.Object({
  id: Type.String(),
  status: Text,
  reference: Type.Optional(Type.String()),
  amount: Type.Optional(Type.Number()),
})
type Charge = Static<typeof Charge>

export const createCharge = endpoint({
  name: 'create-charge',
  method: 'POST',
  path: '/charges',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ reference: Text, amount: WireNumberSchema, person: Type.Optional(Text) }),
  output: Charge,
})
export const getCharge = endpoint({
  name: 'get-charge',
  method: 'GET',
  path: '/charges/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Text }),
  output: Charge,
})
export const findCharges = endpoint({
  name: 'find-charges',
  method: 'GET',
  path: '/charges',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ reference: Text }),
  output: Type.Array(Charge),
})
export const createPerson = endpoint({
  name: 'create-person',
  method: 'POST',
  path: '/persons',
  encoding: 'json',
  effect: 'once',
  preparation: true,
  input: Type.Object({ reference: Text }),
  output: Type.Object({ person: Text }),
})
const createTransfer = endpoint({
  name: 'create-transfer',
  method: 'POST',
  path: '/transfers',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ reference: Text, amount: WireNumberSchema, account: Text }),
  output: Charge,
})
const login = endpoint({
  name: 'login',
  method: 'POST',
  path: '/login',
  encoding: 'json',
  effect: 'read',
  input: Type.Object({ password: Text }),
  output: Type.Object({ token: Text, seconds: Type.Integer() }),
})

const STATUSES = new Map<string, PayinAnswer['status']>([
  ['waiting', 'pending'],
  ['paid', 'succeeded'],
  ['declined', 'declined'],
  ['failed', 'failed'],
  ['expired', 'expired'],
  ['held', 'authorized'],
])

const fromCharge = ({ id, status, reference, amount }: Charge): PayinAnswer => ({
  providerId: id,
  status: STATUSES.get(status) ?? 'processing',
  reference,
  amount: amount === undefined ? undefined : moneyFrom(amount, 'IDR'),
})

export type QrPayin = PayinOf<'qr_code'>
type BankPayout = PayoutOf<'bank_account'>

export const charge = async (command: QrPayin, { call, reference }: MappingContext): Promise<PayinAnswer> =>
  fromCharge(await call(createCharge, { reference, amount: wireNumber(command.amount, 0) }))

export const chargePerson = async (command: QrPayin, { call, reference }: MappingContext): Promise<PayinAnswer> => {
  const { person } = await call(createPerson, { reference })
  return fromCharge(await call(createCharge, { reference, amount: wireNumber(command.amount, 0), person }))
}

const transfer = async (command: BankPayout, { call, reference }: MappingContext): Promise<PayoutAnswer> => {
  const { id, status } = await call(createTransfer, {
    reference,
    amount: wireNumber(command.amount, 2),
    account: command.destination.accountNumber,
  })
  return { providerId: id, status: status === 'sent' ? 'succeeded' : status === 'bounced' ? 'failed' : 'processing' }
}

const CODES = new Map<number, Refusal['code']>([
  [401, 'authentication_failed'],
  [402, 'insufficient_funds'],
  [404, 'not_found'],
  [422, 'invalid_state'],
])

/** `{ error, code }` under any status: what core makes of the status is its own affair. */
const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  const { error, code } = (body ?? {}) as { readonly error?: unknown; readonly code?: string }
  if (typeof error !== 'string') return undefined
  return { code: CODES.get(status) ?? 'provider_rejected', message: error, providerCode: code }
}

const IDR = { IDR: { decimals: 0, minimum: '1000', maximum: '50000000' } } as const
const COP = { COP: { decimals: 2 } } as const

export const qr = {
  currencies: IDR,
  accepts: Type.Object({}),
  uses: ['expiresAt' as const],
  create: charge,
  retrieve: async ({ providerId }: { providerId: string }, { call }: Pick<MappingContext, 'call'>) =>
    fromCharge(await call(getCharge, { id: providerId })),
}
export const toBank = { currencies: COP, accepts: Type.Object({}), uses: [], create: transfer }

const config = Type.Object(
  { apiKey: Type.String({ minLength: 8, maxLength: 128, writeOnly: true }) },
  { additionalProperties: false },
)

export const definition = {
  name: 'acme',
  config,
  environments: { test: 'https://acme.invalid/v1' },
  connect: (settings: unknown) => ({ authorization: bearer(new Secret((settings as { apiKey: string }).apiKey)) }),
  refusal,
  reference: { pattern: /^[A-Za-z0-9._-]+$/, maxLength: 32 },
  payins: { qr_code: qr },
  payouts: { bank_account: toBank },
} as const satisfies ProviderDefinition<typeof config>

/** Token authorization: `POST /login` with the key as password. */
export const tokenConnect = (settings: unknown) => ({
  authorization: {
    type: 'token' as const,
    header: 'authorization',
    prefix: 'Bearer ',
    endpoint: login,
    input: { password: new Secret((settings as { apiKey: string }).apiKey) },
    read: (given: unknown) => {
      const { token, seconds } = given as { token: string; seconds: number }
      return { token, lifetimeMs: seconds * 1000 }
    },
  },
})

/** The charge that has our reference, if the provider has any. */
export const lookups = [
  lookup(createCharge, async ({ reference }, { call }) =>
    (await call(findCharges, { reference })).find((found) => found.reference === reference),
  ),
]

export const acme = defineProvider(definition)
/** A payin in two steps: a person, then the charge. */
export const prepared = defineProvider({
  ...definition,
  name: 'prepared',
  payins: { qr_code: { ...qr, create: chargePerson } },
})
export const tokened = defineProvider({ ...definition, name: 'tokened', connect: tokenConnect })
export const findable = defineProvider({ ...definition, name: 'findable', lookups })

/** Acme with a payin mapping of its own. */
export const mapping = (create: (command: QrPayin, context: MappingContext) => Promise<PayinAnswer>) =>
  defineProvider({ ...definition, payins: { qr_code: { ...qr, create } } })

export const KEY = 'key-of-acme-1'
