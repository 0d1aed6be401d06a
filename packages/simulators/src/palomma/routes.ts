import type { Outcome, Route, SimulatedRequest } from '../kernel/route.js'
import { createCustomer, listCustomers, retrieveCustomer } from './customers.js'
import { listMerchantAccounts, retrieveMerchantAccount } from './merchant-accounts.js'
import { PAGE_PARAMETERS } from './pages.js'
import { createPayinLink, listPayinLinks, retrievePayinLink } from './payin-links.js'
import type { PalommaState } from './state.js'

type Prepare = (state: PalommaState, request: SimulatedRequest) => Outcome

interface Listing {
  readonly filters?: readonly string[]
  readonly prepare: Prepare
}

export function palommaRoutes(state: PalommaState): readonly Route[] {
  const create = (name: string, path: string, prepare: Prepare): Route => ({
    name,
    methods: ['POST'],
    path,
    kind: 'create',
    parameters: [],
    prepare: (request) => prepare(state, request),
    referenceOf: ({ fields }) => (typeof fields['reference'] === 'string' ? fields['reference'] : undefined),
  })
  const retrieve = (name: string, path: string, prepare: Prepare): Route => ({
    name,
    methods: ['GET'],
    path,
    kind: 'lookup',
    parameters: [],
    prepare: (request) => prepare(state, request),
    referenceOf: ({ params }) =>
      state.customers.get(params.get('customerId') ?? '')?.reference ??
      state.payinLinks.get(params.get('payinLinkId') ?? '')?.reference,
  })
  const list = (name: string, path: string, { filters = [], prepare }: Listing): Route => ({
    name,
    methods: ['GET'],
    path,
    kind: 'lookup',
    parameters: [...filters, ...PAGE_PARAMETERS],
    prepare: (request) => prepare(state, request),
    referenceOf: ({ query }) => query.get('reference'),
  })
  return [
    create('create-customer', '/customers', createCustomer),
    retrieve('retrieve-customer', '/customers/:customerId', retrieveCustomer),
    list('list-customers', '/customers', { filters: ['reference'], prepare: listCustomers }),
    create('create-payin-link', '/payinLinks', createPayinLink),
    retrieve('retrieve-payin-link', '/payinLinks/:payinLinkId', retrievePayinLink),
    list('list-payin-links', '/payinLinks', { filters: ['reference', 'customerId'], prepare: listPayinLinks }),
    retrieve('retrieve-merchant-account', '/merchantAccounts/:merchantAccountId', retrieveMerchantAccount),
    list('list-merchant-accounts', '/merchantAccounts', { prepare: listMerchantAccounts }),
  ]
}
