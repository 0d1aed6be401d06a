import type { PaymentObject, Reason } from '../contract/common.js'
import type { ObjectRecord, ObjectWrite, OperationRecord } from '../journal/port.js'
import { SHREDDED } from '../journal/records.js'
import { ownFields } from '../schema/own.js'
import type { Subject } from './asking.js'
import { failedBody, objectWrite, type Body } from './plan.js'

/** What a change is kept as in the journal: enough to find out about it later, and to undo what it shows. */
export interface ChangeRequest<Command> {
  readonly command: Command
  readonly before: ObjectRecord
}

/** Whether the operation changed an object that was there before. */
export const isChange = ({ kind }: Pick<OperationRecord, 'kind'>): boolean => !kind.endsWith('.create')

/**
 * Whether another change has come after one that counts as not executed: then nothing that is found about the object
 * says whether that one was executed after all.
 */
export const isChangedSince = ({ operation, record }: Subject): boolean => {
  if (operation.state !== 'ABSENT' || !isChange(operation) || record.operation === operation.id) return false
  if (operation.request === SHREDDED) return true
  const { before } = ownFields(JSON.parse(operation.request)) as unknown as ChangeRequest<unknown>
  return record.operation !== before.operation
}

/** An object as it was, laid to the operation that it was laid to. */
export const asItWas = ({
  id,
  type,
  provider,
  providerId,
  reference,
  status,
  body,
  parent,
  operation,
}: ObjectRecord): ObjectWrite => ({
  id,
  type,
  provider,
  ...(providerId === undefined ? {} : { providerId }),
  reference,
  status,
  body,
  ...(parent === undefined ? {} : { parent }),
  operation,
})

/** The object of an operation that executed nothing: as it was before, or failed for this reason. */
export const unexecuted = (operation: OperationRecord, record: ObjectRecord, reason: Reason): ObjectWrite => {
  if (isChange(operation) && operation.request !== SHREDDED) {
    const { before } = ownFields(JSON.parse(operation.request)) as unknown as ChangeRequest<unknown>
    return asItWas(before)
  }
  return objectWrite(record.type, failedBody(JSON.parse(record.body) as Body<PaymentObject>, reason))
}

export const NOT_EXECUTED: Reason = {
  code: 'not_executed',
  message: 'Nothing was executed; the same reference may be used to try again',
}

export const INTERRUPTED: Reason = {
  code: 'interrupted',
  message: 'Nothing was paid; call again with the same reference to go on',
}
