import type { Known } from '../adapter/definition.js'
import type { Call } from '../adapter/endpoint.js'
import type { PaymentObject, Selector } from '../contract/common.js'
import { Asking } from '../engine/asking.js'
import type { ProviderClient } from '../engine/client.js'
import { publicObject, type Answer, type Question } from '../engine/plan.js'
import type { ObjectRecord, ObjectType, OperationRecord } from '../journal/port.js'
import { ownFields } from '../schema/own.js'
import { knownOf, questionAbout } from './questions.js'
import { findRecord, reading } from './reading.js'
import { clientNamed, type Scope } from './scope.js'

const MOST_REAPED = 1_000

interface Retrieving<T extends PaymentObject, A extends Answer> {
  readonly type: ObjectType
  readonly refresh: boolean
  /** How to find out what became of an operation that made or changed the object. */
  readonly questionOf: (client: ProviderClient, operation: OperationRecord, record: ObjectRecord) => Question<T, A>
  /** How the adapter asks about one object by the provider's id; throws where it cannot. */
  readonly ask: (client: ProviderClient, known: Known<T>) => (context: { call: Call }) => Promise<A | undefined>
}

/** An object from the journal, after asking the provider where that is wanted. */
export const retrieveObject = async <T extends PaymentObject, A extends Answer>(
  scope: Scope,
  selector: Selector,
  { type, refresh, questionOf, ask }: Retrieving<T, A>,
): Promise<T | undefined> => {
  const found = await findRecord(scope, type, selector)
  if (found === undefined) return undefined
  if (!refresh) return publicObject(found) as T
  const { journal, merchant } = scope
  const made = await reading(() => journal.operation(merchant, found.operation))
  // Read again, after its operation: what others change from here on changes the version that a record is compared by.
  const record = ownFields((await reading(() => journal.object({ merchant, type, id: found.id }))) ?? found)
  const object = publicObject(record) as T
  const operation = made?.id === record.operation ? ownFields(made) : undefined
  if (operation?.state === 'SENDING' && operation.leaseExpired) {
    // Its sender has died. What it left behind is unknown, and can be asked about.
    await reading(() => journal.reap(MOST_REAPED))
    return retrieveObject(scope, selector, { type, refresh, questionOf, ask })
  }
  if (operation === undefined || operation.state === 'SENDING') return object
  const client = await clientNamed(scope, record.provider)
  const subject = { record, operation }
  const { providerId } = record
  // Without the provider's id only an unclear outcome is worth a look-up; what was not executed stays as it is.
  if (providerId === undefined && object.status !== 'unknown') return object
  const created = operation.kind === `${type}.create`
  if (providerId === undefined || (!created && isUnresolved(operation))) {
    return new Asking<T, A>(questionOf(client, operation, record), subject, scope).byReference()
  }
  const known = knownOf(client, object, { providerId, kind: `${type}.create` })
  return new Asking<T, A>(questionAbout(client, record, operation), subject, scope).byProviderId(ask(client, known))
}

const isUnresolved = ({ state }: OperationRecord): boolean => state === 'UNKNOWN' || state === 'MANUAL'
