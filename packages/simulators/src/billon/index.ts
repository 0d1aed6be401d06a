import { Refusal } from '../kernel/errors.js'
import type { Json } from '../kernel/json.js'
import type { ProviderDefinition } from '../kernel/provider.js'
import { authorize } from './access.js'
import { billonActions, type BillonActions, type BillonFunds, type BillonTarget } from './actions.js'
import { readJson } from './fields.js'
import type { BillonOptions } from './options.js'
import { billonRoutes } from './routes.js'
import { createState } from './state.js'

export const billon: ProviderDefinition<BillonOptions, BillonActions> = {
  name: 'billon',
  create(world, options) {
    const state = createState(world, options)
    const actions = billonActions(state)
    const { errorStatus = 400 } = options
    return {
      basePath: '',
      routes: billonRoutes(state).map((route) => ({
        ...route,
        prepare: (request) => withStatus(errorStatus, () => route.prepare(request)),
      })),
      names: { id: 'id', reference: 'description', amount: 'amount', status: 'status', many: 'payments' },
      maskFields: (name) => name === 'apiKey',
      authorize: (headers) => authorize(state, headers),
      readBody: (contentType, body) => withStatus(errorStatus, () => readJson(contentType, body)),
      invalidStatus: errorStatus,
      // `errors` is always there and never used.
      errorBody: (status, message, details) => ({
        error: { message, type: typeof details?.['type'] === 'string' ? details['type'] : typeFor(status) },
        errors: [],
      }),
      duplicate: (body) => body,
      actions,
      // The actions look at a target themselves before they believe it.
      controls: new Map<string, (input: unknown) => Json>([
        ['authorize', (input) => actions.authorize(input as BillonTarget)],
        ['collect', (input) => actions.collect(input as BillonTarget)],
        ['expire', (input) => actions.expire(input as BillonTarget)],
        ['fund', (input) => actions.fund(input as BillonFunds)],
        ['drain', (input) => actions.drain(input as BillonFunds)],
        ['revokeTokens', () => (actions.revokeTokens(), {})],
      ]),
    }
  },
}

/** Under which status the documented errors come is not. */
function withStatus<Value>(errorStatus: number, run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 400) throw error
    throw new Refusal(errorStatus, error.message, error.details)
  }
}

/** Two types are documented; the others are ours. */
const typeFor = (status: number): string =>
  status === 401 ? 'UNAUTHORIZED' : status < 500 ? 'INVALID_PARAMS' : 'INTERNAL'
