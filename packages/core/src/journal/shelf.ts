import { JournalError, ValidationError } from '../errors/errors.js'
import { transitionHash } from './history.js'
import type {
  Intent,
  ObjectRecord,
  ObjectSelector,
  ObjectWrite,
  Observation,
  OperationKey,
  OperationRecord,
  Outcome,
  Page,
  ProviderKey,
  Transition,
} from './port.js'
import { expired, sent } from './records.js'

/** Where the present record of one operation is found; records are replaced and never changed. */
export interface Place {
  record: OperationRecord
  readonly history: Transition[]
}

/** Everything of one merchant; the arrays keep the order of insertion for lists. */
export class Shelf {
  readonly latest = new Map<string, Place>()
  readonly operations = new Map<string, Place>()
  readonly operationOrder: Place[] = []
  readonly objects = new Map<string, ObjectRecord>()
  readonly objectOrder: string[] = []
  readonly objectIds = new Map<string, string>()
  readonly lanes = new Map<string, Set<Place>>()
}

export const unknownOperation = (id: string): JournalError =>
  new JournalError(`The operation ${id} is not in this journal`)

// A kind and a type hold no space, so the joined texts cannot be read in two ways.
export const nameOf = ({ kind, reference }: OperationKey): string => `${kind} ${reference}`
const referenceName = (type: string, reference: string): string => `${type} ${reference}`
const providerName = (type: string, provider: string, providerId: string): string =>
  `${type}\0${provider}\0${providerId}`

const namesOf = ({ type, provider, providerId, reference }: ObjectWrite): readonly string[] =>
  providerId === undefined
    ? [referenceName(type, reference)]
    : [referenceName(type, reference), providerName(type, provider, providerId)]

const sameNames = (one: ObjectWrite, other: ObjectWrite): boolean =>
  one.type === other.type &&
  one.reference === other.reference &&
  one.provider === other.provider &&
  one.providerId === other.providerId

export const idOf = ({ objectIds }: Shelf, selector: ObjectSelector): string | undefined => {
  if ('id' in selector) return selector.id
  const { type } = selector
  if ('reference' in selector) return objectIds.get(referenceName(type, selector.reference))
  return objectIds.get(providerName(type, selector.provider, selector.providerId))
}

/** The latest operation under the reference that a provider was given. */
export const latestAt = (
  { operationOrder }: Shelf,
  { kind, provider, providerReference }: ProviderKey,
): Place | undefined =>
  operationOrder.findLast(
    ({ record }) =>
      record.kind === kind && record.provider === provider && record.providerReference === providerReference,
  )

export interface Obstacle {
  readonly because: 'lane' | 'object'
  readonly place: Place
}

/** What else stands in the way of an intent that has seen the latest operation. */
export const obstacleTo = (shelf: Shelf, intent: Intent): Obstacle | undefined => {
  const { lanes, object, objectVersion, parent, id, acknowledged } = intent
  for (const lane of lanes) {
    for (const place of shelf.lanes.get(lane) ?? []) {
      if (place.record.id === id) continue
      if (acknowledged?.lanes.includes(lane) === true && acknowledged.operations.includes(place.record.id)) continue
      return { because: 'lane', place }
    }
  }
  const expected = [
    ...(objectVersion === undefined ? [] : [{ id: object.id, version: objectVersion }]),
    ...(parent === undefined ? [] : [parent]),
  ]
  for (const { id: name, version } of expected) {
    const found = shelf.objects.get(name)
    const place = shelf.operations.get(found?.operation ?? '')
    if (found === undefined || place === undefined) throw new JournalError(`The object ${name} is not in this journal`)
    if (found.version !== version) return { because: 'object', place }
  }
  return undefined
}

export const holdLanes = ({ lanes }: Shelf, names: readonly string[], place: Place): void => {
  for (const name of names) lanes.set(name, (lanes.get(name) ?? new Set()).add(place))
}

export const releaseLanes = ({ lanes }: Shelf, place: Place): void => {
  for (const name of place.record.lanes) {
    const holders = lanes.get(name)
    holders?.delete(place)
    if (holders?.size === 0) lanes.delete(name)
  }
}

export const isStale = ({ objects }: Shelf, { object, objectVersion }: Observation): boolean =>
  objectVersion !== undefined && objects.get(object?.id ?? '')?.version !== objectVersion

/** A sender that comes late must not write over what others have made of the object; who read its version may. */
export const mayWrite = ({ objects }: Shelf, { id, object, ...evidence }: Outcome | Observation): boolean => {
  const found = objects.get(object?.id ?? '')
  return 'objectVersion' in evidence || found === undefined || found.operation === id
}

export const read = ({ record }: Place, now: number): OperationRecord =>
  expired(record, now) ? { ...record, leaseExpired: true } : record

export const newPlace = (shelf: Shelf, intent: Intent, now: number): Place => {
  const { id, merchant, kind, reference, supersedes } = intent
  const generation = (shelf.latest.get(nameOf(intent))?.record.generation ?? 0) + 1
  const named = { ...sent(intent, now), id, merchant, kind, reference, generation, createdAt: now }
  const replaced = supersedes === undefined ? {} : { supersedes }
  const record = { ...named, attempt: 1, fence: 1, version: 1, checks: 0, absences: 0, ...replaced }
  const place: Place = { record, history: [] }
  shelf.operations.set(id, place)
  shelf.operationOrder.push(place)
  shelf.latest.set(nameOf(intent), place)
  return place
}

export const writeHistory = (
  { record: before, history }: Place,
  { id, version: seq, updatedAt: at, state: to, cause, attempt, fence }: OperationRecord,
  { actor, evidence }: Pick<Observation, 'actor' | 'evidence'>,
): void => {
  const decided = { ...(actor === undefined ? {} : { actor }), ...(evidence === undefined ? {} : { evidence }) }
  const line = { seq, at, ...(seq === 1 ? {} : { from: before.state }), to, cause, attempt, fence, ...decided }
  history.push({ ...line, hash: transitionHash(history.at(-1)?.hash ?? '', id, line) })
}

export const writeObject = (shelf: Shelf, by: OperationRecord, object: ObjectWrite): ObjectRecord => {
  const { merchant, id, updatedAt } = by
  const before = shelf.objects.get(object.id)
  if (before === undefined) shelf.objectOrder.push(object.id)
  const createdAt = before?.createdAt ?? updatedAt
  const operation = object.operation ?? id
  const version = (before?.version ?? 0) + 1
  const children = before?.children ?? 0
  const written: ObjectRecord = { ...object, merchant, operation, version, children, createdAt, updatedAt }
  shelf.objects.set(object.id, written)
  if (before !== undefined && sameNames(before, object)) return written
  for (const name of before === undefined ? [] : namesOf(before)) shelf.objectIds.delete(name)
  for (const name of namesOf(object)) shelf.objectIds.set(name, object.id)
  return written
}

/** The cursor is a position in the order of insertion: that of the first item of the next page. */
export const page = <Entry, Item>(
  { after = '0', limit }: { readonly after?: string; readonly limit: number },
  entries: readonly Entry[],
  select: (entry: Entry) => Item | undefined,
): Page<Item> => {
  if (!/^\d+$/.test(after)) throw new ValidationError([{ path: 'after', message: 'is not a position in this list' }])
  const items: Item[] = []
  for (let index = Number(after); index < entries.length; index++) {
    const item = select(entries[index] as Entry)
    if (item === undefined) continue
    if (items.length === limit) return { items, after: String(index) }
    items.push(item)
  }
  return { items }
}
