import type { Lookup, MappingContext } from './definition.js'
import type { Endpoint, InputOf, OutputOf } from './endpoint.js'

/** Declares how to find out what became of a call of `endpoint` whose answer was lost. */
export const lookup = <E extends Endpoint>(
  endpoint: E,
  find: (input: InputOf<E>, context: Pick<MappingContext, 'call'>) => Promise<OutputOf<E> | undefined>,
): Lookup => ({ endpoint, find: find as Lookup['find'] })
