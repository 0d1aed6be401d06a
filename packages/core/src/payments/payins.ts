import type { PayinAnswer } from '../adapter/answers.js'
import { cardDetails, isCardData } from '../adapter/card-data.js'
import type { MappingContext, PayinMethodDefinition, Period } from '../adapter/definition.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { Money } from '../contract/money.js'
import type {
  CancelPayin,
  CapturePayin,
  CreatePayin,
  Payin,
  PayinAtProvider,
  PayinMethod,
  PayinStatus,
} from '../contract/payin.js'
import { UnsupportedOperationError, ValidationError, type Issue } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { readOnly, readThrough } from '../engine/reading.js'
import { mergeAnswer, publicObject, type Plan, type Question, type Turn } from '../engine/plan.js'
import type { ObjectRecord, OperationRecord } from '../journal/port.js'
import { cleanFields } from '../log/redact.js'
import { canonicalMoney, minorUnits, moneyOf } from '../money/money.js'
import { ownCopy } from '../schema/own.js'
import { executeChange, expectStatus, questionOfChange } from './changing.js'
import { amountIssues, checkedCommand, checkPeriod, instantIssues, isRecord, partIssues, type Fields } from './check.js'
import type { Inquiry } from './inquiry.js'
import { listRecords, queryOf, reading } from './reading.js'
import { shownWithRefunds, withRefunds } from './refunded.js'
import { retrieveObject } from './retrieving.js'
import { executeRouted } from './routed.js'
import { clientNamed, partOf, type Scope } from './scope.js'
import { providerToken } from './stored.js'

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
    const type = checked.method.type
    const payin = await executeRouted(this.#scope, { kind: 'payin', type, command: checked }, async (client, turn) =>
      this.#scope.engine.execute(
        planOf(this.#scope, { client, command: await named(this.#scope, checked), content: checked, turn }),
      ),
    )
    return shownWithRefunds(this.#scope, payin)
  }

  /**
   * Collects an authorized amount, or a part of it. The payin is `unknown` while nobody knows whether it was collected.
   * Throws `InvalidStateError` where it is not authorized, `UnresolvedOperationError` where an earlier change of it has
   * had no answer.
   */
  capture(command: CapturePayin): Promise<Payin> {
    return this.#change('capture', command)
  }

  /** Gives up a payin that is not paid, or what is left of an authorization. */
  cancel(command: CancelPayin): Promise<Payin> {
    return this.#change('cancel', command)
  }

  async #change(verb: 'capture' | 'cancel', given: CapturePayin): Promise<Payin> {
    const { payin, ...rest } = checkedCommand<CapturePayin>(`payins.${verb}`, given, ({ amount }) =>
      amountIssues(amount),
    )
    const command = { ...rest, payin, ...(rest.amount === undefined ? {} : { amount: canonicalMoney(rest.amount) }) }
    const changed = await executeChange<Payin, PayinAnswer, CapturePayin>(
      this.#scope,
      { type: 'payin', verb, id: payin, command },
      {
        definitionOf: changeOf(verb),
        check: (object, partial) => checkChange(verb, { object, amount: command.amount, partial }),
      },
    )
    return shownWithRefunds(this.#scope, changed)
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  async retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Payin | undefined> {
    const payin = await retrieveObject(this.#scope, payinInquiry, { selector, ...options })
    return payin === undefined ? undefined : withRefunds(this.#scope, payin)
  }

  /** What the journal holds, oldest first. */
  async *list(filter: ListFilter<PayinStatus> = {}): AsyncGenerator<Payin, void, undefined> {
    for await (const record of listRecords(this.#scope, 'payin', queryOf(filter))) {
      const payin = publicObject(record) as Payin
      yield record.children === 0 ? payin : await withRefunds(this.#scope, payin)
    }
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
      const { providerId, reference } = found
      const byId = await reading(() => journal.object({ merchant, type: 'payin', provider, providerId }))
      const ours = byId ?? (await this.#byReference(client, reference))
      yield { ...found, raw: cleanFields(found.raw), provider, ...(ours === undefined ? {} : { payin: ours.id }) }
    }
  }

  /** A payment that its provider has given another id since. */
  async #byReference(client: ProviderClient, reference: string | undefined): Promise<ObjectRecord | undefined> {
    if (reference === undefined) return undefined
    const { journal, merchant } = this.#scope
    const found = await reading(() => journal.object({ merchant, type: 'payin', reference }))
    return found?.provider === client.account.name ? found : undefined
  }
}

const payinIssues = (fields: Fields) => [
  ...partIssues('method', fields['method'], 'method'),
  ...cardIssues(fields['method']),
  ...amountIssues(fields['amount']),
  ...instantIssues(fields['expiresAt'], 'expiresAt'),
]

/** A card is named by its token, or given by an object that shows nothing. */
const cardIssues = (method: unknown): readonly Issue[] => {
  if (!isRecord(method) || method['type'] !== 'card') return []
  const { token, card } = method
  if (card !== undefined && !isCardData(card)) {
    return [{ path: 'method.card', message: 'expected new CardData({ … }), so that it is shown nowhere' }]
  }
  return (token === undefined) === (card === undefined)
    ? [{ path: 'method', message: 'expected either a token or a card' }]
    : []
}

/** A command whose stored source is named as the provider names it. */
const named = async (scope: Scope, command: CreatePayin): Promise<CreatePayin> => {
  const { method } = command
  if (method.type !== 'bank_debit') return command
  return { ...command, method: { ...method, source: await providerToken(scope, method.source) } }
}

const definitionOf = (client: ProviderClient, method: PayinMethod): PayinMethodDefinition => {
  const definitions = client.account.definition.payins as Readonly<Record<string, PayinMethodDefinition>> | undefined
  return partOf(client, definitions?.[method.type], `payins of the type ${method.type}`)
}

const changeOf =
  (verb: 'capture' | 'cancel') =>
  (client: ProviderClient, { method }: Payin) =>
    partOf(client, definitionOf(client, method)[verb], `way to ${verb} a ${method.type}`)

const CHANGEABLE = {
  capture: ['authorized', 'partially_captured'],
  cancel: ['requires_action', 'pending', 'authorized', 'partially_captured'],
} as const

/** What may be captured, or given back uncaptured: what is left of the authorization, in part where that can be done. */
const checkChange = (
  verb: 'capture' | 'cancel',
  {
    object,
    amount,
    partial,
  }: { readonly object: Payin; readonly amount: Money | undefined; readonly partial: boolean },
): void => {
  const { provider, reference } = object
  expectStatus(object, CHANGEABLE[verb], `${verb}${verb === 'cancel' ? 'ed' : 'd'}`)
  if (amount === undefined) return
  const { currency } = object.amount
  const problem = (path: string, message: string) => new ValidationError([{ path, message }], { provider, reference })
  if (amount.currency !== currency) throw problem('amount.currency', `expected ${currency}, as the payin is in`)
  const minor = (money: Money | undefined): bigint => (money === undefined ? 0n : minorUnits(money))
  const left =
    minor(object.amountAuthorized ?? object.amount) - minor(object.amountCaptured) - minor(object.amountCanceled)
  if (minor(amount) > left)
    throw problem('amount.amount', `expected at most ${moneyOf(left, currency).amount}, what is left`)
  if (!partial && minor(amount) < left) {
    throw new UnsupportedOperationError(`${provider} can only ${verb} all of it`, { provider, reference })
  }
}

const questionOf = (client: ProviderClient, operation: OperationRecord): Question<Payin, PayinAnswer> => {
  if (operation.kind === 'payin.capture') return questionOfChange(client, operation, changeOf('capture'))
  if (operation.kind === 'payin.cancel') return questionOfChange(client, operation, changeOf('cancel'))
  const command = ownCopy(JSON.parse(operation.request)) as CreatePayin
  return {
    type: 'payin',
    client,
    expected: { amount: command.amount },
    run: (context) => definitionOf(client, command.method).create(command, context),
    merge: mergeAnswer,
  }
}

export const payinInquiry: Inquiry<Payin, PayinAnswer> = {
  type: 'payin',
  questionOf,
  ask: (client, known) => {
    const { method } = known.object
    const { retrieve } = definitionOf(client, method)
    const ask = partOf(client, retrieve, `way to ask about one ${method.type}`)
    return (context) => ask(known, context)
  },
}

/** Others only create what somebody may pay later. */
const MOVES_MONEY: readonly string[] = ['card', 'bank_debit']

/** A command at an account; `content` is how the caller wrote it. */
interface Placed {
  readonly client: ProviderClient
  readonly command: CreatePayin
  readonly content: CreatePayin
  readonly turn: Turn
}

const planOf = ({ merchant, clock }: Scope, { client, command, content, turn }: Placed): Plan<Payin, PayinAnswer> => {
  const { method } = command
  return {
    merchant,
    kind: 'payin.create',
    type: 'payin',
    movesMoney: MOVES_MONEY.includes(method.type),
    reference: command.reference,
    client,
    content,
    ...turn,
    secrets: cardSecrets(method),
    begin: (id) => {
      const issues = instantIssues(command.expiresAt, 'expiresAt', clock.now())
      if (issues.length > 0) throw new ValidationError(issues, { reference: command.reference })
      const request = JSON.stringify(shown(command))
      // Shown to the caller, so it is made of ordinary objects again.
      const { reference, amount, method: asked, expiresAt, metadata } = JSON.parse(request) as CreatePayin
      const body = {
        id,
        merchant,
        provider: client.account.name,
        reference,
        status: 'unknown' as const,
        amount,
        method: asked,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        metadata: metadata ?? {},
      }
      const run = (context: MappingContext) => definitionOf(client, method).create(command, context)
      return { body, request, expected: { amount: command.amount }, run }
    },
    merge: mergeAnswer,
  }
}

/** A card's token pays, so it is kept no more than the card itself. */
const shown = (command: CreatePayin): CreatePayin =>
  command.method.type === 'card' && 'token' in command.method
    ? { ...command, method: { type: 'card', token: '[token]' } }
    : command

const cardSecrets = (method: PayinMethod): readonly string[] => {
  if (method.type !== 'card') return []
  const number = 'card' in method ? cardDetails(method.card)?.number : undefined
  return [...('token' in method ? [method.token] : []), ...(number === undefined ? [] : [number])]
}
