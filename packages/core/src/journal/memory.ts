import { randomBytes } from 'node:crypto'
import { systemClock, type Clock } from '../clock/clock.js'
import { JournalError, ValidationError } from '../errors/errors.js'
import type {
  Intent,
  Journal,
  ObjectRecord,
  ObjectSelector,
  ObjectWrite,
  Observation,
  OperationKey,
  OperationRecord,
  Outcome,
  Page,
  Recorded,
} from './port.js'
import { changed, claimed, expired, holdsLanes, mayArm, observedState, outcomeState, sent } from './records.js'
import { memoryTokenStore } from '../transport/tokens.js'
import type { OperationState } from './states.js'

export interface MemoryJournalOptions {
  /** Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>
}

/** Where the present record of one operation is found; records are replaced and never changed. */
interface Place {
  record: OperationRecord
}

/** Everything of one merchant; the arrays keep the order of insertion for lists. */
class Shelf {
  readonly latest = new Map<string, Place>()
  readonly operations = new Map<string, Place>()
  readonly operationOrder: Place[] = []
  readonly objects = new Map<string, ObjectRecord>()
  readonly objectOrder: string[] = []
  readonly objectIds = new Map<string, string>()
  readonly lanes = new Map<string, Place>()
}

/** A journal that forgets at exit: for tests and one-off scripts, never for money that must survive a crash. */
export const memoryJournal = ({ clock = systemClock }: MemoryJournalOptions = {}): Journal => {
  const fingerprintKey = randomBytes(32)
  const shelves = new Map<string, Shelf>()
  const sending = new Set<Place>()
  const providerReferences = new Map<string, string>()
  let phase: 'not open yet' | 'open' | 'closed' = 'not open yet'

  const shelfOf = (merchant: string): Shelf => {
    if (phase !== 'open') throw new JournalError(`The memory journal is ${phase}`)
    const known = shelves.get(merchant)
    if (known !== undefined) return known
    const shelf = new Shelf()
    shelves.set(merchant, shelf)
    return shelf
  }

  /** One providerReference names one payment at a provider, whichever merchant asks. */
  const reserve = ({ merchant, kind, reference, provider, providerReference }: Intent): void => {
    const name = JSON.stringify([provider, kind, providerReference])
    const payment = JSON.stringify([merchant, reference])
    const owner = providerReferences.get(name)
    if (owner === undefined) providerReferences.set(name, payment)
    else if (owner !== payment)
      throw new JournalError('another payment at this provider has the same provider reference')
  }

  const change = (
    evidence: Outcome | Observation,
    decide: (record: OperationRecord) => OperationState | undefined,
  ): Recorded => {
    const shelf = shelfOf(evidence.merchant)
    const now = clock.now()
    const place = shelf.operations.get(evidence.id)
    if (place === undefined) throw unknownOperation(evidence.id)
    const state = decide(place.record)
    const stale = 'objectVersion' in evidence && isStale(shelf, evidence)
    if (state === undefined || stale) return { recorded: false, operation: read(place, now) }
    place.record = changed(place.record, evidence, { state, now })
    sending.delete(place)
    writeObject(shelf, place.record, evidence.object)
    return { recorded: true, operation: place.record }
  }

  return {
    name: 'memory',
    tokens: memoryTokenStore(),

    /** Called again while open, it gives the same facts again. */
    async open() {
      if (phase === 'closed') throw new JournalError('The memory journal is closed')
      phase = 'open'
      return { fingerprintKey }
    },

    async close() {
      phase = 'closed'
    },

    async arm(intent) {
      const shelf = shelfOf(intent.merchant)
      const now = clock.now()
      const { id, seen } = intent
      const isNew = id !== seen?.id
      if (isNew && intent.supersedes !== seen?.id) throw new JournalError('A new operation supersedes the one seen')
      const latest = shelf.latest.get(nameOf(intent))
      if (latest === undefined && seen !== undefined) throw unknownOperation(seen.id)
      if (latest !== undefined && !mayArm(latest.record, intent)) return { armed: false, operation: read(latest, now) }
      if (isNew && shelf.operations.has(id)) throw new JournalError(`The operation id ${id} is used already`)
      const obstacle = obstacleTo(shelf, intent)
      if (obstacle !== undefined) {
        return { armed: false, because: obstacle.because, operation: read(obstacle.place, now) }
      }
      reserve(intent)
      const place = isNew || latest === undefined ? newPlace(shelf, intent, now) : latest
      if (!isNew) place.record = claimed(place.record, intent, now)
      sending.add(place)
      for (const lane of intent.lanes) shelf.lanes.set(lane, place)
      writeObject(shelf, place.record, intent.object)
      const parent = shelf.objects.get(intent.parent?.id ?? '')
      if (parent !== undefined)
        shelf.objects.set(parent.id, { ...parent, version: parent.version + 1, children: parent.children + 1 })
      return { armed: true, operation: place.record }
    },

    async record(outcome) {
      return change(outcome, (record) => outcomeState(record, outcome))
    },

    async observe(observation) {
      return change(observation, (record) => observedState(record, observation))
    },

    async reap(limit) {
      shelfOf('')
      const now = clock.now()
      const due = [...sending].filter(({ record }) => expired(record, now)).slice(0, limit)
      return due.map((place) => {
        sending.delete(place)
        const fenced = { ...place.record, fence: place.record.fence + 1 }
        return (place.record = changed(fenced, { cause: 'lease_expired' }, { state: 'UNKNOWN', now }))
      })
    },

    async findOperation(key) {
      const place = shelfOf(key.merchant).latest.get(nameOf(key))
      return place && read(place, clock.now())
    },

    async operation(merchant, id) {
      const place = shelfOf(merchant).operations.get(id)
      return place && read(place, clock.now())
    },

    async operations({ states, provider, ...query }) {
      const now = clock.now()
      return page(query, shelfOf(query.merchant).operationOrder, (place) =>
        (states === undefined || states.includes(place.record.state)) &&
        (provider === undefined || provider === place.record.provider)
          ? read(place, now)
          : undefined,
      )
    },

    async object(selector) {
      const shelf = shelfOf(selector.merchant)
      const found = shelf.objects.get(idOf(shelf, selector) ?? '')
      return found?.type === selector.type ? found : undefined
    },

    async objects({ type, provider, status, parent, createdFrom = 0, createdTo = Infinity, ...query }) {
      const { objects, objectOrder } = shelfOf(query.merchant)
      return page(query, objectOrder, (id) => {
        const object = objects.get(id)
        return object?.type === type &&
          (provider === undefined || provider === object.provider) &&
          (status === undefined || status === object.status) &&
          (parent === undefined || parent === object.parent) &&
          object.createdAt >= createdFrom &&
          object.createdAt < createdTo
          ? object
          : undefined
      })
    },
  }
}

const unknownOperation = (id: string): JournalError => new JournalError(`The operation ${id} is not in this journal`)

// A kind and a type hold no space, so the joined texts cannot be read in two ways.
const nameOf = ({ kind, reference }: OperationKey): string => `${kind} ${reference}`
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

const idOf = ({ objectIds }: Shelf, selector: ObjectSelector): string | undefined => {
  if ('id' in selector) return selector.id
  const { type } = selector
  if ('reference' in selector) return objectIds.get(referenceName(type, selector.reference))
  return objectIds.get(providerName(type, selector.provider, selector.providerId))
}

interface Obstacle {
  readonly because: 'lane' | 'object'
  readonly place: Place
}

/** What else stands in the way of an intent that has seen the latest operation. */
const obstacleTo = (shelf: Shelf, { lanes, object, objectVersion, parent, id }: Intent): Obstacle | undefined => {
  for (const lane of lanes) {
    const place = shelf.lanes.get(lane)
    if (place !== undefined && place.record.id !== id && holdsLanes(place.record)) return { because: 'lane', place }
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

const isStale = ({ objects }: Shelf, { object, objectVersion }: Observation): boolean =>
  objectVersion !== undefined && objects.get(object.id)?.version !== objectVersion

const read = ({ record }: Place, now: number): OperationRecord =>
  expired(record, now) ? { ...record, leaseExpired: true } : record

const newPlace = (shelf: Shelf, intent: Intent, now: number): Place => {
  const { id, merchant, kind, reference, supersedes } = intent
  const generation = (shelf.latest.get(nameOf(intent))?.record.generation ?? 0) + 1
  const named = { ...sent(intent, now), id, merchant, kind, reference, generation, createdAt: now }
  const replaced = supersedes === undefined ? {} : { supersedes }
  const place = { record: { ...named, attempt: 1, fence: 1, version: 1, ...replaced } }
  shelf.operations.set(id, place)
  shelf.operationOrder.push(place)
  shelf.latest.set(nameOf(intent), place)
  return place
}

const writeObject = (shelf: Shelf, by: OperationRecord, object: ObjectWrite): void => {
  const { merchant, id, updatedAt } = by
  const before = shelf.objects.get(object.id)
  if (before === undefined) shelf.objectOrder.push(object.id)
  const createdAt = before?.createdAt ?? updatedAt
  const operation = object.operation ?? id
  const version = (before?.version ?? 0) + 1
  shelf.objects.set(object.id, {
    ...object,
    merchant,
    operation,
    version,
    children: before?.children ?? 0,
    createdAt,
    updatedAt,
  })
  if (before !== undefined && sameNames(before, object)) return
  for (const name of before === undefined ? [] : namesOf(before)) shelf.objectIds.delete(name)
  for (const name of namesOf(object)) shelf.objectIds.set(name, object.id)
}

/** The cursor is a position in the order of insertion: that of the first item of the next page. */
const page = <Entry, Item>(
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
