import type { IncomingHttpHeaders } from 'node:http'
import { SECOND_MS } from '../kernel/calendar.js'
import { Refusal } from '../kernel/errors.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { readFields, text } from './fields.js'
import type { CardIntentState } from './state.js'

/** The unit of `expiry` is not documented: it is the token's lifetime in seconds here. */
export function createToken({ access, limits, options }: CardIntentState, { fields }: SimulatedRequest): Outcome {
  const client = readFields(fields, { client_id: text, client_secret: text })
  if (!accepted(client.client_id, options.clientId) || !accepted(client.client_secret, options.clientSecret)) {
    throw new Refusal(401, 'the credentials are not accepted')
  }
  return {
    body: {
      access_token: access.issue({ sub: client.client_id }),
      expiry: Math.floor(limits.tokenLifetimeMs / SECOND_MS),
    },
  }
}

const accepted = (given: string, only: string | undefined): boolean => only === undefined || given === only

export function authorize({ access }: CardIntentState, { authorization = '' }: IncomingHttpHeaders): void {
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (bearer === undefined || !access.accepts(bearer)) throw new Refusal(401, 'the access token is missing or over')
}
