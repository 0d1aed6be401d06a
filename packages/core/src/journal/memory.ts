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
import { REPLACEABLE, isLegal, type OperationState } from './states.js'

export interface MemoryJournalOptions {
  /** Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>
}

/** Where the present record of one operation is found; records are frozen and replaced. */
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
    if (state === undefined) return { recorded: false, operation: read(place, now) }
    place.record = changed(place.record, evidence, { state, now })
    sending.delete(place)
    writeObject(shelf, place.record, evidence.object)
    return { recorded: true, operation: place.record }
  }

  return {
    name: 'memory',

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
      reserve(intent)
      const place = isNew || latest === undefined ? newPlace(shelf, intent, now) : latest
      if (!isNew) place.record = claimed(place.record, intent, now)
      sending.add(place)
      writeObject(shelf, place.record, intent.object)
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

    async objects({ type, provider, status, createdFrom = 0, createdTo = Infinity, ...query }) {
      const { objects, objectOrder } = shelfOf(query.merchant)
      return page(query, objectOrder, (id) => {
        const object = objects.get(id)
        return object?.type === type &&
          (provider === undefined || provider === object.provider) &&
          (status === undefined || status === object.status) &&
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

const idOf = ({ objectIds }: Shelf, selector: ObjectSelector): string | undefined => {
  if ('id' in selector) return selector.id
  const { type } = selector
  if ('reference' in selector) return objectIds.get(referenceName(type, selector.reference))
  return objectIds.get(providerName(type, selector.provider, selector.providerId))
}

const expired = ({ leaseUntil }: OperationRecord, now: number): boolean => leaseUntil !== undefined && leaseUntil <= now

const read = ({ record }: Place, now: number): OperationRecord =>
  expired(record, now) ? { ...record, leaseExpired: true } : record

/** Whether the sender has seen what is there now, and what is there may be claimed or replaced. */
const mayArm = ({ id, version, state }: OperationRecord, intent: Intent): boolean =>
  intent.seen?.id === id &&
  intent.seen.version === version &&
  (intent.id === id ? state === 'NOT_SENT' : REPLACEABLE.includes(state))

/** The state that an outcome leads to, if its sender may still record it. */
const outcomeState = (record: OperationRecord, { state, fence, attempt }: Outcome): OperationState | undefined => {
  if (attempt !== record.attempt) return undefined
  if (record.state === 'SENDING') return fence === record.fence && isLegal('SENDING', state) ? state : undefined
  if ((record.state !== 'UNKNOWN' && record.state !== 'MANUAL') || fence > record.fence) return undefined
  // Nobody owns it any more: "not sent" may no longer open it for another attempt.
  const late = state === 'NOT_SENT' ? 'ABSENT' : state
  return isLegal(record.state, late) ? late : undefined
}

/** The state that evidence leads to; to stay in a state while details are learned is not an edge and always legal. */
const observedState = (record: OperationRecord, { state, version }: Observation): OperationState | undefined =>
  version === record.version &&
  record.state !== 'SENDING' &&
  state !== 'SENDING' &&
  (state === record.state || isLegal(record.state, state))
    ? state
    : undefined

const newPlace = (shelf: Shelf, intent: Intent, now: number): Place => {
  const { id, merchant, kind, reference, steps, supersedes } = intent
  const generation = (shelf.latest.get(nameOf(intent))?.record.generation ?? 0) + 1
  const named = { ...sent(intent, now), id, merchant, kind, reference, generation, steps, createdAt: now }
  const replaced = supersedes === undefined ? {} : { supersedes }
  const place = { record: { ...named, attempt: 1, fence: 1, version: 1, ...replaced } }
  shelf.operations.set(id, place)
  shelf.operationOrder.push(place)
  shelf.latest.set(nameOf(intent), place)
  return place
}

const claimed = ({ error, ...kept }: OperationRecord, intent: Intent, now: number): OperationRecord => ({
  ...kept,
  ...sent(intent, now),
  attempt: kept.attempt + 1,
  fence: kept.fence + 1,
  version: kept.version + 1,
})

// What happens for every payment spreads one object, and first: V8 is many times slower with a second one.
const sent = (intent: Intent, now: number) => {
  const { fingerprint, provider, providerReference, tried, request, step, owner, leaseMs, object } = intent
  const what = { fingerprint, provider, providerReference, tried, request, step, owner, object: object.id }
  const armed = { ...what, state: 'SENDING' as const, cause: 'armed', armedAt: now, updatedAt: now }
  return { ...armed, leaseUntil: now + leaseMs, leaseExpired: false }
}

/** What was learned is kept; an error is that of the state, and goes with it. */
const changed = (
  { error: known, leaseUntil: _, ...kept }: OperationRecord,
  { cause, providerId, error, step }: Pick<Outcome, 'cause' | 'providerId' | 'error' | 'step'>,
  { state, now }: { readonly state: OperationState; readonly now: number },
): OperationRecord => {
  const told = error ?? (state === kept.state ? known : undefined)
  return {
    ...kept,
    state,
    cause,
    version: kept.version + 1,
    updatedAt: now,
    ...(providerId === undefined ? {} : { providerId }),
    ...(told === undefined ? {} : { error: told }),
    ...(step === undefined ? {} : { steps: { ...kept.steps, [step.name]: step.answer } }),
  }
}

const writeObject = (shelf: Shelf, by: OperationRecord, object: ObjectWrite): void => {
  const { merchant, id: operation, updatedAt } = by
  const before = shelf.objects.get(object.id)
  if (before === undefined) shelf.objectOrder.push(object.id)
  else if (before.provider !== object.provider || before.providerId !== object.providerId) {
    for (const name of namesOf(before)) shelf.objectIds.delete(name)
  }
  const createdAt = before?.createdAt ?? updatedAt
  shelf.objects.set(object.id, { ...object, merchant, operation, createdAt, updatedAt })
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
