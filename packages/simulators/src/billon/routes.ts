import type { Route } from '../kernel/route.js'
import { authenticate } from './access.js'
import { cancelPayments, codeIn, createPayment } from './payouts.js'
import type { BillonState } from './state.js'

const post = (name: string, path: string) => ({ name, path, methods: ['POST'], parameters: [] })

export const billonRoutes = (state: BillonState): readonly Route[] => [
  {
    ...post('authenticate', '/api/authenticate'),
    kind: 'token',
    prepare: (request) => authenticate(state, request),
    referenceOf: () => undefined,
  },
  {
    ...post('create-payment', '/api/payment/create'),
    kind: 'create',
    prepare: (request) => createPayment(state, request),
    referenceOf: ({ fields }) => codeIn(fields['description']),
  },
  {
    ...post('cancel-payment', '/api/payment/cancel'),
    kind: 'create',
    prepare: (request) => cancelPayments(state, request),
    referenceOf: ({ fields: { ids } }) => {
      const [id] = (Array.isArray(ids) ? ids : []) as readonly unknown[]
      return state.payouts.get(typeof id === 'number' ? String(id) : '')?.reference
    },
  },
]
