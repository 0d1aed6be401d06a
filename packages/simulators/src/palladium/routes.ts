import type { Route, SimulatedRequest } from '../kernel/route.js'
import { createDisbursement } from './disbursements.js'
import { createQris, createRetailPayment, createVirtualAccount } from './payins.js'
import { balances, query, transactions } from './queries.js'
import type { PalladiumObject, PalladiumState } from './state.js'

export function palladiumRoutes(state: PalladiumState): readonly Route[] {
  const create = (name: string, prepare: Prepare): Route => ({
    name,
    methods: ['POST'],
    path: `/${name}`,
    kind: 'create',
    parameters: [],
    prepare: (request) => prepare(state, request),
    referenceOf: ({ fields }) => (typeof fields['external_id'] === 'string' ? fields['external_id'] : undefined),
  })
  const lookup = (name: string, kind: PalladiumObject['kind']): Route => ({
    name,
    methods: ['GET'],
    path: `/${name}`,
    kind: 'lookup',
    parameters: ['id'],
    prepare: (request) => query(state, kind, request),
    referenceOf: (request) => state.objects.get(request.query.get('id') ?? '')?.reference,
  })
  return [
    create('create-virtual-account', createVirtualAccount),
    create('create-retail-payment', createRetailPayment),
    create('create-qris', createQris),
    create('create-disbursement', createDisbursement),
    lookup('query-virtual-account', 'virtual_account'),
    lookup('query-retail-payment', 'retail_payment'),
    lookup('query-qris', 'qris'),
    lookup('query-disbursement', 'disbursement'),
    {
      name: 'me',
      // The provider's heading says POST, its example GET.
      methods: ['GET', 'POST'],
      path: '/me',
      kind: 'read',
      parameters: [],
      prepare: () => balances(state),
      referenceOf: () => undefined,
    },
    {
      name: 'get-transaction-list',
      methods: ['GET'],
      path: '/get-transaction-list',
      kind: 'lookup',
      parameters: ['start_date', 'end_date'],
      prepare: (request) => transactions(state, request),
      referenceOf: () => undefined,
    },
  ]
}

type Prepare = (state: PalladiumState, request: SimulatedRequest) => ReturnType<Route['prepare']>
