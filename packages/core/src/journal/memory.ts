import { randomBytes } from 'node:crypto'
import { systemClock, type Clock } from '../clock/clock.js'
import { JournalError } from '../errors/errors.js'
import { memoryTokenStore } from '../transport/tokens.js'
import { memoryInbox } from './memory-inbox.js'
import { memoryOutbox } from './memory-outbox.js'
import type { Intent, Journal, Observation, OperationRecord, Outcome, Recorded } from './port.js'
import {
  changed,
  claimed,
  expired,
  holdsLanes,
  mayArm,
  isQuiet,
  observedState,
  outcomeState,
  SHREDDED,
} from './records.js'
import {
  holdLanes,
  idOf,
  isStale,
  latestAt,
  mayWrite,
  nameOf,
  newPlace,
  obstacleTo,
  page,
  read,
  releaseLanes,
  Shelf,
  unknownOperation,
  writeHistory,
  writeObject,
  type Place,
} from './shelf.js'
import { ENDED, type OperationState } from './states.js'

export interface MemoryJournalOptions {
  /** Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>
}

/** A journal that forgets at exit: for tests and one-off scripts, never for money that must survive a crash. */
export const memoryJournal = ({ clock: ours }: MemoryJournalOptions = {}): Journal => {
  const fingerprintKey = randomBytes(32)
  const shelves = new Map<string, Shelf>()
  const order: Place[] = []
  const sending = new Set<Place>()
  const watched = new Set<Place>()
  let clock: Pick<Clock, 'now'> = ours ?? systemClock
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
    put(place, changed(place.record, evidence, { state, now }), evidence)
    if (evidence.object !== undefined && mayWrite(shelf, evidence)) {
      const object = writeObject(shelf, place.record, evidence.object)
      if (!isQuiet(evidence, state)) outbox.tell(object, now)
    }
    return { recorded: true, operation: place.record }
  }

  /** Replaces the record of an operation, and keeps what follows from it. */
  const put = (place: Place, record: OperationRecord, by: Pick<Observation, 'actor' | 'evidence'> = {}): void => {
    writeHistory(place, record, by)
    place.record = record
    if (record.state === 'SENDING') sending.add(place)
    else sending.delete(place)
    if (record.nextCheckAt === undefined) watched.delete(place)
    else watched.add(place)
    if (!holdsLanes(record)) releaseLanes(shelfOf(record.merchant), place)
  }

  const isOpen = (): void => void shelfOf('')
  const inbox = memoryInbox(() => clock.now(), isOpen)
  const outbox = memoryOutbox(() => clock.now(), isOpen)

  return {
    name: 'memory',
    tokens: memoryTokenStore(),
    inbox,
    outbox,

    /** Called again while open, it gives the same facts again. */
    async open(options = {}) {
      if (phase === 'closed') throw new JournalError('The memory journal is closed')
      phase = 'open'
      clock = ours ?? options.clock ?? systemClock
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
      if (isNew) order.push(place)
      put(place, isNew ? place.record : claimed(place.record, intent, now))
      holdLanes(shelf, intent.lanes, place)
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
        const fenced = { ...place.record, fence: place.record.fence + 1 }
        put(place, changed(fenced, { cause: 'lease_expired', nextCheckInMs: 0 }, { state: 'UNKNOWN', now }))
        const object = shelfOf(place.record.merchant).objects.get(place.record.object)
        if (object?.operation === place.record.id) outbox.tell(object, now)
        return place.record
      })
    },

    async due({ limit, forMs }) {
      shelfOf('')
      const now = clock.now()
      const due = [...watched].filter(({ record }) => (record.nextCheckAt ?? Infinity) <= now)
      due.sort((one, other) => (one.record.nextCheckAt ?? 0) - (other.record.nextCheckAt ?? 0))
      return due.slice(0, limit).map((place) => {
        place.record = { ...place.record, checks: place.record.checks + 1, nextCheckAt: now + forMs }
        return place.record
      })
    },

    async postpone({ merchant, id, version, inMs }) {
      const place = shelfOf(merchant).operations.get(id)
      if (place === undefined) throw unknownOperation(id)
      if (place.record.version !== version) return
      const { nextCheckAt: _, ...record } = place.record
      place.record = inMs === undefined ? record : { ...record, nextCheckAt: clock.now() + inMs }
      if (inMs === undefined) watched.delete(place)
      else watched.add(place)
    },

    async history(merchant, id) {
      return [...(shelfOf(merchant).operations.get(id)?.history ?? [])]
    },

    async forgettable({ before, limit }) {
      shelfOf('')
      const old = order.filter(
        ({ record }) => ENDED.includes(record.state) && record.request !== SHREDDED && record.updatedAt < before,
      )
      old.sort((one, other) => one.record.updatedAt - other.record.updatedAt)
      return old.slice(0, limit).map(({ record }) => record)
    },

    async release() {
      shelfOf('')
    },

    async findOperation(key) {
      const shelf = shelfOf(key.merchant)
      const place = 'reference' in key ? shelf.latest.get(nameOf(key)) : latestAt(shelf, key)
      return place && read(place, clock.now())
    },

    async operation(merchant, id) {
      const place = shelfOf(merchant).operations.get(id)
      return place && read(place, clock.now())
    },

    async operations({ merchant, states, kinds, provider, newestFirst, ...query }) {
      const now = clock.now()
      const places = merchant === undefined ? order : shelfOf(merchant).operationOrder
      return page(query, newestFirst === true ? [...places].reverse() : places, (place) =>
        (states === undefined || states.includes(place.record.state)) &&
        (kinds === undefined || kinds.includes(place.record.kind)) &&
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
