import { Secret, jwtClaims, type Authorization } from '@polyrail/core'
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
  const { exp, iat } = jwtClaims(token)
  const seconds = Number(exp) - Number(iat)
  return seconds > 0 ? seconds * 1000 : undefined
}
