import { bearerCheck } from '../kernel/http/bearer.js'
import { isArray, isRecord, present } from '../kernel/json.js'
import { readMultipart } from '../kernel/multipart.js'
import type { ProviderDefinition } from '../kernel/provider.js'
import { readAmount } from '../kernel/targets.js'
import { palladiumActions, type PalladiumActions, type PalladiumTarget } from './actions.js'
import { palladiumCallbacks } from './callbacks.js'
import type { PalladiumOptions } from './options.js'
import { palladiumRoutes } from './routes.js'
import { createState } from './state.js'

export const palladium: ProviderDefinition<PalladiumOptions, PalladiumActions> = {
  name: 'palladium',
  callbacks: palladiumCallbacks,
  create(world, options) {
    const state = createState(world, options)
    const actions = palladiumActions(state)
    return {
      basePath: '/api/v2',
      routes: palladiumRoutes(state),
      names: { id: 'id', reference: 'external_id', amount: 'amount', status: 'status', many: 'items' },
      authorize: bearerCheck(options.apiKey, 'Unauthenticated.', { raw: options.acceptRawToken ?? false }),
      readBody: (contentType = '', body) => readMultipart(contentType, body),
      invalidStatus: 422,
      errorBody: (_, message, errors) => present({ message, errors }),
      duplicate: (body) => (isArray(body) ? [...body, ...body] : body),
      actions,
      // The actions look at a target themselves before they believe it.
      controls: new Map([
        ['pay', (input) => actions.pay(input as PalladiumTarget)],
        ['settle', (input) => actions.settle(input as PalladiumTarget)],
        ['expire', (input) => actions.expire(input as PalladiumTarget)],
        ['fund', (input) => actions.fund(readAmount(amountOf(input)))],
        [
          'drain',
          (input) => (amountOf(input) === undefined ? actions.drain() : actions.drain(readAmount(amountOf(input)))),
        ],
      ]),
    }
  },
}

const amountOf = (input: unknown): unknown => (isRecord(input) ? input['amount'] : undefined)
