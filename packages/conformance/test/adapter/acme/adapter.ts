import {
  InvalidStateError,
  Secret,
  Type,
  ValidationError,
  decimalText,
  minorUnits,
  moneyFrom,
  moneyFromMinor,
  undefinedIfNotFound,
  wireMinor,
  type ChangeDefinition,
  type CustomerDefinition,
  type ErrorAnswer,
  type Payin,
  type PayinAnswer,
  type PayinMethodDefinition,
  type PayoutDestinationDefinition,
  type ProviderDefinition,
  type Refusal,
  type RefundDefinition,
  type TokenDefinition,
} from '@polyrail/core'
import { leftOf, lookups } from './lookups.js'
import * as wire from './endpoints.js'
import { STATES, fromCard, fromCharge, fromPayee, fromReturn, fromTransfer } from './mappings.js'
import { sealedWith } from './webhooks.js'

type CardCommand = Parameters<PayinMethodDefinition<'card'>['create']>[0]

export const toCharge = ({ amount, method, capture, description }: CardCommand, ref: string) => ({
  ref,
  cents: wireMinor(amount),
  currency: amount.currency,
  token: 'token' in method ? method.token : '',
  hold: capture === 'manual',
  ...(description === undefined ? {} : { note: description }),
})

export const change = (
  endpoint: typeof wire.takeCharge,
  sum: 'taken' | 'released',
): ChangeDefinition<Payin, PayinAnswer> => ({
  partial: true,
  sends: endpoint,
  run: async ({ providerId: id }, { amount }, { call, before, reference: ref }) => {
    const then = await before(wire.readCharge, { id })
    if (leftOf(then) === 0) throw new InvalidStateError('Nothing is left of it')
    const asked = amount === undefined ? leftOf(then) : Number(minorUnits(amount))
    if (asked > leftOf(then)) throw new ValidationError([{ path: 'amount.amount', message: 'is more than is left' }])
    const now = await call(endpoint, { id, ref, ...(amount === undefined ? {} : { cents: wireMinor(amount) }) })
    if (now.id !== id || now[sum] - then[sum] !== asked) throw new Error('The answer does not show the change')
    return fromCharge(now)
  },
})

export const refund: RefundDefinition = {
  partial: true,
  sends: wire.createReturn,
  create: async ({ providerId: charge }, { amount }, { call, reference: ref }) =>
    fromReturn(await call(wire.createReturn, { ref, charge, cents: wireMinor(amount) })),
  retrieve: ({ providerId: id }, { call }) => call(wire.readReturn, { id }).then(fromReturn, undefinedIfNotFound),
}

export const card: PayinMethodDefinition<'card'> = {
  currencies: { EUR: { decimals: 2, minimum: '0.50', maximum: '5000.00' } },
  accepts: Type.Object({
    method: Type.Object({ token: Type.String() }),
    description: Type.Optional(Type.String({ maxLength: 20 })),
  }),
  uses: ['capture', 'description'],
  sends: wire.createCharge,
  create: async (command, { call, reference }) =>
    fromCharge(await call(wire.createCharge, toCharge(command, reference))),
  retrieve: ({ providerId: id }, { call }) => call(wire.readCharge, { id }).then(fromCharge, undefinedIfNotFound),
  capture: change(wire.takeCharge, 'taken'),
  cancel: change(wire.releaseCharge, 'released'),
  refund,
}

export const bankAccount: PayoutDestinationDefinition<'bank_account'> = {
  currencies: { EUR: { decimals: 2 }, JPY: { decimals: 0 } },
  accepts: Type.Object({}),
  uses: ['description'],
  sends: wire.createTransfer,
  create: async ({ amount, destination, description }, { call, reference: ref }) => {
    const { accountName: name, accountNumber: iban } = destination
    const { id: payee } = await call(wire.preparePayee, { ref, name, iban })
    const { currency } = amount
    const about = { ref, payee, currency, ...(description === undefined ? {} : { note: description }) }
    return fromTransfer(
      await call(wire.createTransfer, { ...about, amount: decimalText(amount, currency === 'JPY' ? 0 : 2) }),
    )
  },
  retrieve: ({ providerId: id }, { call }) => call(wire.readTransfer, { id }).then(fromTransfer, undefinedIfNotFound),
  cancel: {
    partial: false,
    sends: wire.stopTransfer,
    run: async ({ providerId: id }, _, { call }) => fromTransfer(await call(wire.stopTransfer, { id })),
  },
}

export const cardToken: TokenDefinition<'card'> = {
  accepts: Type.Object({}),
  sends: wire.createCard,
  create: async (_, { call, reference: ref }) => fromCard(await call(wire.createCard, { ref })),
  retrieve: ({ providerId: id }, { call }) => call(wire.readCard, { id }).then(fromCard, undefinedIfNotFound),
}

const customers: CustomerDefinition = {
  accepts: Type.Object({}),
  create: async ({ customer: { name } }, { call, reference: ref }) =>
    fromPayee(await call(wire.createPayee, { ref, name })),
  retrieve: ({ providerId: id }, { call }) => call(wire.readPayee, { id }).then(fromPayee, undefinedIfNotFound),
}

const CODES = new Map<string, Refusal['code']>([
  ['bad_key', 'authentication_failed'],
  ['bad_token', 'authentication_failed'],
  ['no_such_thing', 'not_found'],
  ['nothing_left', 'invalid_state'],
  ['purse_empty', 'insufficient_funds'],
])

export const refusal = ({ status, body }: ErrorAnswer): Refusal | undefined => {
  const { problem } = (body ?? {}) as { readonly problem?: { readonly code?: string; readonly text?: string } }
  if (status < 400 || status > 499 || problem?.code === undefined || problem.code === 'done_before') return undefined
  return { code: CODES.get(problem.code) ?? 'provider_rejected', message: problem.text, providerCode: problem.code }
}

const config = Type.Object(
  {
    key: Type.String({ minLength: 1, writeOnly: true }),
    seals: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 2, writeOnly: true })),
  },
  { additionalProperties: false },
)

/** An adapter that keeps every promise. */
export const acme = {
  name: 'acme',
  config,
  environments: {},
  connect: ({ key, seals }) => ({
    ...(seals === undefined ? {} : { webhooks: sealedWith(seals) }),
    authorization: {
      type: 'token',
      header: 'authorization',
      prefix: 'Token ',
      endpoint: wire.login,
      input: { key: new Secret(key) },
      read: (answer) => {
        const { token, seconds } = answer as { readonly token: string; readonly seconds: number }
        return { token, lifetimeMs: seconds * 1000 }
      },
    },
  }),
  refusal,
  reference: { pattern: /^[\w.-]+$/, maxLength: 40 },
  payins: { card },
  payouts: { bank_account: bankAccount },
  tokens: { card: cardToken },
  customers,
  balances: async ({ call }) => {
    const { available, currency } = await call(wire.readPurse, {})
    return [{ kind: 'payout', ...moneyFrom(available, currency) }]
  },
  statements: async function* ({ from, to }, { call }) {
    let page: string | undefined
    do {
      const asked = { from, to, ...(page === undefined ? {} : { page }) }
      const { entries, next } = await call(wire.listEntries, asked)
      for (const raw of entries) {
        const { kind: type, amount, day: date } = raw
        yield { type, direction: type === 'transfer' ? 'out' : 'in', amount: moneyFrom(amount, 'EUR'), date, raw }
      }
      page = next
    } while (page !== undefined)
  },
  listPayins: async function* ({ from, to }, { call }) {
    const { items } = await call(wire.listCharges, { from, to })
    for (const raw of items) {
      const { status = 'processing' } = STATES.get(raw.state) ?? {}
      yield { providerId: raw.id, reference: raw.ref, status, amount: moneyFromMinor(raw.cents, raw.currency), raw }
    }
  },
  lookups,
  searches: { 'create-transfer': 'the page of transfers' },
} as const satisfies ProviderDefinition<typeof config>

export type Acme = ProviderDefinition<typeof config>
