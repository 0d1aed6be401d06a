import { Type, WireNumberSchema, endpoint, type Static, type TSchema } from '@polyrail/core'

const Text = Type.String({ minLength: 1 })
const Id = Type.String({ pattern: '^a[0-9]+$' })
const Cents = Type.Integer({ minimum: 0 })
const Decimal = Type.String({ pattern: '^[0-9]+([.][0-9]+)?$' })
const post = { method: 'POST', encoding: 'json', effect: 'once' } as const
const get = { method: 'GET', encoding: 'query', effect: 'read' } as const

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })
const list = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item), next: Type.Optional(Text) })

export const Charge = Type.Object({
  ...{ id: Id, ref: Text, state: Text, currency: Text },
  ...{ cents: Cents, taken: Cents, released: Cents, returned: Cents },
})
export type Charge = Static<typeof Charge>
export const Return = Type.Object({ id: Id, ref: Text, charge: Id, state: Text, currency: Text, cents: Cents })
export type Return = Static<typeof Return>
export const Transfer = Type.Object({
  ...{ id: Id, ref: Text, state: Text, payee: Id, currency: Text },
  ...{ amount: Decimal, fee: Type.Optional(Decimal) },
})
export type Transfer = Static<typeof Transfer>
const Payee = Type.Object({ id: Id, ref: Text, name: Text })
export type Payee = Static<typeof Payee>
const Card = Type.Object({ id: Id, ref: Text, state: Text, page: Text, token: Type.Optional(Text) })
export type Card = Static<typeof Card>

export const login = endpoint({
  ...post,
  effect: 'read',
  name: 'login',
  path: '/login',
  input: strict({ key: Text }),
  output: Type.Object({ token: Text, seconds: Type.Number() }),
})

export const createCharge = endpoint({
  ...post,
  name: 'create-charge',
  path: '/charges',
  input: strict({
    ...{ ref: Text, cents: WireNumberSchema, currency: Text, token: Text, hold: Type.Boolean() },
    note: Type.Optional(Text),
  }),
  output: Charge,
})
export const readCharge = endpoint({
  ...get,
  name: 'read-charge',
  path: '/charges/{id}',
  input: strict({ id: Id }),
  output: Charge,
})
export const listCharges = endpoint({
  ...get,
  name: 'list-charges',
  path: '/charges',
  input: strict({ ref: Type.Optional(Text), from: Type.Optional(Text), to: Type.Optional(Text) }),
  output: list(Charge),
})

const change = (name: 'take' | 'release') =>
  endpoint({
    ...post,
    name: `${name}-charge`,
    path: `/charges/{id}/${name}`,
    input: strict({ id: Id, ref: Text, cents: Type.Optional(WireNumberSchema) }),
    output: Charge,
  })
export const takeCharge = change('take')
export const releaseCharge = change('release')

export const createReturn = endpoint({
  ...post,
  name: 'create-return',
  path: '/returns',
  input: strict({ ref: Text, charge: Id, cents: WireNumberSchema }),
  output: Return,
})
export const readReturn = endpoint({
  ...get,
  name: 'read-return',
  path: '/returns/{id}',
  input: strict({ id: Id }),
  output: Return,
})
export const listReturns = endpoint({
  ...get,
  name: 'list-returns',
  path: '/returns',
  input: strict({ ref: Text }),
  output: list(Return),
})

export const createTransfer = endpoint({
  ...post,
  name: 'create-transfer',
  path: '/transfers',
  input: strict({ ref: Text, payee: Id, amount: Decimal, currency: Text, note: Type.Optional(Text) }),
  output: Transfer,
})
export const readTransfer = endpoint({
  ...get,
  name: 'read-transfer',
  path: '/transfers/{id}',
  input: strict({ id: Id }),
  output: Transfer,
})
export const stopTransfer = endpoint({
  ...post,
  effect: 'idempotent',
  name: 'stop-transfer',
  path: '/transfers/{id}/stop',
  input: strict({ id: Id }),
  output: Transfer,
})

const newPayee = strict({ ref: Text, name: Text, iban: Type.Optional(Text) })
export const createPayee = endpoint({ ...post, name: 'create-payee', path: '/payees', input: newPayee, output: Payee })
export const preparePayee = endpoint({
  ...post,
  name: 'prepare-payee',
  path: '/payees',
  preparation: true,
  input: newPayee,
  output: Payee,
})
export const readPayee = endpoint({
  ...get,
  name: 'read-payee',
  path: '/payees/{id}',
  input: strict({ id: Id }),
  output: Payee,
})
export const listPayees = endpoint({
  ...get,
  name: 'list-payees',
  path: '/payees',
  input: strict({ ref: Text }),
  output: list(Payee),
})

export const createCard = endpoint({
  ...post,
  name: 'create-card',
  path: '/cards',
  input: strict({ ref: Text }),
  output: Card,
})
export const readCard = endpoint({
  ...get,
  name: 'read-card',
  path: '/cards/{id}',
  input: strict({ id: Id }),
  output: Card,
})
export const listCards = endpoint({
  ...get,
  name: 'list-cards',
  path: '/cards',
  input: strict({ ref: Text }),
  output: list(Card),
})

export const readPurse = endpoint({
  ...get,
  name: 'read-purse',
  path: '/purse',
  input: strict({}),
  output: Type.Object({ available: Decimal, currency: Text }),
})
export const listEntries = endpoint({
  ...get,
  name: 'list-entries',
  path: '/entries',
  input: strict({ from: Text, to: Text, page: Type.Optional(Text) }),
  output: Type.Object({
    entries: Type.Array(Type.Object({ kind: Text, amount: Decimal, day: Text })),
    next: Type.Optional(Text),
  }),
})
