import { Type, WireNumberSchema, endpoint, type TSchema } from '@polyrail/core'
import { Intent, Token, Transaction, Transactions } from './wire.js'

// Remarks on the documentation here and beside this file: as read in 2026-11. It shows nested fields without saying
// which of them are required.

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

const Text = Type.String({ minLength: 1 })
const optional = Type.Optional(Text)
const json = { encoding: 'json', method: 'POST', effect: 'once' } as const
const query = { encoding: 'query', method: 'GET', effect: 'read' } as const

const order = strict({
  order_id: Text,
  order_amount: WireNumberSchema,
  order_currency: Text,
  order_items: Type.Optional(
    Type.Array(
      strict({ item_title: Text, item_id: Text, item_qty: Type.Integer({ minimum: 1 }), item_price: WireNumberSchema }),
    ),
  ),
  card_holder: Type.Optional(
    strict({
      first_name: optional,
      last_name: optional,
      email: optional,
      phone: optional,
      address_1: optional,
      address_2: optional,
      postal_code: optional,
      city: optional,
      state: optional,
      country: optional,
    }),
  ),
})

export const createToken = endpoint({
  ...json,
  name: 'create-token',
  path: '/auth/token',
  effect: 'read',
  input: strict({ client_id: Text, client_secret: Text }),
  output: Token,
})

export const createCardIntent = endpoint({
  ...json,
  name: 'create-card-intent',
  path: '/intents/card',
  input: strict({ external_id: Text }),
  output: Intent,
})

export const createPaymentIntent = endpoint({
  ...json,
  name: 'create-payment-intent',
  path: '/intents/payment',
  input: strict({ external_id: Text, redirect_urls: strict({ success: Text, failure: Text }), order }),
  output: Intent,
})

export const createTransaction = endpoint({
  ...json,
  name: 'create-transaction',
  path: '/transactions',
  input: strict({
    operation: Type.Enum(['authorize', 'authcap']),
    external_id: Text,
    order,
    token: optional,
    card: Type.Optional(
      strict({ pan: Text, expiry: Text, code: optional, name: optional, country: optional, zip: optional }),
    ),
  }),
  output: Transaction,
})

/** Captures and voids. */
export const changeTransaction = endpoint({
  ...json,
  name: 'change-transaction',
  path: '/transactions/{trx_id}',
  input: strict({
    trx_id: Text,
    external_id: Text,
    operation: Type.Enum(['capture', 'void']),
    amount: Type.Optional(WireNumberSchema),
  }),
  output: Transaction,
})

export const createRefund = endpoint({
  ...json,
  name: 'create-refund',
  path: '/refunds',
  input: strict({ external_id: Text, trx_id: Text, amount: WireNumberSchema }),
  output: Transaction,
})

export const retrieveTransaction = endpoint({
  ...query,
  name: 'retrieve-transaction',
  path: '/transactions/{trx_id}',
  input: strict({ trx_id: Text }),
  output: Transaction,
})

/** The singular path: one transaction, by a reference of ours. */
export const findTransaction = endpoint({
  ...query,
  name: 'find-transaction',
  path: '/transaction',
  input: strict({ type: Type.Enum(['external_id', 'order_id']), id: Text }),
  output: Transaction,
})

export const listTransactions = endpoint({
  ...query,
  name: 'list-transactions',
  path: '/transactions',
  input: strict({
    from_date: Text,
    to_date: Text,
    offset: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 10, maximum: 100 }),
    order_by: Text,
    order_dir: Text,
    filter_type: Text,
  }),
  output: Transactions,
})
