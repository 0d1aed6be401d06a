import {
  Secret,
  Type,
  bearer,
  defineProvider,
  endpoint,
  lookup,
  moneyFromMinor,
  undefinedIfNotFound,
  wireMinor,
  WireNumberSchema,
} from '@polyrail/core'

const Text = Type.String({ minLength: 1 })
const Payout = Type.Object({ id: Text, ref: Text, state: Text, cents: Type.Integer({ minimum: 0 }) })

const createPayout = endpoint({
  name: 'create-payout',
  method: 'POST',
  path: '/payouts',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ ref: Text, cents: WireNumberSchema, iban: Text }, { additionalProperties: false }),
  output: Payout,
})

const readPayout = endpoint({
  name: 'read-payout',
  method: 'GET',
  path: '/payouts/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Text }, { additionalProperties: false }),
  output: Payout,
})

const findPayouts = endpoint({
  name: 'find-payouts',
  method: 'GET',
  path: '/payouts',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ ref: Text }, { additionalProperties: false }),
  output: Type.Object({ payouts: Type.Array(Payout) }),
})

const STATES = new Map([
  ['waiting', 'processing'],
  ['done', 'succeeded'],
])

const fromPayout = ({ id, ref, state, cents }) => ({
  providerId: id,
  reference: ref,
  amount: moneyFromMinor(cents, 'EUR'),
  status: STATES.get(state) ?? 'processing',
  ...(STATES.has(state) ? {} : { reason: { code: 'unrecognized_status', providerCode: state } }),
})

/** Payouts to bank accounts through Pebble. */
export const pebble = defineProvider({
  name: 'pebble',
  config: Type.Object({ key: Type.String({ minLength: 1, writeOnly: true }) }, { additionalProperties: false }),
  environments: { production: 'https://api.pebble.example' },
  connect: ({ key }) => ({ authorization: bearer(new Secret(key)) }),
  refusal: ({ status, body }) => {
    if (status < 400 || status > 499 || typeof body?.refused !== 'string') return undefined
    const code = { key: 'authentication_failed', none: 'not_found' }[body.refused] ?? 'provider_rejected'
    return { code, providerCode: body.refused, message: body.why }
  },
  reference: { pattern: /^[\w-]+$/, maxLength: 40 },
  payouts: {
    bank_account: {
      currencies: { EUR: { decimals: 2 } },
      accepts: Type.Object({}),
      uses: [],
      sends: createPayout,
      create: async ({ amount, destination }, { call, reference: ref }) =>
        fromPayout(await call(createPayout, { ref, cents: wireMinor(amount), iban: destination.accountNumber })),
      retrieve: ({ providerId: id }, { call }) => call(readPayout, { id }).then(fromPayout, undefinedIfNotFound),
    },
  },
  lookups: [
    lookup(createPayout, async ({ ref, cents }, { call }) => {
      const { payouts } = await call(findPayouts, { ref })
      const [ours, ...others] = payouts.filter((payout) => payout.ref === ref)
      if (ours === undefined) return undefined
      if (others.length > 0 || String(ours.cents) !== cents.text) throw new Error('Not exactly one of them is ours')
      return ours
    }),
  ],
})
