import type { Outcome, Route, SimulatedRequest } from '../kernel/route.js'
import { createToken } from './access.js'
import { changeTransaction, createRefund } from './changes.js'
import { createCardIntent, createPaymentIntent } from './intents.js'
import { LIST_PARAMETERS, listTransactions } from './lists.js'
import { createTransaction, findTransaction, retrieveTransaction } from './payments.js'
import { once, type Attempt } from './repeats.js'
import type { CardIntentState } from './state.js'

type Create = (state: CardIntentState, request: SimulatedRequest) => Attempt
type Look = (state: CardIntentState, request: SimulatedRequest) => Outcome
type Lookup = Pick<Route, 'parameters' | 'referenceOf'> & { readonly prepare: Look }

const INTENT = { id: 'intent_id', reference: 'reference_id' }

export function cardIntentRoutes(state: CardIntentState): readonly Route[] {
  const create = (name: string, path: string, prepare: Create): Route => ({
    name,
    methods: ['POST'],
    path,
    kind: 'create',
    parameters: [],
    prepare: (request) => once(state, request, () => prepare(state, request)),
    referenceOf: ({ fields }) => textIn(fields['external_id']),
  })
  const lookup = (name: string, path: string, { prepare, ...rest }: Lookup): Route => ({
    name,
    methods: ['GET'],
    path,
    kind: 'lookup',
    prepare: (request) => prepare(state, request),
    ...rest,
  })
  return [
    {
      name: 'create-token',
      methods: ['POST'],
      path: '/auth/token',
      kind: 'token',
      names: { id: 'access_token', amount: 'expiry' },
      parameters: [],
      prepare: (request) => createToken(state, request),
      referenceOf: () => undefined,
    },
    { ...create('create-card-intent', '/intents/card', createCardIntent), names: { ...INTENT, amount: 'valid_for' } },
    { ...create('create-payment-intent', '/intents/payment', createPaymentIntent), names: INTENT },
    lookup('find-transaction', '/transaction', {
      parameters: ['type', 'id'],
      prepare: findTransaction,
      referenceOf: ({ query }) => (query.get('type') === 'external_id' ? query.get('id') : undefined),
    }),
    lookup('list-transactions', '/transactions', {
      parameters: LIST_PARAMETERS,
      prepare: listTransactions,
      referenceOf: () => undefined,
    }),
    create('create-transaction', '/transactions', createTransaction),
    lookup('retrieve-transaction', '/transactions/:id', {
      parameters: [],
      prepare: retrieveTransaction,
      referenceOf: ({ params }) => state.transactions.get(params.get('id') ?? '')?.reference,
    }),
    create('change-transaction', '/transactions/:id', changeTransaction),
    create('create-refund', '/refunds', createRefund),
  ]
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
