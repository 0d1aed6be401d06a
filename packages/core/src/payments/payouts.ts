import type { PayoutAnswer } from '../adapter/answers.js'
import type { PayoutDestinationDefinition } from '../adapter/definition.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { CreatePayout, Payout, PayoutDestination, PayoutStatus } from '../contract/payout.js'
import type { ProviderClient } from '../engine/client.js'
import { mergeAnswer, type Plan } from '../engine/plan.js'
import type { Tried } from '../journal/port.js'
import { canonicalMoney } from '../money/money.js'
import { ownCopy } from '../schema/own.js'
import { amountIssues, checkedCommand, instantIssues, partIssues, type Fields } from './check.js'
import { listObjects } from './reading.js'
import { retrieveObject } from './retrieving.js'
import { executeRouted } from './routed.js'
import { partOf, type Scope } from './scope.js'

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
    return executeRouted(
      this.#scope,
      { kind: 'payout', type: checked.destination.type, command: checked },
      (client, tried) => this.#scope.engine.execute(planOf(this.#scope, { client, command: checked, tried })),
    )
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Payout | undefined> {
    return retrieveObject<Payout, PayoutAnswer>(this.#scope, selector, {
      type: 'payout',
      refresh: options.refresh ?? false,
      planOf: (client, command) =>
        planOf(this.#scope, { client, command: ownCopy(command as CreatePayout), tried: [] }),
      ask: (client, payout, providerId) => {
        const { retrieve } = definitionOf(client, payout.destination)
        const ask = partOf(client, retrieve, `way to ask about one payout to a ${payout.destination.type}`)
        return (context) => ask({ providerId, object: payout }, context)
      },
    })
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

const definitionOf = (client: ProviderClient, { type }: PayoutDestination): PayoutDestinationDefinition => {
  const definitions = client.account.definition.payouts as
    Readonly<Record<string, PayoutDestinationDefinition>> | undefined
  return partOf(client, definitions?.[type], `payouts to a ${type}`)
}

const planOf = (
  { merchant }: Scope,
  { client, command, tried }: { client: ProviderClient; command: CreatePayout; tried: readonly Tried[] },
): Plan<Payout, PayoutAnswer> => {
  const request = JSON.stringify(command)
  return {
    merchant,
    request,
    kind: 'payout.create',
    type: 'payout',
    reference: command.reference,
    client,
    content: command,
    amount: command.amount,
    tried,
    draft: (id) => {
      // Shown to the caller, so it is made of ordinary objects again.
      const { reference, amount, destination, description, metadata } = JSON.parse(request) as CreatePayout
      return {
        id,
        merchant,
        provider: client.account.name,
        reference,
        status: 'unknown',
        amount,
        destination,
        ...(description === undefined ? {} : { description }),
        metadata: metadata ?? {},
      }
    },
    run: (context) => definitionOf(client, command.destination).create(command, context),
    merge: mergeAnswer,
  }
}
