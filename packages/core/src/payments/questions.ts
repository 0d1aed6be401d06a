import type { Known } from '../adapter/definition.js'
import type { PaymentObject } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import type { OperationKind } from '../contract/operation.js'
import type { ProviderClient } from '../engine/client.js'
import { mergeAnswer, publicObject, type Answer, type Question } from '../engine/plan.js'
import { providerReference } from '../engine/references.js'
import type { ObjectRecord, OperationRecord } from '../journal/port.js'

/** An object as the adapter is told of it. */
export const knownOf = <T extends PaymentObject>(
  client: ProviderClient,
  object: T,
  { providerId, kind }: { readonly providerId: string; readonly kind: OperationKind },
): Known<T> => {
  const { merchant, reference } = object
  const rule = client.account.definition.reference
  return { providerId, object, reference: providerReference({ merchant, kind, reference }, rule) }
}

/** A question by the provider's id: what was asked for is compared, and nothing is sent that could change anything. */
export const questionAbout = <T extends PaymentObject, A extends Answer>(
  client: ProviderClient,
  record: ObjectRecord,
  operation: OperationRecord,
): Question<T, A> => {
  const object = publicObject(record) as T & { readonly amount?: Money }
  const kind = `${record.type}.create` as const
  const created = operation.kind === kind
  const { reference } = knownOf(client, object, { providerId: '', kind })
  return {
    type: record.type,
    client,
    merge: mergeAnswer,
    expected: { reference, amount: object.amount },
    run: () => Promise.reject(new Error('asked by its id')),
    // What a change has come to is known; what becomes of the object afterwards is another matter.
    ...(created ? {} : { state: () => operation.state }),
  }
}
