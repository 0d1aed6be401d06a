import type { PaymentObject, RetrieveOptions, Selector } from '../contract/common.js'
import { publicObject, type Answer } from '../engine/plan.js'
import type { ObjectType } from '../journal/port.js'
import { ownFields } from '../schema/own.js'
import type { Subject } from '../engine/asking.js'
import { checkOperation } from '../recovery/check.js'
import type { Inquiry } from './inquiry.js'
import { findRecord, reading } from './reading.js'
import type { Scope } from './scope.js'

const MOST_REAPED = 1_000

/** An object from the journal, after asking the provider where that is wanted. */
export const retrieveObject = async <T extends PaymentObject, A extends Answer>(
  scope: Scope,
  inquiry: Inquiry<T, A>,
  { selector, refresh = false }: RetrieveOptions & { readonly selector: Selector },
): Promise<T | undefined> => {
  const { type } = inquiry
  const found = await findRecord(scope, type, selector)
  if (found === undefined) return undefined
  if (!refresh) return publicObject(found) as T
  const { id } = found
  const subject = await subjectOf(scope, type, id)
  if (subject === undefined) return publicObject(found) as T
  await checkOperation(scope, subject, inquiry)
  // Read again rather than believed: when somebody else was first, theirs is what stands.
  const { journal, merchant } = scope
  return publicObject((await reading(() => journal.object({ merchant, type, id }))) ?? found) as T
}

/**
 * An object with the operation that made or last changed it. The operation is read first: what others change from there
 * on changes the version that a record is compared by.
 */
const subjectOf = async (scope: Scope, type: ObjectType, id: string): Promise<Subject | undefined> => {
  const { journal, merchant } = scope
  const found = await reading(() => journal.object({ merchant, type, id }))
  const made = found && (await reading(() => journal.operation(merchant, found.operation)))
  const record = await reading(() => journal.object({ merchant, type, id }))
  if (made === undefined || record?.operation !== made.id) return undefined
  if (made.state !== 'SENDING' || !made.leaseExpired) {
    return { record: ownFields(record), operation: ownFields(made) }
  }
  // Its sender has died. What it left behind is unknown, and can be asked about.
  await reading(() => journal.reap(MOST_REAPED))
  return subjectOf(scope, type, id)
}
