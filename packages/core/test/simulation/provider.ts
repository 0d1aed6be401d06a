import {
  Type,
  defineProvider,
  endpoint,
  lookup,
  moneyFrom,
  wireNumber,
  type PayinAnswer,
  type Static,
} from '../../src/index.js'
import { WireNumberSchema } from '../../src/index.js'
import { KEY, definition } from '../support/acme.js'

// A provider in the three shapes that differ in how a lost answer is found out: a charge that is searched for by our
// reference, a capture that shows in what was captured before and after, and a transfer that nobody can ask about.

const Text = Type.String({ minLength: 1 })
const Charge = Type.Object({ id: Text, status: Text, reference: Text, amount: Type.Number() })
const Hold = Type.Object({ id: Text, amount: Type.Number(), captured: Type.Number() })

const post = { method: 'POST', encoding: 'json', effect: 'once' } as const
const get = { method: 'GET', encoding: 'query', effect: 'read' } as const
const Order = Type.Object({ reference: Text, amount: WireNumberSchema })

const createCharge = endpoint({ ...post, name: 'create-charge', path: '/charges', input: Order, output: Charge })
const findCharges = endpoint({
  ...get,
  name: 'find-charges',
  path: '/charges',
  input: Type.Object({ reference: Text }),
  output: Type.Array(Charge),
})
const getCharge = endpoint({
  ...get,
  name: 'get-charge',
  path: '/charges/{id}',
  input: Type.Object({ id: Text }),
  output: Charge,
})
const createHold = endpoint({ ...post, name: 'create-hold', path: '/holds', input: Order, output: Hold })
const getHold = endpoint({
  ...get,
  name: 'get-hold',
  path: '/holds/{id}',
  input: Type.Object({ id: Text }),
  output: Hold,
})
const captureHold = endpoint({
  ...post,
  name: 'capture-hold',
  path: '/holds/{id}',
  input: Type.Object({ id: Text, reference: Text, amount: WireNumberSchema }),
  output: Hold,
})
const createTransfer = endpoint({
  ...post,
  name: 'create-transfer',
  path: '/transfers',
  input: Order,
  output: Charge,
})

const STATUSES = new Map<string, PayinAnswer['status']>([
  ['waiting', 'pending'],
  ['paid', 'succeeded'],
  ['declined', 'declined'],
])

const idr = (amount: number) => moneyFrom(amount, 'IDR')

const fromCharge = ({ id, status, reference, amount }: Static<typeof Charge>): PayinAnswer => ({
  providerId: id,
  status: STATUSES.get(status) ?? 'processing',
  reference,
  amount: idr(amount),
})

const fromHold = ({ id, amount, captured }: Static<typeof Hold>): PayinAnswer => ({
  providerId: id,
  status: captured === 0 ? 'authorized' : captured < amount ? 'partially_captured' : 'succeeded',
  amount: idr(amount),
  amountAuthorized: idr(amount),
  amountCaptured: idr(captured),
})

const served = { currencies: { IDR: { decimals: 0 } }, accepts: Type.Object({}) } as const

const bank = defineProvider({
  ...definition,
  name: 'bank',
  lookups: [
    lookup(createCharge, async ({ reference }, { call }) =>
      (await call(findCharges, { reference })).find((found) => found.reference === reference),
    ),
    lookup(captureHold, async ({ id, amount }, { call, before }) => {
      const [then, now] = [await before(getHold, { id }), await call(getHold, { id })]
      const moved = now.captured - then.captured
      if (moved === 0) return undefined
      if (moved !== Number(amount.text)) throw new Error('somebody else has captured')
      return now
    }),
  ],
  payins: {
    qr_code: {
      ...served,
      uses: [],
      sends: createCharge,
      create: async ({ amount }, { call, reference }) =>
        fromCharge(await call(createCharge, { reference, amount: wireNumber(amount, 0) })),
      retrieve: async ({ providerId }, { call }) => fromCharge(await call(getCharge, { id: providerId })),
    },
    card: {
      ...served,
      uses: ['capture'],
      sends: createHold,
      create: async ({ amount }, { call, reference }) =>
        fromHold(await call(createHold, { reference, amount: wireNumber(amount, 0) })),
      retrieve: async ({ providerId }, { call }) => fromHold(await call(getHold, { id: providerId })),
      capture: {
        partial: true,
        sends: captureHold,
        run: async ({ providerId: id }, { amount = idr(0) }, { call, before, reference }) => {
          await before(getHold, { id })
          return fromHold(await call(captureHold, { id, reference, amount: wireNumber(amount, 0) }))
        },
      },
    },
  },
  payouts: {
    bank_account: {
      ...served,
      uses: [],
      sends: createTransfer,
      create: async ({ amount }, { call, reference }) => {
        const { id, status } = await call(createTransfer, { reference, amount: wireNumber(amount, 0) })
        return { providerId: id, status: status === 'paid' ? 'succeeded' : 'failed' }
      },
    },
  },
})

/** Two accounts, so that a command that one has certainly not executed goes on to the other. Compiled once for all. */
export const ACCOUNTS = ['north', 'south'].map((name) =>
  bank({ apiKey: KEY, name, baseUrl: `https://${name}.invalid` }),
)
