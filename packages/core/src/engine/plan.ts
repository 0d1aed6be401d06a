import type {
  CustomerAnswer,
  Paused,
  PayinAnswer,
  PayoutAnswer,
  RefundAnswer,
  TokenAnswer,
} from '../adapter/answers.js'
import type { MappingContext } from '../adapter/definition.js'
import type { PaymentObject, Reason } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import type { ErrorCode } from '../errors/codes.js'
import type { OperationState } from '../journal/states.js'
import type { ObjectRecord, ObjectType, ObjectWrite, OperationKey, OperationRecord, Tried } from '../journal/port.js'
import { sameMoney } from '../money/money.js'
import type { ProviderClient } from './client.js'
import { isStatus } from './statuses.js'

export type Answer = PayinAnswer | PayoutAnswer | RefundAnswer | CustomerAnswer | TokenAnswer

/** An object as the journal keeps it: times and the operation stand in columns of their own. */
export type Body<T extends PaymentObject> = Omit<T, 'createdAt' | 'updatedAt' | 'operationId'>

/** What a command is about and where it goes. */
export interface Target extends OperationKey {
  readonly type: ObjectType
  readonly client: ProviderClient
}

/** Which of several accounts a command is at. */
export interface Turn {
  /** Accounts that were tried for this command before, each with proof that nothing was executed there. */
  readonly tried: readonly Tried[]
  /** Errors after which the same call goes on at another account. */
  readonly goesOnAfter: readonly ErrorCode[]
}

/** One checked command, ready to be executed at one provider account. */
export interface Plan<T extends PaymentObject = PaymentObject, A extends Answer = Answer> extends Target, Turn {
  /** A send of it moves money, or may; others only create what can be paid later. */
  readonly movesMoney: boolean
  /** The command as the caller wrote it, with its amount in the one way of writing: what the fingerprint is of. */
  readonly content: unknown
  /** The id of the object that a change is about; absent for what creates one. */
  readonly object?: string
  /** What only one unresolved operation may be about. */
  readonly lanes?: readonly string[]
  /** Texts of the command that may be seen nowhere: a card's token. */
  readonly secrets?: readonly string[]
  /** Asked before each send; throws where it must not be sent, or {@link Blocked} where it has to wait. */
  readonly begin: (id: string) => Beginning<T, A> | Promise<Beginning<T, A>>
  readonly merge: (body: Body<T>, answer: A) => Body<T>
  /** The state that the operation ends in; by default that of what it created. */
  readonly state?: (status: string) => OperationState
}

/** One send of a plan, from what the journal holds now. */
export interface Beginning<T extends PaymentObject = PaymentObject, A extends Answer = Answer> {
  /** The object while nothing is known. */
  readonly body: Body<T>
  /** The command as JSON text, for the journal: without what is secret. */
  readonly request: string
  /** What the provider's answer must repeat, where it repeats it. */
  readonly expected: Partial<Expected>
  readonly run: (context: MappingContext) => Promise<A | Paused>
  /** A change: the object as it was, to which it returns if nothing happens. */
  readonly before?: ObjectRecord
  /** A refund: what it belongs to, as it was read. */
  readonly parent?: ObjectRecord
  /** Asked once more in its turn to send, when others before it have ended; throws where it must not be sent. */
  readonly beforeSend?: () => Promise<void>
  /** Lanes besides the plan's. */
  readonly lanes?: readonly string[]
  /** Operations that may hold the same lanes. */
  readonly acknowledged?: readonly string[]
}

/** What it takes to ask a provider about an object. */
export interface Question<T extends PaymentObject = PaymentObject, A extends Answer = Answer>
  extends Pick<Plan<T, A>, 'type' | 'client' | 'merge' | 'state'>, Pick<Beginning<T, A>, 'run' | 'expected'> {}

/** An operation stands in the way: of the same object, or of the same recipient. */
export class Blocked extends Error {
  constructor(readonly operation: OperationRecord) {
    super('another operation stands in the way')
  }
}

export const objectWrite = (type: ObjectType, body: Body<PaymentObject>): ObjectWrite => {
  const { id, provider, reference, status } = body
  const parent = 'payin' in body && typeof body.payin === 'string' ? { parent: body.payin } : {}
  const providerId = Object.hasOwn(body, 'providerId') ? body.providerId : undefined
  return {
    id,
    type,
    provider,
    ...(providerId === undefined ? {} : { providerId }),
    reference,
    status,
    body: JSON.stringify(body),
    ...parent,
  }
}

/** The public object, from what the journal keeps. */
export const publicObject = ({ body, operation, createdAt, updatedAt }: ObjectRecord): PaymentObject =>
  withTimes(JSON.parse(body) as Body<PaymentObject>, { id: operation, createdAt, updatedAt })

/** The public object of an operation that was written just now. */
export const withTimes = <T extends PaymentObject>(
  body: Body<T>,
  { id, createdAt, updatedAt }: Pick<OperationRecord, 'id' | 'createdAt' | 'updatedAt'>,
): T =>
  ({
    ...body,
    operationId: id,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }) as unknown as T

export const failedBody = <T extends PaymentObject>(body: Body<T>, reason: Reason): Body<T> => ({
  ...body,
  status: 'failed',
  reason,
})

const ECHOES: readonly string[] = ['amount', 'reference', 'replaces']
const AWAITING: readonly string[] = ['pending', 'requires_action', 'requires_authorization']

/**
 * An object with what the provider answered about it; the echoes were compared and are not taken over. Nobody is asked
 * to pay what may have been paid: the next action goes with the status that awaits it.
 */
export const mergeAnswer = <T extends PaymentObject>(body: Body<T>, answer: Answer): Body<T> => {
  const awaiting = AWAITING.includes(answer.status)
  const kept = Object.entries(body).filter(([field]) => field !== 'reason' && (awaiting || field !== 'nextAction'))
  const given = Object.entries(answer).filter(([field, value]) => !ECHOES.includes(field) && value !== undefined)
  return Object.fromEntries([...kept, ...given]) as Body<T>
}

/** What an answer must agree with. */
export interface Expected {
  readonly reference: string
  readonly amount: Money | undefined
  readonly providerId: string | undefined
}

/** Why an answer is not believed to be about this payment; throws where it is no answer at all. */
export const disbelief = (answer: Answer, expected: Expected): 'unreadable' | 'mismatch' | undefined => {
  const { providerId, replaces, reference, status } = answer
  const amount = 'amount' in answer ? answer.amount : undefined
  if (typeof providerId !== 'string' || providerId === '' || !isStatus(status)) return 'unreadable'
  const names = [providerId, replaces]
  if (expected.providerId !== undefined && !names.includes(expected.providerId)) return 'mismatch'
  if (reference !== undefined && reference !== expected.reference) return 'mismatch'
  return amount === undefined || expected.amount === undefined || sameMoney(amount, expected.amount)
    ? undefined
    : 'mismatch'
}
