import type { Outcome, Route, SimulatedRequest } from '../kernel/route.js'
import { createPayinSource, createPayoutTarget, listLinks, retrieveLink } from './bank-links.js'
import { createPayinRequest, createPayoutRequest, listMoves, retrieveMove } from './bank-moves.js'
import { createCustomer, listCustomers, retrieveCustomer } from './customers.js'
import { listMerchantAccounts, retrieveMerchantAccount } from './merchant-accounts.js'
import { PAGE_PARAMETERS } from './pages.js'
import { createPayinLink, listPayinLinks, retrievePayinLink } from './payin-links.js'
import { listSettlements, retrieveSettlement } from './settlements.js'
import type { PalommaState } from './state.js'

const OF_CUSTOMER = ['reference', 'customerId']

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
      state.payinLinks.get(params.get('payinLinkId') ?? '')?.reference ??
      objectOf(state, params.get('id') ?? '')?.reference,
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
    list('list-payin-links', '/payinLinks', { filters: OF_CUSTOMER, prepare: listPayinLinks }),
    retrieve('retrieve-merchant-account', '/merchantAccounts/:merchantAccountId', retrieveMerchantAccount),
    list('list-merchant-accounts', '/merchantAccounts', { prepare: listMerchantAccounts }),
    create('create-payin-source', '/payinSources', createPayinSource),
    retrieve('retrieve-payin-source', '/payinSources/:id', retrieveLink('payin_source', 'id')),
    list('list-payin-sources', '/payinSources', { filters: OF_CUSTOMER, prepare: listLinks('payin_source') }),
    create('create-payout-target', '/payoutTargets', createPayoutTarget),
    retrieve('retrieve-payout-target', '/payoutTargets/:id', retrieveLink('payout_target', 'id')),
    list('list-payout-targets', '/payoutTargets', { filters: OF_CUSTOMER, prepare: listLinks('payout_target') }),
    create('create-payin-request', '/payinRequests', createPayinRequest),
    retrieve('retrieve-payin-request', '/payinRequests/:id', retrieveMove('payin_request', 'id')),
    list('list-payin-requests', '/payinRequests', {
      filters: [...OF_CUSTOMER, 'payinSourceId'],
      prepare: listMoves('payin_request', 'payinSourceId'),
    }),
    create('create-payout-request', '/payoutRequests', createPayoutRequest),
    retrieve('retrieve-payout-request', '/payoutRequests/:id', retrieveMove('payout_request', 'id')),
    list('list-payout-requests', '/payoutRequests', {
      filters: [...OF_CUSTOMER, 'payoutTargetId'],
      prepare: listMoves('payout_request', 'payoutTargetId'),
    }),
    // Two generations of the pages spell the path differently.
    ...['payinSettlements', 'settlements'].flatMap((segment) => [
      retrieve(
        'retrieve-payin-settlement',
        `/merchantAccounts/:merchantAccountId/${segment}/:payinSettlementId`,
        retrieveSettlement,
      ),
      list('list-payin-settlements', `/merchantAccounts/:merchantAccountId/${segment}`, { prepare: listSettlements }),
    ]),
  ]
}

const objectOf = ({ payinSources, payoutTargets, payinRequests, payoutRequests }: PalommaState, id: string) =>
  payinSources.get(id) ?? payoutTargets.get(id) ?? payinRequests.get(id) ?? payoutRequests.get(id)
