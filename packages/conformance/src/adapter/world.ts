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
  /** What the account knows the provider's deliveries by: none, one, or two while one replaces the other. */
  readonly webhookSecrets: readonly string[]
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
  /** What the provider tells of its own accord; absent where it tells nothing, or nothing that could be believed. */
  readonly webhooks?: WebhookWorld
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

/** How the provider tells, and how it is known to be the provider. What it tells about are the `tells` of the samples. */
export interface WebhookWorld {
  /** `signed`: what a delivery says is the provider's word. `hint`: the provider is asked before anything changes. */
  readonly trust: 'signed' | 'hint'
  /** What the server seals its deliveries with. */
  readonly secret: string
  /** Another one of the same form. */
  readonly otherSecret: string
  /** The headers by which a delivery is known, in lower case: without any one of them it is nobody's. */
  readonly headers: readonly string[]
  /** These headers, as the provider would send them with a body of these bytes. */
  readonly seal: (body: Uint8Array, secret: string) => Readonly<Record<string, string>>
  /** Where the JSON of a body has the object, as a JSON pointer: `/event`. The whole body when absent. */
  readonly object?: string
  /** The field of a body with the provider's id of the delivery, where it has one. */
  readonly deliveryId?: string
  /** Other bodies that say the same as one of JSON: in another encoding, or with more fields, or with less. */
  readonly alike?: readonly {
    readonly title: string
    readonly body: (told: Readonly<Record<string, unknown>>) => string
  }[]
  /** Bodies that say too little of an object, or not exactly enough, to be its word: the provider is asked. */
  readonly doubtful?: NonNullable<WebhookWorld['alike']>
  /** What it tells about none of our objects: JSON bodies. */
  readonly others?: readonly { readonly title: string; readonly body: unknown }[]
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
