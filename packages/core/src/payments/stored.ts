import { reading } from './reading.js'
import type { Scope } from './scope.js'

const OURS = /^to_[0-9a-f]+$/

/** What the provider calls a stored instrument that a command names by our id or by the provider's. */
export const providerToken = async ({ journal, merchant }: Scope, name: string): Promise<string> => {
  if (!OURS.test(name)) return name
  const found = await reading(() => journal.object({ merchant, type: 'token', id: name }))
  return found?.providerId ?? name
}
