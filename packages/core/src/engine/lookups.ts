import type { Endpoint } from '../adapter/endpoint.js'
import type { ProviderClient } from './client.js'

/** The step of an operation that waits for a person before its decisive call. */
export const PAUSED = 'paused'

/** Under which name an intent keeps what was read before it. */
export const readBefore = ({ name }: Endpoint): string => `before ${name}`

/** How the provider can be asked what became of a call of this endpoint. */
export const lookupOf = ({ account }: Pick<ProviderClient, 'account'>, endpoint: string) =>
  account.definition.lookups?.find((candidate) => candidate.endpoint.name === endpoint)
