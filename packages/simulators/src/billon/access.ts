import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../kernel/errors.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { invalid, readFields, text } from './fields.js'
import type { BillonState } from './state.js'

/** The permanent password buys a token for a day; a wrong one is among the wrong parameters. */
export function authenticate({ tokens, options, world }: BillonState, { fields }: SimulatedRequest): Outcome {
  const { apiKey } = readFields(fields, { apiKey: text })
  if (options.apiKey !== undefined && apiKey !== options.apiKey) throw invalid('Wrong password!')
  return { body: { token: tokens.issue({ sub: 'panel', iat: Math.floor(world.clock.now().getTime() / 1_000) }) } }
}

/** What is answered to a token that is missing or over is not documented. */
export function authorize({ tokens }: BillonState, headers: IncomingHttpHeaders): void {
  const token = headers['x-access-token']
  if (typeof token !== 'string' || !tokens.accepts(token)) {
    throw new Refusal(401, 'Invalid token', { type: 'UNAUTHORIZED' })
  }
}
