import type { Json } from '../kernel/json.js'
import type { ProviderDefinition } from '../kernel/provider.js'
import { authorize } from './access.js'
import { cardIntentActions, type CardIntentActions, type CardIntentTarget } from './actions.js'
import { isSecret } from './cards.js'
import { readJson } from './json-body.js'
import { doubleList } from './lists.js'
import type { CardIntentOptions } from './options.js'
import { errorBody } from './problems.js'
import { cardIntentRoutes } from './routes.js'
import { createState } from './state.js'

export const cardIntent: ProviderDefinition<CardIntentOptions, CardIntentActions> = {
  name: 'card-intent',
  create(world, options) {
    const state = createState(world, options)
    const actions = cardIntentActions(state)
    return {
      basePath: '',
      routes: cardIntentRoutes(state),
      names: { id: 'id', reference: 'external_id', amount: 'order_amount', status: 'status', many: 'result' },
      maskFields: isSecret,
      authorize: (headers) => authorize(state, headers),
      readBody: readJson,
      invalidStatus: 400,
      errorBody,
      duplicate: doubleList,
      actions,
      // The actions look at a target themselves before they believe it.
      controls: new Map<string, (input: unknown) => Json>([
        ['tokenize', (input) => actions.tokenize(input as CardIntentTarget)],
        ['checkout', (input) => actions.checkout(input as CardIntentTarget)],
        ['settle', (input) => actions.settle(input as CardIntentTarget)],
        ['expire', (input) => actions.expire(input as CardIntentTarget)],
        ['chargeback', (input) => actions.chargeback(input as CardIntentTarget)],
        ['revokeTokens', () => (actions.revokeTokens(), {})],
      ]),
    }
  },
}
