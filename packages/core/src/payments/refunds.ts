import type { RefundAnswer } from '../adapter/answers.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { Payin } from '../contract/payin.js'
import type { Payout } from '../contract/payout.js'
import type { CreateRefund, Refund, RefundByPayout, RefundByProvider, RefundStatus } from '../contract/refund.js'
import { publicObject } from '../engine/plan.js'
import { canonicalMoney } from '../money/money.js'
import { existing } from './changing.js'
import { amountIssues, checkedCommand, instantIssues, isRecord, partIssues, type Fields } from './check.js'
import { definitionOf as payoutDefinition, named } from './payouts.js'
import { answeredByPayout, payoutOf, refundDefinition, refundPlan, refundQuestion } from './refunding.js'
import type { Inquiry } from './inquiry.js'
import { listObjects } from './reading.js'
import { retrieveObject } from './retrieving.js'
import { executeRouted } from './routed.js'
import { clientNamed, partOf, type Scope } from './scope.js'

/** Filters of a list of refunds. */
export interface RefundFilter extends ListFilter<RefundStatus> {
  /** The id of the payin that they give back. */
  readonly payin?: string
}

/** Money going back to payers. */
export class Refunds {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /**
   * Gives back what a payin has collected, or a part of it: through its provider, or with `via: 'payout'` as a payout of
   * any account. All refunds of a payin together never exceed what was collected, whatever their path and however many
   * are asked for at once. Resolves with `status: 'unknown'` where the money may have gone back and nobody knows yet; a
   * rejection proves that none did.
   */
  async create(given: CreateRefund): Promise<Refund> {
    const byPayout = isRecord(given) && (given as Fields)['via'] === 'payout'
    const checked = checkedCommand<CreateRefund>(
      byPayout ? 'refunds.create.payout' : 'refunds.create',
      given,
      refundIssues,
    )
    const command: CreateRefund = {
      ...checked,
      ...(checked.amount === undefined ? {} : { amount: canonicalMoney(checked.amount) }),
    }
    return command.via === 'payout' ? this.#byPayout(command) : this.#byProvider(command)
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Refund | undefined> {
    return retrieveObject(this.#scope, refundInquiry, { selector, ...options })
  }

  /** What the journal holds, oldest first. */
  list({ payin, ...filter }: RefundFilter = {}): AsyncIterable<Refund> {
    return listObjects<Refund>(this.#scope, 'refund', { ...filter, ...(payin === undefined ? {} : { parent: payin }) })
  }

  async #byProvider(command: RefundByProvider): Promise<Refund> {
    const payin = await existing(this.#scope, 'payin', command.payin)
    const client = await clientNamed(this.#scope, payin.provider)
    refundDefinition(client, publicObject(payin) as Payin)
    return this.#scope.engine.execute(
      refundPlan(this.#scope, { client, command, content: command, turn: { tried: [], goesOnAfter: [] } }),
    )
  }

  async #byPayout(command: RefundByPayout): Promise<Refund> {
    const payin = publicObject(await existing(this.#scope, 'payin', command.payin)) as Payin
    const type = command.destination.type
    // For the router; how much it is, is decided where it is sent.
    const routed = payoutOf(command, command.amount ?? payin.amount)
    return executeRouted(
      this.#scope,
      { kind: 'payout', makes: 'refund.create', type, command: routed },
      async (client, turn) => {
        const placed = { client, command: await named(this.#scope, command), content: command, turn }
        return this.#scope.engine.execute(refundPlan(this.#scope, placed))
      },
    )
  }
}

export const refundInquiry: Inquiry<Refund, RefundAnswer> = {
  type: 'refund',
  questionOf: refundQuestion,
  ask: (client, known, scope) => {
    const { destination, via } = known.object
    if (via === 'payout' && destination !== undefined) {
      const { retrieve } = payoutDefinition(client, destination)
      const ask = partOf(client, retrieve, `way to ask about one payout to a ${destination.type}`)
      const payout = { ...known, object: known.object as unknown as Payout }
      return async (context) => {
        const answer = await ask(payout, context)
        return answer === undefined ? undefined : answeredByPayout(answer)
      }
    }
    return async (context) => {
      const payin = publicObject(await existing(scope, 'payin', known.object.payin)) as Payin
      const ask = partOf(client, refundDefinition(client, payin).retrieve, 'way to ask about one refund')
      return ask(known, context)
    }
  },
}

const refundIssues = (fields: Fields) => [
  ...amountIssues(fields['amount']),
  ...partIssues('destination', fields['destination'], 'destination'),
  ...instantIssues(fields['availableFrom'], 'availableFrom'),
  ...instantIssues(fields['availableUntil'], 'availableUntil'),
]
