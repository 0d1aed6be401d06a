import { InvalidStateError } from '../errors/errors.js'
import { reading } from './reading.js'
import type { Scope } from './scope.js'

const OURS = /^to_[0-9a-f]+$/

/**
 * What the provider calls a stored instrument that a command names by our id or by the provider's. Throws
 * `InvalidStateError` for one of ours that the provider is not known to have.
 */
export const providerToken = async ({ journal, merchant }: Scope, name: string): Promise<string> => {
  if (!OURS.test(name)) return name
  const found = await reading(() => journal.object({ merchant, type: 'token', id: name }))
  if (found === undefined) return name
  if (found.providerId !== undefined) return found.providerId
  throw new InvalidStateError(`${name} is ${found.status}, and cannot be used; nothing was sent`, {
    provider: found.provider,
  })
}
