import { Secret, jwtClaims, type Authorization } from '@polyrail/core'
import { createToken } from './endpoints.js'
import type { Token } from './wire.js'

const DEFAULT_MS = 5 * 60_000

interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** A JWT for the client credentials, sent as JSON and not as a form of OAuth. */
export const clientToken = ({ clientId, clientSecret }: Credentials): Authorization => ({
  type: 'token',
  header: 'authorization',
  prefix: 'Bearer ',
  endpoint: createToken,
  input: { client_id: new Secret(clientId), client_secret: new Secret(clientSecret) },
  read: (answer) => {
    const { access_token: token, expiry } = answer as Token
    return { token, lifetimeMs: lifetimeOf(expiry, jwtClaims(token)) }
  },
})

/**
 * The unit of `expiry` is not stated, and the samples show 0 and 1. A moment, in milliseconds or seconds, is told by its
 * size and counted from when the token says that it was issued, because clocks may differ; anything else is a lifetime
 * in seconds. The shorter of that and the token's own is taken, and five minutes where neither makes sense.
 */
const lifetimeOf = (expiry: number, { exp, iat }: Readonly<Record<string, unknown>>): number => {
  const issued = momentOf(iat)
  const said = expiry > 1e12 ? expiry / 1000 - issued : expiry > 1e9 ? expiry - issued : expiry
  const own = momentOf(exp) - issued
  const usable = [said, own].filter((seconds) => seconds >= 60)
  return usable.length === 0 ? DEFAULT_MS : Math.min(...usable) * 1000
}

/** NaN where it is not told: no lifetime follows from that. */
const momentOf = (claim: unknown): number => (typeof claim === 'number' ? claim : Number.NaN)
