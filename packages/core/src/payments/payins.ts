import type { PayinAnswer } from '../adapter/answers.js'
import type { PayinMethodDefinition, Period } from '../adapter/definition.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { CreatePayin, Payin, PayinAtProvider, PayinMethod, PayinStatus } from '../contract/payin.js'
import { ValidationError } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { readOnly, readThrough } from '../engine/reading.js'
import { mergeAnswer, type Plan } from '../engine/plan.js'
import type { Tried } from '../journal/port.js'
import { cleanFields } from '../log/redact.js'
import { canonicalMoney } from '../money/money.js'
import { ownCopy } from '../schema/own.js'
import { amountIssues, checkedCommand, checkPeriod, instantIssues, partIssues, type Fields } from './check.js'
import { listObjects, reading } from './reading.js'
import { retrieveObject } from './retrieving.js'
import { executeRouted } from './routed.js'
import { clientNamed, partOf, type Scope } from './scope.js'

/** Money coming in. */
export class Payins<Command extends CreatePayin = CreatePayin> {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /**
   * Creates a payin, or returns the one that exists under this reference. Resolves with `status: 'unknown'` where
   * the provider may have executed the call and nobody knows yet; a rejection proves that nothing was executed.
   */
  async create(command: Command): Promise<Payin> {
    const copy = checkedCommand<CreatePayin>('payins.create', command, payinIssues)
    const checked: CreatePayin = Object.assign(copy, { amount: canonicalMoney(copy.amount) })
    return executeRouted(this.#scope, { kind: 'payin', type: checked.method.type, command: checked }, (client, tried) =>
      this.#scope.engine.execute(planOf(this.#scope, { client, command: checked, tried })),
    )
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Payin | undefined> {
    return retrieveObject<Payin, PayinAnswer>(this.#scope, selector, {
      type: 'payin',
      refresh: options.refresh ?? false,
      planOf: (client, command) => planOf(this.#scope, { client, command: ownCopy(command as CreatePayin), tried: [] }),
      ask: (client, payin, providerId) => {
        const { retrieve } = definitionOf(client, payin.method)
        const ask = partOf(client, retrieve, `way to ask about one ${payin.method.type}`)
        return (context) => ask({ providerId, object: payin }, context)
      },
    })
  }

  /** What the journal holds, oldest first. */
  list(filter: ListFilter<PayinStatus> = {}): AsyncIterable<Payin> {
    return listObjects<Payin>(this.#scope, 'payin', filter)
  }

  /** The provider's own list, where it has one; `payin` names ours where the journal knows it. */
  async *listAtProvider({
    provider,
    ...period
  }: { readonly provider: string } & Period): AsyncGenerator<PayinAtProvider, void, undefined> {
    checkPeriod(period)
    const client = await clientNamed(this.#scope, provider)
    const listPayins = partOf(client, client.account.definition.listPayins, 'list of its payins')
    const { journal, merchant } = this.#scope
    for await (const found of readThrough(client, listPayins(period, readOnly(client)))) {
      const { providerId } = found
      const ours = await reading(() => journal.object({ merchant, type: 'payin', provider, providerId }))
      yield { ...found, raw: cleanFields(found.raw), provider, ...(ours === undefined ? {} : { payin: ours.id }) }
    }
  }
}

const payinIssues = (fields: Fields) => [
  ...partIssues('method', fields['method'], 'method'),
  ...amountIssues(fields['amount']),
  ...instantIssues(fields['expiresAt'], 'expiresAt'),
]

const definitionOf = (client: ProviderClient, method: PayinMethod): PayinMethodDefinition => {
  const definitions = client.account.definition.payins as Readonly<Record<string, PayinMethodDefinition>> | undefined
  return partOf(client, definitions?.[method.type], `payins of the type ${method.type}`)
}

const planOf = (
  { merchant, clock }: Scope,
  { client, command, tried }: { client: ProviderClient; command: CreatePayin; tried: readonly Tried[] },
): Plan<Payin, PayinAnswer> => {
  const request = JSON.stringify(command)
  return {
    merchant,
    request,
    kind: 'payin.create',
    type: 'payin',
    reference: command.reference,
    client,
    content: command,
    amount: command.amount,
    tried,
    beforeSending: () => {
      const issues = instantIssues(command.expiresAt, 'expiresAt', clock.now())
      if (issues.length > 0) throw new ValidationError(issues, { reference: command.reference })
    },
    draft: (id) => {
      // Shown to the caller, so it is made of ordinary objects again.
      const { reference, amount, method, expiresAt, metadata } = JSON.parse(request) as CreatePayin
      return {
        id,
        merchant,
        provider: client.account.name,
        reference,
        status: 'unknown',
        amount,
        method,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        metadata: metadata ?? {},
      }
    },
    run: (context) => definitionOf(client, command.method).create(command, context),
    merge: mergeAnswer,
  }
}
