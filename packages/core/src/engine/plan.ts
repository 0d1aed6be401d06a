import type { CustomerAnswer, PayinAnswer, PayoutAnswer } from '../adapter/answers.js'
import type { MappingContext } from '../adapter/definition.js'
import type { PaymentObject, Reason } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import type { ObjectRecord, ObjectType, ObjectWrite, OperationKey, OperationRecord, Tried } from '../journal/port.js'
import { sameMoney } from '../money/money.js'
import type { ProviderClient } from './client.js'

export type Answer = PayinAnswer | PayoutAnswer | CustomerAnswer

/** An object as the journal keeps it: times and the operation stand in columns of their own. */
export type Body<T extends PaymentObject> = Omit<T, 'createdAt' | 'updatedAt' | 'operationId'>

/** What a command is about and where it goes. */
export interface Target extends OperationKey {
  readonly type: ObjectType
  readonly client: ProviderClient
}

/** One checked command, ready to be executed at one provider account. */
export interface Plan<T extends PaymentObject = PaymentObject, A extends Answer = Answer> extends Target {
  /** The command as the caller wrote it, with its amount in the one way of writing: what the fingerprint is of. */
  readonly content: unknown
  /** The same as JSON text, for the journal. */
  readonly request: string
  readonly amount: Money | undefined
  /** Accounts that were tried for this command before, each with proof that nothing was executed there. */
  readonly tried: readonly Tried[]
  /** The object before anything is known. */
  readonly draft: (id: string) => Body<T>
  /** What holds only for a new send, such as a time in the future: throws where it must not be sent. */
  readonly beforeSending?: () => void
  readonly run: (context: MappingContext) => Promise<A>
  readonly merge: (body: Body<T>, answer: A) => Body<T>
}

export const objectWrite = (type: ObjectType, body: Body<PaymentObject>): ObjectWrite => {
  const { id, provider, reference, status } = body
  const providerId = Object.hasOwn(body, 'providerId') ? body.providerId : undefined
  return {
    id,
    type,
    provider,
    ...(providerId === undefined ? {} : { providerId }),
    reference,
    status,
    body: JSON.stringify(body),
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

/** The body of an object whose creation stopped after a preparation: nothing that could be paid was sent. */
export const interruptedBody = <T extends PaymentObject>(body: Body<T>): Body<T> =>
  failedBody(body, {
    code: 'interrupted',
    message: 'Nothing was paid; call again with the same reference to go on',
  })

export const failedBody = <T extends PaymentObject>(body: Body<T>, reason: Reason): Body<T> => ({
  ...body,
  status: 'failed',
  reason,
})

const AWAITING: readonly string[] = ['pending', 'requires_action', 'requires_authorization']

/**
 * An object with what the provider answered about it; the echoes were compared and are not taken over. Nobody is asked
 * to pay what may have been paid: the next action goes with the status that awaits it.
 */
export const mergeAnswer = <T extends PaymentObject>(body: Body<T>, answer: Answer): Body<T> => {
  const awaiting = AWAITING.includes(answer.status)
  const kept = Object.entries(body).filter(([field]) => field !== 'reason' && (awaiting || field !== 'nextAction'))
  const given = Object.entries(answer).filter(
    ([field, value]) => field !== 'amount' && field !== 'reference' && value !== undefined,
  )
  return Object.fromEntries([...kept, ...given]) as Body<T>
}

/** Why an answer is not believed to be about this payment; throws where it is no answer at all. */
export const disbelief = (
  answer: Answer,
  expected: {
    readonly reference: string
    readonly amount: Money | undefined
    readonly providerId?: string | undefined
  },
): 'unreadable' | 'mismatch' | undefined => {
  const { providerId, reference, status } = answer
  const amount = 'amount' in answer ? answer.amount : undefined
  if (typeof providerId !== 'string' || providerId === '' || typeof status !== 'string') return 'unreadable'
  if (expected.providerId !== undefined && providerId !== expected.providerId) return 'mismatch'
  if (reference !== undefined && reference !== expected.reference) return 'mismatch'
  return amount === undefined || expected.amount === undefined || sameMoney(amount, expected.amount)
    ? undefined
    : 'mismatch'
}
