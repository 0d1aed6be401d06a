import {
  Type,
  cardDetails,
  defineProvider,
  endpoint,
  lookup,
  moneyFrom,
  repeated,
  wireNumber,
  type ChangeDefinition,
  type HttpRequest,
  type Money,
  type Payin,
  type PayinAnswer,
  type Static,
} from '../../src/index.js'
import { WireNumberSchema } from '../../src/index.js'
import { KEY, definition } from './acme.js'
import { answer, bodyOf, refused, scripted, silence, type Reply, type ScriptedTransport } from './transport.js'

// A provider that does not exist and can everything: cards held, captured, voided and refunded; payouts that can be
// taken back; stored instruments. What it has really done stands in its books.

const Text = Type.String({ minLength: 1 })
const Hold = Type.Object({
  id: Text,
  status: Text,
  amount: Type.Number(),
  captured: Type.Number(),
  voided: Type.Number(),
  refunded: Type.Number(),
})
type Hold = Static<typeof Hold>
const Given = Type.Object({ id: Text, amount: Type.Number(), status: Text })
const Change = Type.Object({ id: Text, reference: Text, verb: Text, amount: Type.Optional(WireNumberSchema) })

const post = { method: 'POST', encoding: 'json', effect: 'once' } as const
const createHold = endpoint({
  ...post,
  name: 'create-hold',
  path: '/holds',
  input: Type.Object({
    reference: Text,
    amount: WireNumberSchema,
    token: Type.Optional(Text),
    pan: Type.Optional(Text),
  }),
  output: Hold,
})
const getHold = endpoint({
  name: 'get-hold',
  method: 'GET',
  path: '/holds/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Text }),
  output: Hold,
})
const changeHold = endpoint({ ...post, name: 'change-hold', path: '/holds/{id}', input: Change, output: Hold })
const createRefund = endpoint({
  ...post,
  name: 'create-refund',
  path: '/refunds',
  input: Type.Object({ hold: Text, reference: Text, amount: WireNumberSchema }),
  output: Given,
})
const getRefund = endpoint({
  name: 'get-refund',
  method: 'GET',
  path: '/refunds/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Text }),
  output: Given,
})
const createPayout = endpoint({
  ...post,
  name: 'create-payout',
  path: '/payouts',
  input: Type.Object({ reference: Text, amount: WireNumberSchema }),
  output: Given,
})
const cancelPayout = endpoint({
  ...post,
  name: 'cancel-payout',
  path: '/payouts/{id}/cancel',
  effect: 'idempotent',
  input: Type.Object({ id: Text }),
  output: Type.Object({ done: Type.Boolean() }),
})
const createOwner = endpoint({
  ...post,
  name: 'create-owner',
  path: '/owners',
  preparation: true,
  input: Type.Object({ reference: Text }),
  output: Type.Object({ id: Text, confirmed: Type.Boolean() }),
})
const getOwner = endpoint({
  name: 'get-owner',
  method: 'GET',
  path: '/owners/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Text }),
  output: Type.Object({ id: Text, confirmed: Type.Boolean() }),
})
const createIntent = endpoint({
  ...post,
  name: 'create-intent',
  path: '/intents',
  input: Type.Object({ reference: Text }),
  output: Type.Object({ id: Text }),
})
const getIntent = endpoint({
  name: 'get-intent',
  method: 'GET',
  path: '/intents/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Text }),
  output: Type.Object({ id: Text, token: Type.Optional(Text) }),
})

const STATUSES = new Map<string, PayinAnswer['status']>([
  ['held', 'authorized'],
  ['part', 'partially_captured'],
  ['taken', 'succeeded'],
  ['void', 'canceled'],
  ['declined', 'declined'],
])
const idr = (amount: number): Money => moneyFrom(amount, 'IDR')

const fromHold = ({ id, status, amount, captured, voided, refunded }: Hold): PayinAnswer => ({
  providerId: id,
  status: STATUSES.get(status) ?? 'processing',
  amount: idr(amount),
  amountAuthorized: idr(amount),
  amountCaptured: idr(captured),
  amountCanceled: idr(voided),
  amountRefunded: idr(refunded),
})

const change = (verb: 'capture' | 'void'): ChangeDefinition<Payin, PayinAnswer> => ({
  partial: true,
  sends: changeHold,
  run: async ({ providerId }, { amount }, { call, before, reference }) => {
    await before(getHold, { id: providerId })
    const sent = { id: providerId, reference, verb, ...(amount === undefined ? {} : { amount: wireNumber(amount, 0) }) }
    return fromHold(await call(changeHold, sent))
  },
})

const IDR = { IDR: { decimals: 0 } } as const

const vault = defineProvider({
  ...definition,
  name: 'vault',
  lookups: [
    lookup(changeHold, async ({ id, verb, amount }, { call, before }) => {
      const [then, now] = [await before(getHold, { id }), await call(getHold, { id })]
      const moved = verb === 'capture' ? now.captured - then.captured : now.voided - then.voided
      const asked = amount === undefined ? then.amount - then.captured - then.voided : Number(amount.text)
      if (moved === 0) return undefined
      if (moved !== asked) throw new Error('somebody else has changed it')
      return now
    }),
    repeated(cancelPayout),
  ],
  payins: {
    card: {
      currencies: IDR,
      accepts: Type.Object({}),
      uses: ['capture'],
      sends: createHold,
      create: async ({ method, amount }, { call, reference }) => {
        const instrument =
          'token' in method ? { token: method.token } : { pan: cardDetails(method.card)?.number ?? '-' }
        return fromHold(await call(createHold, { reference, amount: wireNumber(amount, 0), ...instrument }))
      },
      retrieve: async ({ providerId }, { call }) => fromHold(await call(getHold, { id: providerId })),
      capture: change('capture'),
      cancel: change('void'),
      refund: {
        partial: true,
        sends: createRefund,
        create: async ({ providerId }, { amount }, { call, reference }) => {
          const made = await call(createRefund, { hold: providerId, reference, amount: wireNumber(amount, 0) })
          return {
            providerId: made.id,
            status: made.status === 'done' ? 'succeeded' : 'pending',
            amount: idr(made.amount),
          }
        },
        retrieve: async ({ providerId }, { call }) => {
          const { id, amount } = await call(getRefund, { id: providerId })
          return { providerId: id, status: 'succeeded', amount: idr(amount) }
        },
      },
    },
    // Paid somewhere else; its provider gives nothing back.
    qr_code: {
      currencies: IDR,
      accepts: Type.Object({}),
      uses: [],
      create: async ({ amount }, { call, reference }) =>
        fromHold(await call(createHold, { reference, amount: wireNumber(amount, 0), token: 'paid' })),
    },
  },
  payouts: {
    recipient: {
      currencies: IDR,
      accepts: Type.Object({}),
      uses: [],
      sends: createPayout,
      create: async ({ amount }, { call, reference }) => {
        const { id } = await call(createPayout, { reference, amount: wireNumber(amount, 0) })
        return { providerId: id, status: 'ready' }
      },
      cancel: {
        partial: false,
        sends: cancelPayout,
        run: async ({ providerId }, _, { call }) => {
          await call(cancelPayout, { id: providerId })
          return { providerId, status: 'canceled' }
        },
      },
    },
    // The owner of the account confirms it first.
    bank_account: {
      currencies: IDR,
      accepts: Type.Object({}),
      uses: [],
      sends: createPayout,
      create: async ({ amount }, { call, reference }) => {
        const owner = await call(createOwner, { reference })
        const { confirmed } = await call(getOwner, { id: owner.id })
        if (!confirmed) return { paused: true, nextAction: { type: 'redirect', url: `https://vault.test/${owner.id}` } }
        const { id } = await call(createPayout, { reference, amount: wireNumber(amount, 0) })
        return { providerId: id, status: 'succeeded' }
      },
    },
    saved: {
      currencies: IDR,
      accepts: Type.Object({}),
      uses: [],
      create: async ({ destination }) => Promise.reject(new Error(`to ${destination.target}`)),
    },
  },
  tokens: {
    card: {
      accepts: Type.Object({}),
      sends: createIntent,
      create: async (_, { call, reference }) => {
        const { id } = await call(createIntent, { reference })
        return {
          providerId: id,
          status: 'requires_action',
          nextAction: { type: 'redirect', url: 'https://vault.test' },
        }
      },
      retrieve: async ({ providerId }, { call }) => {
        const { token } = await call(getIntent, { id: providerId })
        return token === undefined ? { providerId, status: 'requires_action' } : { providerId, status: 'active', token }
      },
    },
  },
})

/** What a request may carry. */
interface Fields {
  readonly reference?: string
  readonly amount?: number
  readonly token?: string
  readonly verb?: string
  readonly hold?: string
}

interface Movement {
  readonly verb: string
  readonly reference: string
  readonly amount: number
}

export interface Vault {
  readonly transport: ScriptedTransport
  readonly provider: ReturnType<typeof vault>
  /** What was really done, in order. */
  readonly books: Movement[]
  readonly holds: Map<string, { -readonly [Key in keyof Hold]: Hold[Key] }>
  readonly owners: Map<string, boolean>
  /** What happens to the next requests to these paths, before or after they are executed. */
  readonly faults: { readonly verb: string; readonly executed: boolean; readonly reply?: Reply }[]
}

/** The provider's side, which executes what it is sent unless a fault says otherwise. */
export const startVault = (): Vault => {
  const books: Movement[] = []
  const holds: Vault['holds'] = new Map()
  const owners = new Map<string, boolean>()
  const payouts = new Set<string>()
  const faults: Vault['faults'] = []
  // Executed when it is written, and not before: many are asked for that are never sent.
  const transport = scripted(async (request) => {
    const [verb, run] = handle(request)
    const fault = faults.find((candidate) => candidate.verb === verb)
    if (fault !== undefined) faults.splice(faults.indexOf(fault), 1)
    if (fault?.reply !== undefined && 'before' in fault.reply) return fault.reply
    return {
      written: () => {
        const reply = fault === undefined || fault.executed ? run() : silence
        return fault === undefined ? reply : (fault.reply ?? silence)
      },
    }
  })

  const handle = (request: HttpRequest): readonly [string, () => Reply] => {
    const [, kind = '', id = '', more] = request.path.split('/')
    const body = (request.method === 'POST' ? bodyOf(request) : {}) as Fields
    if (request.method === 'GET') return [`get-${kind}`, () => read(kind, id)]
    if (kind === 'holds' && id === '') return ['hold', () => hold(body)]
    if (kind === 'holds') return [body.verb ?? '', () => changeOf(id, body)]
    if (kind === 'refunds') return ['refund', () => refund(body)]
    if (kind === 'payouts' && more === 'cancel') return ['cancel', () => cancel(id)]
    if (kind === 'payouts') return ['payout', () => pay(body)]
    if (kind === 'owners') return ['owner', () => owner(body)]
    return ['intent', () => answer(200, { id: `int-${body.reference}` })]
  }
  const write = (verb: string, reference: string, amount: number): void => void books.push({ verb, reference, amount })

  const hold = ({ reference = '', amount = 0, token = 'card' }: Fields): Reply => {
    const id = `h-${holds.size + 1}`
    const paid = token === 'paid'
    const status = paid ? 'taken' : token === 'bad' ? 'declined' : 'held'
    write(status, reference, amount)
    holds.set(id, { id, status, amount: amount, captured: paid ? amount : 0, voided: 0, refunded: 0 })
    return answer(200, holds.get(id))
  }
  const changeOf = (id: string, { verb = '', amount, reference = '' }: Fields): Reply => {
    const found = holds.get(id)
    if (found === undefined) return refused(404, 'no such hold')
    const left = found.amount - found.captured - found.voided
    const asked = amount ?? left
    if (left === 0 || asked > left) return refused(422, 'not so much is left')
    found[verb === 'capture' ? 'captured' : 'voided'] += asked
    const open = found.amount - found.captured - found.voided
    found.status = open > 0 ? (found.captured > 0 ? 'part' : 'held') : found.captured > 0 ? 'taken' : 'void'
    write(verb, reference, asked)
    return answer(200, found)
  }
  const refund = ({ hold: id = '', amount = 0, reference = '' }: Fields): Reply => {
    const found = holds.get(id)
    if (found === undefined || found.captured - found.refunded < amount) return refused(422, 'too much')
    found.refunded += amount
    write('refund', reference, amount)
    return answer(200, { id: `r-${books.length}`, amount: amount, status: 'done' })
  }
  const pay = ({ reference = '', amount = 0 }: Fields): Reply => {
    write('payout', reference, amount)
    payouts.add(`p-${books.length}`)
    return answer(200, { id: `p-${books.length}`, amount: amount, status: 'ready' })
  }
  const cancel = (id: string): Reply => {
    if (!payouts.delete(id)) return refused(422, 'too late')
    write('cancel', id, 0)
    return answer(200, { done: true })
  }
  const owner = ({ reference = '' }: Fields): Reply => {
    const id = `o-${reference}`
    owners.set(id, false)
    return answer(200, { id, confirmed: false })
  }
  const read = (kind: string, id: string): Reply => {
    if (kind === 'holds') return answer(200, holds.get(id))
    if (kind === 'owners') return answer(200, { id, confirmed: owners.get(id) })
    if (kind === 'refunds') return answer(200, { id, amount: 1, status: 'done' })
    return answer(200, { id, ...(id.endsWith('confirmed') ? { token: 'tok-of-card-1' } : {}) })
  }
  return { transport, provider: vault({ apiKey: KEY }), books, holds, owners, faults }
}
