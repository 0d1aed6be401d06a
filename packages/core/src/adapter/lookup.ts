import type { Find, Lookup } from './definition.js'
import type { Endpoint } from './endpoint.js'

/** Declares how to find out what became of a call of `endpoint` whose answer was lost. */
export const lookup = <E extends Endpoint>(
  endpoint: E,
  find: Find<E>,
  { neverFinds = false }: Pick<Lookup, 'neverFinds'> = {},
): Lookup => ({ endpoint, find, ...(neverFinds ? { neverFinds } : {}) })

/** Declares that an `idempotent` endpoint is asked what became of a call by being called again. */
export const repeated = (endpoint: Endpoint): Lookup => {
  if (endpoint.effect !== 'idempotent') throw new Error(`${endpoint.name} is not idempotent`)
  return { endpoint, find: 'repeat' }
}
