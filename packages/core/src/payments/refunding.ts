import type { Paused, PayoutAnswer, RefundAnswer } from '../adapter/answers.js'
import type { MappingContext, PayinMethodDefinition, RefundDefinition } from '../adapter/definition.js'
import type { Money } from '../contract/money.js'
import type { Payin } from '../contract/payin.js'
import type { CreatePayout } from '../contract/payout.js'
import type { CreateRefund, Refund, RefundByPayout } from '../contract/refund.js'
import { InvalidStateError, UnsupportedOperationError } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { mergeAnswer, publicObject, type Plan, type Question, type Turn } from '../engine/plan.js'
import { inQuarantine } from '../engine/quarantine.js'
import type { ObjectRecord, OperationRecord } from '../journal/port.js'
import { sameMoney } from '../money/money.js'
import { ownCopy } from '../schema/own.js'
import { protection, withoutAcknowledgement } from './blind.js'
import { blockedBy, existing, laneOf } from './changing.js'
import { definitionOf as payoutDefinition } from './payouts.js'
import { knownOf } from './questions.js'
import { collectedOf, leftToRefund } from './refunded.js'
import { partOf, type Scope } from './scope.js'
import { whyNot } from './serving.js'

/** A refund as the journal keeps it: how much it came to, and the payin as it was. */
interface RefundRequest {
  readonly command: CreateRefund
  readonly amount: Money
  readonly payin: ObjectRecord
}

/** A refund at an account; `content` is the command as the caller wrote it. */
interface Placed {
  readonly client: ProviderClient
  readonly command: CreateRefund
  readonly content: CreateRefund
  readonly turn: Turn
}

export const refundPlan = (scope: Scope, { client, command, content, turn }: Placed): Plan<Refund, RefundAnswer> => ({
  merchant: scope.merchant,
  kind: 'refund.create',
  type: 'refund',
  movesMoney: true,
  reference: command.reference,
  client,
  content: content.via === 'payout' ? withoutAcknowledgement(content) : content,
  ...turn,
  lanes: [laneOf(command.payin)],
  begin: async (id) => {
    const strange = scope.quarantine()
    if (strange !== undefined && command.via !== 'payout') {
      throw inQuarantine(strange, 'it may have been given back already', { provider: client.account.name })
    }
    const payin = await existing(scope, 'payin', command.payin)
    if (payin.status === 'unknown') throw await blockedBy(scope, payin)
    const object = publicObject(payin) as Payin
    const amount = await leftToRefund(scope, object, { amount: command.amount, except: id })
    checkServed(client, command, { payin: object, amount })
    const request = JSON.stringify({ command, amount, payin } satisfies RefundRequest)
    const { reason, metadata = {}, reference, ...rest } = (JSON.parse(request) as RefundRequest).command
    const body = {
      id,
      merchant: scope.merchant,
      provider: client.account.name,
      reference,
      status: 'unknown' as const,
      payin: command.payin,
      amount,
      via: rest.via ?? ('provider' as const),
      ...('destination' in rest ? { destination: rest.destination } : {}),
      ...(reason === undefined ? {} : { description: reason }),
      metadata,
    }
    const guarded = command.via === 'payout' ? await protection(scope, client, payoutOf(command, amount)) : {}
    const run = runOf(client, { command, amount, payin })
    return { body, request, expected: { amount }, run, parent: payin, ...guarded }
  },
  merge: mergeAnswer,
})

/** How to find out what became of a refund. */
export const refundQuestion = (
  client: ProviderClient,
  { request }: OperationRecord,
): Question<Refund, RefundAnswer> => {
  const kept = ownCopy(JSON.parse(request)) as RefundRequest
  return { type: 'refund', client, merge: mergeAnswer, expected: { amount: kept.amount }, run: runOf(client, kept) }
}

/** How the provider of a payin gives it back; throws `UnsupportedOperationError`. */
export const refundDefinition = (client: ProviderClient, { method }: Payin): RefundDefinition => {
  const definitions = client.account.definition.payins as Readonly<Record<string, PayinMethodDefinition>> | undefined
  return partOf(client, definitions?.[method.type]?.refund, `refund of a ${method.type}; refund it via: 'payout'`)
}

const runOf =
  (client: ProviderClient, { command, amount, payin }: RefundRequest) =>
  async (context: MappingContext): Promise<RefundAnswer | Paused> => {
    if (command.via === 'payout') {
      const payout = payoutOf(command, amount)
      const answer = await payoutDefinition(client, command.destination).create(payout, context)
      return 'paused' in answer ? answer : answeredByPayout(answer)
    }
    const { providerId, provider } = payin
    if (providerId === undefined) throw new InvalidStateError(`${payin.id} is not known to its provider`, { provider })
    const object = publicObject(payin) as Payin
    const known = knownOf(client, object, { providerId, kind: 'payin.create' })
    const { reason } = command
    const refund = { amount, ...(reason === undefined ? {} : { reason }) }
    return refundDefinition(client, object).create(known, refund, context)
  }

const checkServed = (
  client: ProviderClient,
  command: CreateRefund,
  { payin, amount }: { readonly payin: Payin; readonly amount: Money },
): void => {
  if (command.via === 'payout') {
    const { type } = command.destination
    const problem = whyNot(client, { table: 'payouts', type }, payoutOf(command, amount))
    if (problem !== undefined) throw problem
  } else if (!refundDefinition(client, payin).partial && !sameMoney(amount, collectedOf(payin))) {
    const { provider, reference } = payin
    throw new UnsupportedOperationError(`${provider} can only refund all of it`, { provider, reference })
  }
}

/** The payout that a refund is made by. */
export const payoutOf = (
  { payin: _, via: __, reason, amount: ___, ...command }: RefundByPayout,
  amount: Money,
): CreatePayout => ({ ...command, amount, ...(reason === undefined ? {} : { description: reason }) })

const STATUSES: Readonly<Record<PayoutAnswer['status'], RefundAnswer['status']>> = {
  requires_action: 'pending',
  requires_authorization: 'pending',
  processing: 'pending',
  ready: 'pending',
  succeeded: 'succeeded',
  canceled: 'failed',
  expired: 'failed',
  failed: 'failed',
}

/** What has become of a refund, by its payout. */
export const answeredByPayout = ({ status, reason, ...answer }: PayoutAnswer): RefundAnswer => {
  const ended = status === 'canceled' || status === 'expired' ? { code: `payout_${status}` } : undefined
  const why = reason ?? ended
  return { ...answer, status: STATUSES[status], ...(why === undefined ? {} : { reason: why }) }
}
