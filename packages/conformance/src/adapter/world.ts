import type { ProviderModule } from '@polyrail/core'
import type {
  AnswerSample,
  CustomerSample,
  PayinSample,
  PayoutSample,
  PeriodSample,
  ReadSample,
  RefusalSample,
  TokenSample,
} from './samples.js'
import type { ProviderServer } from './server.js'

/** What the author of an adapter brings. */
export interface AdapterSubject {
  /** The adapter under test, as one account with this name at this address. */
  readonly createProvider: (place: Place) => ProviderModule
  readonly world: AdapterWorld
  /** Of the adapter, for the evidence. */
  readonly version?: string
}

export interface Place {
  readonly baseUrl: string
  readonly name: string
  /** `wrong`: credentials that the provider refuses. */
  readonly credentials: 'right' | 'wrong'
  /** Which of the adapter’s own settings, as the samples name them; the usual ones when absent. */
  readonly settings?: string
}

/**
 * The provider's side as data, and a server of it that can be started. What is not here the adapter must not be able
 * to do: the samples are compared with its capabilities.
 */
export interface AdapterWorld {
  readonly payins?: Readonly<Record<string, PayinSample>>
  readonly payouts?: Readonly<Record<string, PayoutSample>>
  readonly tokens?: Readonly<Record<string, TokenSample>>
  readonly customers?: CustomerSample
  readonly balances?: readonly ReadSample[]
  readonly statements?: readonly PeriodSample[]
  readonly listAtProvider?: readonly PeriodSample[]
  /** Texts of the right credentials: they may be seen nowhere. */
  readonly secrets: readonly string[]
  /** Where the provider is asked for a token, where it has such. */
  readonly login?: Login
  /** The provider's refusals, as it answers them. The first one is used wherever a refusal is needed. */
  readonly refusals: readonly [RefusalSample, ...RefusalSample[]]
  /** Answers that look like refusals and are none: after them nobody knows what was executed. */
  readonly silences?: readonly AnswerSample[]
  /** The provider is known to answer 429 before it executes anything; without this a 429 says nothing. */
  readonly limitsBeforeExecution?: true
  /** What the adapter takes for a fact, and where it has it from; for the evidence. */
  readonly facts?: readonly Fact[]
  /** Starts a server of the provider with nothing in it. Called for every test. */
  start(): Promise<ProviderServer>
}

export interface Login {
  /** `POST /token`, below the base URL. */
  readonly endpoint: string
  /** Everything that the request carries. */
  readonly request: Readonly<Record<string, unknown>>
  /** How long the server's tokens live, as they are answered. */
  readonly lifetimeMs: number
  /** Answers to a login, changed in these fields, and how long such a token is to be used. */
  readonly answers?: readonly { readonly title: string; readonly edit: object; readonly lifetimeMs: number }[]
}

export interface Fact {
  readonly fact: string
  readonly source: 'documented' | 'inferred' | 'unverified'
}
