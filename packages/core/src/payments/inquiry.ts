import type { Known } from '../adapter/definition.js'
import type { Call } from '../adapter/endpoint.js'
import type { PaymentObject } from '../contract/common.js'
import type { ProviderClient } from '../engine/client.js'
import type { Answer, Question } from '../engine/plan.js'
import type { ObjectRecord, ObjectType, OperationRecord } from '../journal/port.js'
import type { Scope } from './scope.js'

/** How a provider is asked about objects of one type. */
export interface Inquiry<T extends PaymentObject = PaymentObject, A extends Answer = Answer> {
  readonly type: ObjectType
  /** How to find out what became of an operation that made or changed the object. */
  readonly questionOf: (client: ProviderClient, operation: OperationRecord, record: ObjectRecord) => Question<T, A>
  /** How the adapter asks about one object by the provider's id; throws `UnsupportedOperationError` where it cannot. */
  readonly ask: (
    client: ProviderClient,
    known: Known<T>,
    scope: Scope,
  ) => (context: { call: Call }) => Promise<A | undefined>
}
