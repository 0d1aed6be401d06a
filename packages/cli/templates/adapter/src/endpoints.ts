import { Type, endpoint, type Static, type TSchema } from '@polyrail/core'
import { SentAmount, ShownAmount } from './money.js'

// The wire, as the provider documents it. Of its answers only what is used: other fields may come and go.

const Text = Type.String({ minLength: 1 })

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

const Payment = Type.Object({
  id: Text,
  reference: Text,
  status: Text,
  amount: ShownAmount,
  currency: Text,
  url: Text,
})
export type Payment = Static<typeof Payment>

const Transfer = Type.Object({
  id: Text,
  reference: Text,
  status: Text,
  amount: ShownAmount,
  currency: Text,
})
export type Transfer = Static<typeof Transfer>

export const createPayment = endpoint({
  name: 'create-payment',
  method: 'POST',
  path: '/payments',
  encoding: 'json',
  effect: 'once',
  input: strict({
    reference: Text,
    amount: SentAmount,
    currency: Text,
    description: Type.Optional(Text),
  }),
  output: Payment,
})

export const readPayment = endpoint({
  name: 'read-payment',
  method: 'GET',
  path: '/payments/{id}',
  encoding: 'query',
  effect: 'read',
  input: strict({ id: Text }),
  output: Payment,
})

export const listPayments = endpoint({
  name: 'list-payments',
  method: 'GET',
  path: '/payments',
  encoding: 'query',
  effect: 'read',
  input: strict({ reference: Text }),
  output: Type.Object({ data: Type.Array(Payment) }),
})

export const createTransfer = endpoint({
  name: 'create-transfer',
  method: 'POST',
  path: '/transfers',
  encoding: 'json',
  effect: 'once',
  input: strict({
    reference: Text,
    amount: SentAmount,
    currency: Text,
    name: Text,
    iban: Text,
  }),
  output: Transfer,
})

export const readTransfer = endpoint({
  name: 'read-transfer',
  method: 'GET',
  path: '/transfers/{id}',
  encoding: 'query',
  effect: 'read',
  input: strict({ id: Text }),
  output: Transfer,
})

export const listTransfers = endpoint({
  name: 'list-transfers',
  method: 'GET',
  path: '/transfers',
  encoding: 'query',
  effect: 'read',
  input: strict({ reference: Text }),
  output: Type.Object({ data: Type.Array(Transfer) }),
})
