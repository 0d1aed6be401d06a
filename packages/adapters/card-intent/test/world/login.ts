import type { Login } from '@polyrail/conformance'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** When the tokens say that they were issued: any time will do. */
const ISSUED = 1_900_000_000

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** A token that says of itself when it ends. */
const jwt = (claims: object): string => `${encoded({ alg: 'none' })}.${encoded(claims)}.signature`

const lives = (title: string, edit: object, lifetimeMs: number) => ({ title, edit, lifetimeMs })

const plain = { access_token: 'opaque-token' }
const issued = (exp?: number) => ({ access_token: jwt({ iat: ISSUED, ...(exp === undefined ? {} : { exp }) }) })

export const login = (request: Login['request']): Login => ({
  endpoint: 'POST /auth/token',
  request,
  lifetimeMs: HOUR_MS,
  answers: [
    lives('no lifetime', { ...plain, expiry: 0 }, 5 * MINUTE_MS),
    lives('a lifetime of 59 seconds', { ...plain, expiry: 59 }, 5 * MINUTE_MS),
    lives('a lifetime of 60 seconds', { ...plain, expiry: 60 }, MINUTE_MS),
    lives('a lifetime in seconds', { ...plain, expiry: 36_000 }, 10 * HOUR_MS),
    lives('a moment in seconds', { ...issued(), expiry: ISSUED + 36_000 }, 10 * HOUR_MS),
    lives('a moment in milliseconds', { ...issued(), expiry: (ISSUED + 36_000) * 1000 }, 10 * HOUR_MS),
    lives('a moment, of a token that does not say when it began', { ...plain, expiry: ISSUED }, 5 * MINUTE_MS),
    lives(
      'a beginning that is a text',
      { access_token: jwt({ iat: `${ISSUED}`, exp: ISSUED + 36_000 }), expiry: 0 },
      5 * MINUTE_MS,
    ),
    lives(
      'an end that is a text',
      { access_token: jwt({ iat: ISSUED, exp: `${ISSUED + 36_000}` }), expiry: 0 },
      5 * MINUTE_MS,
    ),
    lives('a lifetime of so many seconds as no moment has', { ...plain, expiry: 1e9 }, 1e12),
    lives('an end of its own', { ...issued(ISSUED + 36_000), expiry: 0 }, 10 * HOUR_MS),
    lives('an end of its own before the one that is said', { ...issued(ISSUED + 3_600), expiry: 36_000 }, HOUR_MS),
    lives('an end of its own after the one that is said', { ...issued(ISSUED + 360_000), expiry: 3_600 }, HOUR_MS),
  ],
})
