import { Type, WireNumberSchema, endpoint, type TSchema } from '@polyrail/core'
import { AVAILABLE_TYPES } from './available-types.js'
import {
  BankLink,
  Customer,
  Id,
  MerchantAccount,
  PayinLink,
  PayinRequest,
  PayinSettlement,
  PayoutRequest,
} from './wire.js'

// Remarks on the documentation here and beside this file: of API v0, as read in 2026-11. The invoices of the later v1 and
// the payment requests of the older direct debit are other products.

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

const Text = Type.String({ minLength: 1 })
const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** One page; no cursor means the last one. */
const page = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item), cursor: OptionalText })

// The highest number of items that the provider gives at once.
const Paging = { limit: Type.Literal('100'), cursor: Type.Optional(Text) }

const newCustomer = {
  name: Text,
  documentType: Type.Enum(['cc', 'ce', 'nit']),
  documentNumber: Text,
  email: Text,
  phoneNumber: Text,
  // Optional on the wire. Always sent, so that a customer can be found when the answer is lost.
  reference: Text,
}

/** A customer for its own sake. */
export const createCustomer = endpoint({
  name: 'create-customer',
  method: 'POST',
  path: '/customers',
  encoding: 'json',
  effect: 'once',
  input: strict(newCustomer),
  output: Customer,
})

/** The same on the way to a payin link: it moves nothing, and whoever goes on does so after it. */
export const prepareCustomer = endpoint({
  name: 'prepare-customer',
  method: 'POST',
  path: '/customers',
  encoding: 'json',
  effect: 'once',
  preparation: true,
  input: strict(newCustomer),
  // A schema of its own: the build's compiler takes each one under one name only.
  output: Type.Object(Customer.properties),
})

export const retrieveCustomer = endpoint({
  name: 'retrieve-customer',
  method: 'GET',
  path: '/customers/{customerId}',
  encoding: 'query',
  effect: 'read',
  input: strict({ customerId: Id }),
  output: Type.Object(Customer.properties),
})

export const listCustomers = endpoint({
  name: 'list-customers',
  method: 'GET',
  path: '/customers',
  encoding: 'query',
  effect: 'read',
  input: strict({ reference: Text, ...Paging }),
  output: page(Customer),
})

export const createPayinLink = endpoint({
  name: 'create-payin-link',
  method: 'POST',
  path: '/payinLinks',
  encoding: 'json',
  effect: 'once',
  input: strict({
    // Six types exist and the fields of five are not documented; this one covers them by `availableTypes`.
    type: Type.Literal('general'),
    customerId: Id,
    redirectUrl: Text,
    amount: WireNumberSchema,
    availableTypes: Type.Array(Type.Enum([...AVAILABLE_TYPES]), { minItems: 1 }),
    reference: Text,
    description: Type.Optional(Text),
    expiration: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$' })),
    targetMerchantAccountId: Type.Optional(Text),
  }),
  output: PayinLink,
})

export const retrievePayinLink = endpoint({
  name: 'retrieve-payin-link',
  method: 'GET',
  path: '/payinLinks/{payinLinkId}',
  encoding: 'query',
  effect: 'read',
  input: strict({ payinLinkId: Id }),
  output: Type.Object(PayinLink.properties),
})

export const listPayinLinks = endpoint({
  name: 'list-payin-links',
  method: 'GET',
  path: '/payinLinks',
  encoding: 'query',
  effect: 'read',
  input: strict({ reference: Type.Optional(Text), ...Paging }),
  output: page(PayinLink),
})

export const listMerchantAccounts = endpoint({
  name: 'list-merchant-accounts',
  method: 'GET',
  path: '/merchantAccounts',
  encoding: 'query',
  effect: 'read',
  input: strict(Paging),
  output: page(MerchantAccount),
})

const post = { method: 'POST', encoding: 'json', effect: 'once' } as const
const get = { method: 'GET', encoding: 'query', effect: 'read' } as const

const bankLink = {
  customerId: Id,
  redirectUrl: Text,
  // Sources of two more types exist, whose fields are not documented.
  type: Type.Literal('bankAccount'),
  bankAccount: strict({ bank: Text, accountType: Type.Enum(['savings', 'checking']), accountNumber: Text }),
  reference: Text,
  description: Type.Optional(Text),
}

export const createPayinSource = endpoint({
  ...post,
  name: 'create-payin-source',
  path: '/payinSources',
  input: strict({ ...bankLink, partialPayinsEnabled: Type.Optional(Type.Boolean()) }),
  output: BankLink,
})

export const retrievePayinSource = endpoint({
  ...get,
  name: 'retrieve-payin-source',
  path: '/payinSources/{payinSourceId}',
  input: strict({ payinSourceId: Id }),
  output: BankLink,
})

export const listPayinSources = endpoint({
  ...get,
  name: 'list-payin-sources',
  path: '/payinSources',
  input: strict({ reference: Text, ...Paging }),
  output: page(BankLink),
})

/** A target for its own sake. */
export const createPayoutTarget = endpoint({
  ...post,
  name: 'create-payout-target',
  path: '/payoutTargets',
  input: strict(bankLink),
  output: BankLink,
})

/** The same on the way to a payout: it moves nothing, and whoever goes on does so after it. */
export const preparePayoutTarget = endpoint({
  ...post,
  name: 'prepare-payout-target',
  path: '/payoutTargets',
  preparation: true,
  input: strict(bankLink),
  output: BankLink,
})

export const retrievePayoutTarget = endpoint({
  ...get,
  name: 'retrieve-payout-target',
  path: '/payoutTargets/{payoutTargetId}',
  input: strict({ payoutTargetId: Id }),
  output: BankLink,
})

export const listPayoutTargets = endpoint({
  ...get,
  name: 'list-payout-targets',
  path: '/payoutTargets',
  input: strict({ reference: Text, ...Paging }),
  output: page(BankLink),
})

export const createPayinRequest = endpoint({
  ...post,
  name: 'create-payin-request',
  path: '/payinRequests',
  input: strict({
    payinSourceId: Id,
    amount: WireNumberSchema,
    reference: Text,
    targetMerchantAccountId: Type.Optional(Text),
  }),
  output: PayinRequest,
})

export const retrievePayinRequest = endpoint({
  ...get,
  name: 'retrieve-payin-request',
  path: '/payinRequests/{payinRequestId}',
  input: strict({ payinRequestId: Id }),
  output: PayinRequest,
})

export const listPayinRequests = endpoint({
  ...get,
  name: 'list-payin-requests',
  path: '/payinRequests',
  input: strict({ reference: Text, ...Paging }),
  output: page(PayinRequest),
})

export const createPayoutRequest = endpoint({
  ...post,
  name: 'create-payout-request',
  path: '/payoutRequests',
  input: strict({
    payoutTargetId: Id,
    amount: WireNumberSchema,
    reference: Text,
    sourceMerchantAccountId: Type.Optional(Text),
  }),
  output: PayoutRequest,
})

export const retrievePayoutRequest = endpoint({
  ...get,
  name: 'retrieve-payout-request',
  path: '/payoutRequests/{payoutRequestId}',
  input: strict({ payoutRequestId: Id }),
  output: PayoutRequest,
})

export const listPayoutRequests = endpoint({
  ...get,
  name: 'list-payout-requests',
  path: '/payoutRequests',
  input: strict({ reference: Text, ...Paging }),
  output: page(PayoutRequest),
})

const settlements = (name: string, segment: string) =>
  endpoint({
    ...get,
    name,
    path: `/merchantAccounts/{merchantAccountId}/${segment}`,
    input: strict({ merchantAccountId: Id, ...Paging }),
    output: page(PayinSettlement),
  })

// Two generations of the documentation spell the path differently.
export const listPayinSettlements = settlements('list-payin-settlements', 'payinSettlements')
export const listSettlements = settlements('list-settlements', 'settlements')
