import type { PayoutAnswer } from '../adapter/answers.js'
import type { MappingContext, PayoutDestinationDefinition } from '../adapter/definition.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { CancelPayout, CreatePayout, Payout, PayoutDestination, PayoutStatus } from '../contract/payout.js'
import type { ProviderClient } from '../engine/client.js'
import { mergeAnswer, type Plan, type Question, type Turn } from '../engine/plan.js'
import type { OperationRecord } from '../journal/port.js'
import { canonicalMoney } from '../money/money.js'
import { ownCopy } from '../schema/own.js'
import { executeChange, expectStatus, questionOfChange } from './changing.js'
import { protection, withoutAcknowledgement } from './blind.js'
import { amountIssues, checkedCommand, instantIssues, partIssues, type Fields } from './check.js'
import type { Inquiry } from './inquiry.js'
import { listObjects } from './reading.js'
import { retrieveObject } from './retrieving.js'
import { executeRouted } from './routed.js'
import { partOf, type Scope } from './scope.js'
import { providerToken } from './stored.js'

/** Money going out. */
export class Payouts<Command extends CreatePayout = CreatePayout> {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /**
   * Creates a payout, or returns the one that exists under this reference. Resolves with `status: 'unknown'` where
   * the money may have left and nobody knows yet; a rejection proves that none did.
   */
  async create(command: Command): Promise<Payout> {
    const copy = checkedCommand<CreatePayout>('payouts.create', command, payoutIssues)
    const checked: CreatePayout = Object.assign(copy, { amount: canonicalMoney(copy.amount) })
    const type = checked.destination.type
    return executeRouted(this.#scope, { kind: 'payout', type, command: checked }, async (client, turn) =>
      this.#scope.engine.execute(
        planOf(this.#scope, { client, command: await named(this.#scope, checked), content: checked, turn }),
      ),
    )
  }

  /**
   * Takes back a payout that its recipient has not got yet. It is `unknown` while nobody knows whether that was in time.
   * Throws `InvalidStateError` where it is too late.
   */
  async cancel(given: CancelPayout): Promise<Payout> {
    const command = checkedCommand<CancelPayout>('payouts.cancel', given, () => [])
    return executeChange<Payout, PayoutAnswer, CancelPayout>(
      this.#scope,
      { type: 'payout', verb: 'cancel', id: command.payout, command },
      { definitionOf: cancelOf, check: (object) => expectStatus(object, CANCELABLE, 'canceled') },
    )
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Payout | undefined> {
    return retrieveObject(this.#scope, payoutInquiry, { selector, ...options })
  }

  /** What the journal holds, oldest first. */
  list(filter: ListFilter<PayoutStatus> = {}): AsyncIterable<Payout> {
    return listObjects<Payout>(this.#scope, 'payout', filter)
  }
}

const payoutIssues = (fields: Fields) => [
  ...partIssues('destination', fields['destination'], 'destination'),
  ...amountIssues(fields['amount']),
  ...instantIssues(fields['availableFrom'], 'availableFrom'),
  ...instantIssues(fields['availableUntil'], 'availableUntil'),
]

export const definitionOf = (client: ProviderClient, { type }: PayoutDestination): PayoutDestinationDefinition => {
  const definitions = client.account.definition.payouts as
    Readonly<Record<string, PayoutDestinationDefinition>> | undefined
  return partOf(client, definitions?.[type], `payouts to a ${type}`)
}

const CANCELABLE = ['requires_action', 'requires_authorization', 'processing', 'ready']

const cancelOf = (client: ProviderClient, { destination }: Payout) =>
  partOf(client, definitionOf(client, destination).cancel, `way to cancel a payout to a ${destination.type}`)

/** A command whose stored target is named as the provider names it. */
export const named = async <Command extends Pick<CreatePayout, 'destination'>>(
  scope: Scope,
  command: Command,
): Promise<Command> => {
  const { destination } = command
  if (destination.type !== 'saved') return command
  return { ...command, destination: { ...destination, target: await providerToken(scope, destination.target) } }
}

const questionOf = (client: ProviderClient, operation: OperationRecord): Question<Payout, PayoutAnswer> => {
  if (operation.kind === 'payout.cancel') return questionOfChange(client, operation, cancelOf)
  const command = ownCopy(JSON.parse(operation.request)) as CreatePayout
  return {
    type: 'payout',
    client,
    expected: { amount: command.amount },
    run: (context) => definitionOf(client, command.destination).create(command, context),
    merge: mergeAnswer,
  }
}

export const payoutInquiry: Inquiry<Payout, PayoutAnswer> = {
  type: 'payout',
  questionOf,
  ask: (client, known) => {
    const { destination } = known.object
    const { retrieve } = definitionOf(client, destination)
    const ask = partOf(client, retrieve, `way to ask about one payout to a ${destination.type}`)
    return (context) => ask(known, context)
  },
}

/** A command at an account; `content` is how the caller wrote it. */
interface Placed {
  readonly client: ProviderClient
  readonly command: CreatePayout
  readonly content: CreatePayout
  readonly turn: Turn
}

const planOf = (scope: Scope, { client, command, content, turn }: Placed): Plan<Payout, PayoutAnswer> => ({
  merchant: scope.merchant,
  kind: 'payout.create',
  type: 'payout',
  movesMoney: true,
  reference: command.reference,
  client,
  content: withoutAcknowledgement(content),
  ...turn,
  begin: async (id) => {
    const request = JSON.stringify(command)
    // Shown to the caller, so it is made of ordinary objects again.
    const { reference, amount, destination, description, metadata } = JSON.parse(request) as CreatePayout
    const body = {
      id,
      merchant: scope.merchant,
      provider: client.account.name,
      reference,
      status: 'unknown' as const,
      amount,
      destination,
      ...(description === undefined ? {} : { description }),
      metadata: metadata ?? {},
    }
    const run = (context: MappingContext) => definitionOf(client, command.destination).create(command, context)
    return { body, request, expected: { amount: command.amount }, run, ...(await protection(scope, client, command)) }
  },
  merge: mergeAnswer,
})
