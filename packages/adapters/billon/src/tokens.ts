import { Secret, type Authorization } from '@polyrail/core'
import { authenticate } from './endpoints.js'

const DAY_MS = 24 * 3_600_000

/** A token for the password, valid for 24 hours, in a header of its own. */
export const panelToken = (password: string): Authorization => ({
  type: 'token',
  header: 'x-access-token',
  prefix: '',
  endpoint: authenticate,
  input: { apiKey: new Secret(password) },
  read: (answer) => {
    const { token } = answer as { readonly token: string }
    return { token, lifetimeMs: Math.min(DAY_MS, lifetimeIn(token) ?? DAY_MS) }
  },
})

/** The token looks like a JWT. What it says of its life is taken as a duration: clocks may differ. */
const lifetimeIn = (token: string): number | undefined => {
  const claims = claimsOf(token.split('.')[1] ?? '')
  const { exp, iat } = claims
  const seconds = typeof exp === 'number' && typeof iat === 'number' ? exp - iat : 0
  return seconds > 0 ? seconds * 1000 : undefined
}

const claimsOf = (part: string): Readonly<Record<string, unknown>> => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? { ...claims } : {}
  } catch {
    // No JWT after all, which is nowhere promised.
    return {}
  }
}
