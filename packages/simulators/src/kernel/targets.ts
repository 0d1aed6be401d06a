import type { Collection, Stored } from './collection.js'
import { SimulatorError } from './errors.js'
import { isRecord } from './json.js'

/** Further names of an object than its id and reference, e.g. the number that a payer types. */
type OtherNames<Item> = Readonly<Record<string, (item: Item) => unknown>>

/** How an action names one object; the input may come from another process, so nothing about it is taken for granted. */
export function findTarget<Item extends Stored>(
  input: unknown,
  items: Collection<Item>,
  otherNames: OtherNames<Item> = {},
): Item {
  const target = isRecord(input) ? input : {}
  const find: Readonly<Record<string, (value: string) => readonly (Item | undefined)[]>> = {
    providerId: (value) => [items.get(value)],
    reference: (value) => items.by(value),
    ...Object.fromEntries(
      Object.entries(otherNames).map(([name, read]) => [
        name,
        (value: string) => items.all.filter((item) => read(item) === value),
      ]),
    ),
  }
  const given = Object.keys(find).filter((name) => target[name] !== undefined)
  const [name = ''] = given
  if (given.length !== 1) throw bad(`name one object by exactly one of: ${Object.keys(find).join(', ')}`)
  const value = target[name]
  const found = typeof value === 'string' ? (find[name]?.(value) ?? []) : []
  const [item] = found
  if (item === undefined) throw bad(`there is no object whose ${name} is ${JSON.stringify(value)}`)
  if (found.length > 1) throw bad(`${found.length} objects have this ${name}: name one by its providerId`)
  return item
}

/** A whole amount of money in the provider's major unit, as a bigint, a decimal string or a whole number. */
export function readAmount(input: unknown): bigint {
  const text = typeof input === 'bigint' || typeof input === 'number' ? String(input) : input
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) throw bad('amount must be a whole number of at least 0')
  return BigInt(text)
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
