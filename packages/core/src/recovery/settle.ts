import type { PaymentObject } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import type { Settlement } from '../contract/operation.js'
import type { CreatePayin, Payin } from '../contract/payin.js'
import { InvalidStateError, NotFoundError, ValidationError, type Issue } from '../errors/errors.js'
import { journalError } from '../engine/entry.js'
import { objectWrite, type Body } from '../engine/plan.js'
import { stateFor } from '../engine/statuses.js'
import { isChange, NOT_EXECUTED, unexecuted } from '../engine/unexecuted.js'
import type { ObjectRecord, ObjectType, ObjectWrite, OperationRecord, Recorded } from '../journal/port.js'
import { isLegal, type OperationState } from '../journal/states.js'
import { minorUnits, moneyOf } from '../money/money.js'
import { ownFields } from '../schema/own.js'
import { isRecord } from '../payments/check.js'
import { reading } from '../payments/reading.js'
import type { Scope } from '../payments/scope.js'
import { isUnresolved } from './concluding.js'

const LONGEST_TEXT = 2_000

/** A person's word on what became of an operation. Rejects with `InvalidStateError` where it is known already. */
export const settleOperation = async (scope: Scope, operation: OperationRecord, given: Settlement): Promise<void> => {
  const settlement = checked(given)
  let latest = operation
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { recorded, operation: now } = await settleAsKnown(scope, latest, settlement)
    if (recorded) return
    // A look that found nothing new in between changes nothing about what a person says.
    latest = ownFields(now)
    if (!isUnresolved(latest.state)) break
  }
  throw alreadyKnown(latest)
}

/** Not recorded where the operation has changed since. */
const settleAsKnown = async (
  { journal, merchant }: Scope,
  operation: OperationRecord,
  { outcome, providerId, evidence, by }: Settlement,
): Promise<Recorded> => {
  const { id, kind, object, version } = operation
  const type = kind.slice(0, kind.indexOf('.')) as ObjectType
  const record = await reading(() => journal.object({ merchant, type, id: object }))
  if (record === undefined) throw new NotFoundError(`The journal lacks the object of ${id}`)
  const body = JSON.parse(record.body) as Body<PaymentObject>
  const write: ObjectWrite =
    outcome === 'not_executed'
      ? unexecuted(operation, record, { ...NOT_EXECUTED, message: 'A person has found that nothing was executed' })
      : objectWrite(type, { ...executed(operation, body), ...(providerId === undefined ? {} : { providerId }) })
  const state: OperationState =
    outcome === 'not_executed' ? 'ABSENT' : isChange(operation) ? 'SUCCEEDED' : stateFor(write.status)
  if (!isUnresolved(operation.state) || !isLegal(operation.state, state)) throw alreadyKnown(operation)
  const isTheirs = record.operation === id
  // The person has said that it exists; what has become of it, the provider can say where it can be asked.
  const isOpen = outcome === 'succeeded' && (providerId !== undefined || state === 'PENDING')
  const change = { id, merchant, version, state, cause: 'settled', actor: by, evidence }
  return journal
    .observe({
      ...change,
      ...(isTheirs ? { object: write, objectVersion: record.version } : {}),
      ...(providerId === undefined ? {} : { providerId }),
      ...(isOpen ? { nextCheckInMs: 0 } : {}),
    })
    .catch((cause: unknown) => {
      throw journalError('The decision could not be stored', operation, cause)
    })
}

const MOST_TURNS = 10

const alreadyKnown = ({ id, state, provider, reference }: OperationRecord): InvalidStateError => {
  const why = state === 'SENDING' ? 'is still being sent' : `is ${state.toLowerCase()}, which is known`
  return new InvalidStateError(`${id} ${why}; there is nothing to settle`, { provider, reference, operation: id })
}

const checked = (given: Settlement): Settlement => {
  const fields: Readonly<Record<string, unknown>> = isRecord(given) ? given : {}
  const { outcome, providerId, evidence, by, ...others } = fields
  const isText = (value: unknown): boolean =>
    typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT
  const issues: Issue[] = Object.keys(others).map((path) => ({ path, message: 'is not a known field' }))
  if (outcome !== 'succeeded' && outcome !== 'not_executed') {
    issues.push({ path: 'outcome', message: 'expected succeeded or not_executed' })
  }
  if (providerId !== undefined && !isText(providerId)) issues.push({ path: 'providerId', message: 'expected a text' })
  if (providerId !== undefined && outcome === 'not_executed') {
    issues.push({ path: 'providerId', message: 'what was not executed has none' })
  }
  if (!isText(evidence)) issues.push({ path: 'evidence', message: 'expected what shows it: a statement line, say' })
  if (!isText(by)) issues.push({ path: 'by', message: 'expected the name of the person who decides' })
  if (issues.length > 0) throw new ValidationError(issues)
  return fields as unknown as Settlement
}

/** The object of an operation that was executed, as far as that says something of it. */
const executed = (operation: OperationRecord, body: Body<PaymentObject>): Body<PaymentObject> => {
  const { reason: _, ...rest } = body
  const { kind } = operation
  if (kind === 'payin.create') return { ...rest, ...createdPayin(operation, rest as Body<Payin>) }
  if (kind === 'payin.capture' || kind === 'payin.cancel') return { ...rest, ...changedPayin(operation) }
  if (kind === 'payout.cancel') return { ...rest, status: 'canceled' }
  return { ...rest, status: kind === 'customer.create' || kind === 'token.create' ? 'active' : 'succeeded' }
}

/** A card is charged at once; of all else that can be paid only so much is known: that it can be paid. */
const createdPayin = (
  { request }: OperationRecord,
  { method, amount }: Body<Payin>,
): Pick<Payin, 'status' | 'amountAuthorized'> => {
  if (method.type !== 'card') return { status: 'pending' }
  const { capture } = JSON.parse(request) as Pick<CreatePayin, 'capture'>
  return capture === 'manual' ? { status: 'authorized', amountAuthorized: amount } : { status: 'succeeded' }
}

/** The amounts of a payin after a capture or a void, by arithmetic. */
const changedPayin = ({ kind, request }: OperationRecord): Partial<Payin> => {
  const { command, before } = JSON.parse(request) as { command: { amount?: Money }; before: ObjectRecord }
  const payin = JSON.parse(before.body) as Payin
  const { currency } = payin.amount
  const minor = (money: Money | undefined): bigint => (money === undefined ? 0n : minorUnits(money))
  const authorized = minor(payin.amountAuthorized ?? payin.amount)
  const left = authorized - minor(payin.amountCaptured) - minor(payin.amountCanceled)
  const changed = command.amount === undefined ? left : minor(command.amount)
  const captured = minor(payin.amountCaptured) + (kind === 'payin.capture' ? changed : 0n)
  const canceled = minor(payin.amountCanceled) + (kind === 'payin.cancel' ? changed : 0n)
  const amounts = {
    ...(captured === 0n ? {} : { amountCaptured: moneyOf(captured, currency) }),
    ...(canceled === 0n || payin.status === 'pending' ? {} : { amountCanceled: moneyOf(canceled, currency) }),
  }
  if (captured + canceled < authorized) {
    return { ...amounts, status: captured === 0n ? payin.status : 'partially_captured' }
  }
  return { ...amounts, status: captured === 0n ? 'canceled' : 'succeeded' }
}
