import type { ChangeDefinition, Known } from '../adapter/definition.js'
import type { PaymentObject } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import { InvalidStateError, NotFoundError, type ErrorDetails } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { Blocked, mergeAnswer, publicObject, type Answer, type Body, type Plan, type Question } from '../engine/plan.js'
import { inQuarantine } from '../engine/quarantine.js'
import type { ChangeRequest } from '../engine/unexecuted.js'
import type { ObjectRecord, ObjectType, OperationRecord } from '../journal/port.js'
import { ownCopy, ownFields } from '../schema/own.js'
import { knownOf } from './questions.js'
import { reading } from './reading.js'
import { clientNamed, type Scope } from './scope.js'

/** A capture or a cancellation, as it is asked for. */
interface Command {
  readonly reference: string
  readonly amount?: Money
}

interface Changing<C extends Command> {
  readonly type: ObjectType & ('payin' | 'payout')
  readonly verb: 'capture' | 'cancel'
  readonly id: string
  readonly command: C
}

type Definition<T, A> = ChangeDefinition<T, A>

interface Rules<T extends PaymentObject, A extends Answer> {
  /** The adapter's part; throws `UnsupportedOperationError`. */
  readonly definitionOf: (client: ProviderClient, object: T) => Definition<T, A>
  /** Throws where the object is not in a state to be changed so, or the amount is more than is left. */
  readonly check: (object: T, partial: boolean) => void
}

/** Executes a change of an object that exists; the object is `unknown` until the change has an answer. */
export const executeChange = async <T extends PaymentObject, A extends Answer, C extends Command>(
  scope: Scope,
  { type, verb, id, command }: Changing<C>,
  { definitionOf, check }: Rules<T, A>,
): Promise<T> => {
  const { merchant, engine } = scope
  const first = await existing(scope, type, id)
  const client = await clientNamed(scope, first.provider)
  definitionOf(client, publicObject(first) as T)
  const plan: Plan<T, A> = {
    merchant,
    kind: `${type}.${verb}` as Plan['kind'],
    type,
    movesMoney: true,
    reference: command.reference,
    client,
    content: command,
    tried: [],
    goesOnAfter: [],
    object: id,
    lanes: [laneOf(id)],
    begin: async () => {
      const strange = scope.quarantine()
      if (strange !== undefined)
        throw inQuarantine(strange, 'it may have been changed already', { provider: first.provider })
      const record = await existing(scope, type, id)
      if (record.status === 'unknown') throw await blockedBy(scope, record)
      const object = publicObject(record) as T
      check(object, definitionOf(client, object).partial)
      const request: ChangeRequest<C> = { command, before: record }
      return {
        ...asked(client, request, definitionOf),
        request: JSON.stringify(request),
        body: { ...(JSON.parse(record.body) as Body<T>), status: 'unknown' },
        before: record,
      }
    },
    merge: mergeAnswer,
    state: () => 'SUCCEEDED',
  }
  return engine.execute(plan)
}

/** How to find out what became of a change. */
export const questionOfChange = <T extends PaymentObject, A extends Answer>(
  client: ProviderClient,
  { request, kind }: OperationRecord,
  definitionOf: Rules<T, A>['definitionOf'],
): Question<T, A> => {
  const type = kind.startsWith('payin.') ? 'payin' : 'payout'
  const asking = asked<T, A>(client, ownCopy(JSON.parse(request)) as ChangeRequest<Command>, definitionOf)
  return { ...asking, type, client, merge: mergeAnswer, state: () => 'SUCCEEDED' }
}

const asked = <T extends PaymentObject, A extends Answer>(
  client: ProviderClient,
  { command, before }: ChangeRequest<Command>,
  definitionOf: Rules<T, A>['definitionOf'],
): Pick<Question<T, A>, 'run' | 'expected'> => {
  const object = publicObject(before) as T & { readonly amount?: Money }
  const known: Known<T> = knownOf(client, object, {
    providerId: providerIdOf(before),
    kind: `${before.type}.create` as const,
  })
  const { amount } = command
  return {
    expected: { reference: known.reference, amount: object.amount, providerId: known.providerId },
    run: (context) => definitionOf(client, object).run(known, amount === undefined ? {} : { amount }, context),
  }
}

const providerIdOf = ({ providerId, id, provider }: ObjectRecord): string => {
  if (providerId !== undefined) return providerId
  throw new InvalidStateError(`${id} is not known to its provider`, { provider })
}

/** One unresolved change, or refund, of one object at a time. */
export const laneOf = (id: string): string => `object ${id}`

/** The object that a command names by its id; throws `NotFoundError`. */
export const existing = async (scope: Scope, type: ObjectType, id: string): Promise<ObjectRecord> => {
  const { merchant, journal } = scope
  const found = await reading(() => journal.object({ merchant, type, id }))
  if (found !== undefined) return ownFields(found)
  throw new NotFoundError(`There is no ${type} ${id} in the journal; nothing was sent`)
}

/** Throws `InvalidStateError` unless the object is in one of these states. */
export const expectStatus = (
  { id, status, provider, reference }: PaymentObject,
  statuses: readonly string[],
  what: string,
): void => {
  if (statuses.includes(status)) return
  const details: ErrorDetails = { provider, reference }
  throw new InvalidStateError(`${id} is ${status}, and cannot be ${what}; nothing was sent`, details)
}

/** The operation that an object waits for, while nobody knows what has become of it. */
export const blockedBy = async ({ journal }: Scope, { merchant, operation, id }: ObjectRecord): Promise<Error> => {
  const found = await reading(() => journal.operation(merchant, operation))
  return found === undefined
    ? new NotFoundError(`The journal lacks the operation of ${id}`)
    : new Blocked(ownFields(found))
}
