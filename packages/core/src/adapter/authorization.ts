import type { Endpoint } from './endpoint.js'
import type { Secret } from './secret.js'

/** How a request says who sends it. */
export type Authorization =
  | { readonly type: 'static'; readonly header: string; readonly value: Secret }
  | {
      readonly type: 'token'
      readonly header: string
      /** Put before the token: `Bearer ` or nothing. */
      readonly prefix: string
      /** The call that gets a token; it carries no authorization itself. */
      readonly endpoint: Endpoint
      readonly input: Readonly<Record<string, Secret>>
      /** Reads the token and how long it lives from the answer, in milliseconds. */
      readonly read: (answer: unknown) => { readonly token: string; readonly lifetimeMs: number }
    }

/** `Authorization: Bearer <key>` with a key that does not change. */
export const bearer = (key: Secret): Authorization => ({
  type: 'static',
  header: 'authorization',
  value: key.map((text) => `Bearer ${text}`),
})

/** A header with a key that does not change, as it is. */
export const keyHeader = (header: string, key: Secret): Authorization => ({
  type: 'static',
  header: header.toLowerCase(),
  value: key,
})
