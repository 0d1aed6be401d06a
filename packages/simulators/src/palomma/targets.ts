import type { Collection, Stored } from '../kernel/collection.js'
import { SimulatorError } from '../kernel/errors.js'
import { isRecord } from '../kernel/json.js'
import { findTarget } from '../kernel/targets.js'

export type PalommaTarget = { readonly providerId: string } | { readonly reference: string }

/** One object among several kinds that an action fits. */
export function targetOf<Item extends Stored>(target: unknown, among: readonly Collection<Item>[]): Item {
  const { providerId, reference } = isRecord(target) ? target : {}
  const having = among.filter((items) =>
    typeof providerId === 'string'
      ? items.get(providerId) !== undefined
      : typeof reference === 'string' && items.by(reference).length > 0,
  )
  if (having.length > 1) {
    throw new SimulatorError('bad_action', 'objects of several kinds have this reference: name one by its providerId')
  }
  const [items = among[0]] = having
  if (items === undefined) throw new SimulatorError('bad_action', 'there is no such object')
  return findTarget(target, items)
}
