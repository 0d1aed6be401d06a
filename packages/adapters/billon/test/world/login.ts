import type { Login } from '@polyrail/conformance'

const HOUR_MS = 3_600_000
/** When the tokens say that they were issued: any time will do. */
const ISSUED = 1_900_000_000

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

const lives = (title: string, claims: object, lifetimeMs: number) => ({
  title,
  edit: { token: `${encoded({ alg: 'none' })}.${encoded(claims)}.signature` },
  lifetimeMs,
})

export const login = (request: Login['request']): Login => ({
  endpoint: 'POST /api/authenticate',
  request,
  lifetimeMs: 24 * HOUR_MS,
  answers: [
    lives('a token that ends after an hour', { iat: ISSUED, exp: ISSUED + 3_600 }, HOUR_MS),
    lives('a token that ends after a month', { iat: ISSUED, exp: ISSUED + 30 * 86_400 }, 24 * HOUR_MS),
    lives('a token that ended before it began', { iat: ISSUED, exp: ISSUED - 1 }, 24 * HOUR_MS),
    lives('a token that does not say when it began', { exp: ISSUED + 3_600 }, 24 * HOUR_MS),
    lives('a token that does not say when it ends', { iat: ISSUED }, 24 * HOUR_MS),
    { title: 'a token that is no JWT', edit: { token: 'opaque-token' }, lifetimeMs: 24 * HOUR_MS },
  ],
})
