import { bearerCheck } from '../kernel/http/bearer.js'
import type { ProviderDefinition } from '../kernel/provider.js'
import { palommaActions, type PalommaActions } from './actions.js'
import { palommaCallbacks } from './callbacks.js'
import { readJson } from './fields.js'
import type { PalommaOptions } from './options.js'
import { doublePage } from './pages.js'
import { palommaRoutes } from './routes.js'
import { createState } from './state.js'
import type { PalommaTarget } from './targets.js'

export const palomma: ProviderDefinition<PalommaOptions, PalommaActions> = {
  name: 'palomma',
  callbacks: palommaCallbacks,
  create(world, options) {
    const state = createState(world, options)
    const actions = palommaActions(state)
    return {
      basePath: '/v0',
      routes: palommaRoutes(state),
      names: { id: 'id', reference: 'reference', amount: 'amount', status: 'status', many: 'items' },
      authorize: bearerCheck(options.apiKey, 'Unauthorized'),
      readBody: readJson,
      invalidStatus: 400,
      errorBody: (_, message) => ({ message }),
      duplicate: doublePage,
      actions,
      // The actions look at a target themselves before they believe it.
      controls: new Map([
        ['pay', (input) => actions.pay(input as PalommaTarget)],
        ['authorize', (input) => actions.authorize(input as PalommaTarget)],
        ['settle', (input) => actions.settle(input as PalommaTarget)],
        ['decline', (input) => actions.decline(input as PalommaTarget)],
        ['expire', (input) => actions.expire(input as PalommaTarget)],
      ]),
    }
  },
}
