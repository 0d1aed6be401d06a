import { Type, endpoint, type TSchema } from '@polyrail/core'
import { Disbursement, Me, QueriedQris, Qris, RetailPayment, Transaction, VirtualAccount } from './wire.js'

// Remarks on the documentation here and beside this file: as read in 2026-11. It heads the fields of every POST "query
// parameters" and shows them in a multipart body; the body it is.

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

const Text = Type.String({ minLength: 1 })
const WholeRupiah = Type.String({ pattern: '^[1-9][0-9]*$' })
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
export const createVirtualAccount = endpoint({
  name: 'create-virtual-account',
  method: 'POST',
  path: '/create-virtual-account',
  encoding: 'multipart',
  effect: 'once',
  input: strict({
    bank_code: Text,
    external_id: Text,
    // The provider's samples name this field `name`, its tables `account_name`; neither is said to be enough alone.
    name: Text,
    account_name: Text,
    is_single_use: Type.Enum(['true', 'false']),
    amount: WholeRupiah,
    expiration_date: Type.Optional(Day),
  }),
  output: VirtualAccount,
})

export const createRetailPayment = endpoint({
  name: 'create-retail-payment',
  method: 'POST',
  path: '/create-retail-payment',
  encoding: 'multipart',
  effect: 'once',
  input: strict({
    retail_outlet_name: Type.Literal('ALFAMART'),
    name: Text,
    amount: WholeRupiah,
    external_id: Text,
    expiration_date: Type.Optional(Day),
  }),
  output: RetailPayment,
})

export const createQris = endpoint({
  name: 'create-qris',
  method: 'POST',
  path: '/create-qris',
  encoding: 'multipart',
  effect: 'once',
  input: strict({ amount: WholeRupiah, external_id: Text }),
  output: Qris,
})

export const createDisbursement = endpoint({
  name: 'create-disbursement',
  method: 'POST',
  path: '/create-disbursement',
  encoding: 'multipart',
  effect: 'once',
  input: strict({
    bank_code: Text,
    account_name: Text,
    account_number: Text,
    description: Text,
    external_id: Text,
    amount: WholeRupiah,
    // Receipts: in an early sample only, and gone from later ones.
    email_to: Type.Optional(Text),
    email_cc: Type.Optional(Text),
    email_bcc: Type.Optional(Text),
  }),
  output: Disbursement,
})

const query = <Item extends TSchema>(path: `/query-${string}`, item: Item) =>
  endpoint({
    name: path.slice(1),
    method: 'GET',
    path,
    encoding: 'query',
    effect: 'read',
    input: strict({ id: Text }),
    output: Type.Array(item),
  })

export const queryVirtualAccount = query('/query-virtual-account', VirtualAccount)
export const queryRetailPayment = query('/query-retail-payment', RetailPayment)
export const queryQris = query('/query-qris', QueriedQris)
export const queryDisbursement = query('/query-disbursement', Disbursement)

// Headed POST in the documentation, called with GET in its example.
export const me = endpoint({
  name: 'me',
  method: 'GET',
  path: '/me',
  encoding: 'query',
  effect: 'read',
  input: strict({}),
  output: Me,
})

export const getTransactionList = endpoint({
  name: 'get-transaction-list',
  method: 'GET',
  path: '/get-transaction-list',
  encoding: 'query',
  effect: 'read',
  input: strict({ start_date: Day, end_date: Day }),
  output: Type.Array(Transaction),
})
