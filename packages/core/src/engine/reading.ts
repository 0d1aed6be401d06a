import type { Call } from '../adapter/endpoint.js'
import { PaymentError, ProviderResponseError } from '../errors/errors.js'
import type { ProviderClient } from './client.js'

/** What a mapping that only reads may call. */
export const readOnly = (client: ProviderClient): { readonly call: Call } => ({
  call: async (endpoint, input) => {
    if (endpoint.effect !== 'read') throw new Error(`${endpoint.name} is not a read`)
    return (await client.read(endpoint, input)).answer as never
  },
})

/** What an adapter throws of its own while it only reads: an answer that it cannot make sense of. */
export const readingError = (error: unknown, { account }: ProviderClient): PaymentError =>
  error instanceof PaymentError
    ? error
    : new ProviderResponseError(`${account.name} gave an answer that cannot be used`, {
        provider: account.name,
        cause: error,
      })

/** What an adapter lists, with its own errors as ours. */
export async function* readThrough<T>(client: ProviderClient, items: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* items
  } catch (error) {
    throw readingError(error, client)
  }
}
