import type { TokenAnswer } from '../adapter/answers.js'
import type { MappingContext, TokenDefinition } from '../adapter/definition.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { CreateToken, Instrument, InstrumentType, Token, TokenStatus } from '../contract/token.js'
import { ValidationError } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { mergeAnswer, type Plan } from '../engine/plan.js'
import { issuesOf } from '../schema/issues.js'
import { ownCopy } from '../schema/own.js'
import { checkedCommand, partIssues } from './check.js'
import type { Inquiry } from './inquiry.js'
import { listObjects } from './reading.js'
import { retrieveObject } from './retrieving.js'
import { clientNamed, partOf, type Scope } from './scope.js'

type Complete = CreateToken & { readonly instrument: Instrument }

/** Stored instruments: cards, accounts to collect from, accounts to pay out to. */
export class Tokens {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /**
   * Stores an instrument at the provider, or returns the one that exists under this reference. Most have to be confirmed
   * by their owner first: `nextAction` says where.
   */
  async create(given: CreateToken): Promise<Token> {
    const content = checkedCommand('tokens.create', given, ({ instrument }) =>
      partIssues('instrument', instrument, 'instrument'),
    )
    const client = await this.#clientFor(content)
    const command: Complete = { ...content, instrument: content.instrument ?? onlyInstrument(client) }
    const { account } = client
    const { type } = command.instrument
    const { accepts } = definitionOf(client, type)
    const issues = issuesOf(account.validator(`tokens.${type}`, accepts), command)
    if (issues.length > 0) throw new ValidationError(issues, { provider: account.name })
    return this.#scope.engine.execute(planOf(this.#scope, { client, command, content }))
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Token | undefined> {
    return retrieveObject(this.#scope, tokenInquiry, { selector, ...options })
  }

  /** What the journal holds, oldest first. */
  list(filter: ListFilter<TokenStatus> = {}): AsyncIterable<Token> {
    return listObjects<Token>(this.#scope, 'token', filter)
  }

  async #clientFor({ provider, instrument }: CreateToken): Promise<ProviderClient> {
    if (provider !== undefined) return clientNamed(this.#scope, provider)
    const clients = [...(await this.#scope.clients()).values()]
    const able = clients.filter(({ account: { definition } }) =>
      instrument === undefined
        ? definition.tokens !== undefined
        : Object.hasOwn(definition.tokens ?? {}, instrument.type),
    )
    const [only] = able
    if (able.length === 1 && only !== undefined) return only
    throw new ValidationError([
      { path: 'provider', message: 'is required: several providers, or none, store such instruments' },
    ])
  }
}

const definitionOf = (client: ProviderClient, type: InstrumentType): TokenDefinition => {
  const definitions = client.account.definition.tokens as Readonly<Record<string, TokenDefinition>> | undefined
  return partOf(client, definitions?.[type], `stored instruments of the type ${type}`)
}

/** Only an instrument that nothing is asked about can go without saying. */
const onlyInstrument = (client: ProviderClient): Instrument => {
  const types = Object.keys(client.account.definition.tokens ?? {})
  if (types.length === 1 && types[0] === 'card') return { type: 'card' }
  partOf(client, client.account.definition.tokens, 'stored instruments')
  throw new ValidationError([{ path: 'instrument', message: `is required, of the type ${types.join(' or ')}` }])
}

const runOf =
  (client: ProviderClient, command: Complete) =>
  (context: MappingContext): Promise<TokenAnswer> =>
    definitionOf(client, command.instrument.type).create(command, context)

export const tokenInquiry: Inquiry<Token, TokenAnswer> = {
  type: 'token',
  questionOf: (client, { request }) => ({
    type: 'token',
    client,
    expected: {},
    run: runOf(client, ownCopy(JSON.parse(request)) as Complete),
    merge: mergeAnswer,
  }),
  ask: (client, known) => {
    const { type } = known.object.instrument
    const ask = partOf(client, definitionOf(client, type).retrieve, `way to ask about one ${type}`)
    return (context) => ask(known, context)
  },
}

const planOf = (
  { merchant }: Scope,
  { client, command, content }: { client: ProviderClient; command: Complete; content: CreateToken },
): Plan<Token, TokenAnswer> => ({
  merchant,
  kind: 'token.create',
  type: 'token',
  movesMoney: false,
  reference: command.reference,
  client,
  content,
  tried: [],
  goesOnAfter: [],
  begin: (id) => {
    const request = JSON.stringify(command)
    const { reference, instrument, metadata } = JSON.parse(request) as Complete
    const body = {
      id,
      merchant,
      provider: client.account.name,
      reference,
      status: 'unknown' as const,
      instrument: shown(instrument),
      metadata: metadata ?? {},
    }
    return { body, request, expected: {}, run: runOf(client, command) }
  },
  merge: mergeAnswer,
})

/** Account numbers are shown by their last four characters. */
const shown = (instrument: Instrument): Instrument =>
  'accountNumber' in instrument
    ? { ...instrument, accountNumber: instrument.accountNumber.replace(/.(?=.{4})/g, '•') }
    : instrument
