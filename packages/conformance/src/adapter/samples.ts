import type {
  AmountLimits,
  CreateCustomer,
  CreatePayin,
  CreatePayout,
  CreateToken,
  Payments,
  RefundByProvider,
} from '@polyrail/core'
import type { About } from './server.js'

/**
 * What is compared, field by field: only fields that are named; `undefined` for one that must be absent, a RegExp for
 * a text or number. `{reference}`, `{providerId}` and `{url}` stand for the provider's reference, its id and the base URL.
 */
export type Expected = Readonly<Record<string, unknown>>

/** A call of the provider, below the base URL. */
export interface WireCall {
  /** `POST /payouts/{id}`; the braces stand for one part of a path. */
  readonly endpoint: string
  /** Where its answer has the object, as a JSON pointer: `/payments/0`. The whole answer when absent. */
  readonly object?: string
}

/** A call that creates or moves something. */
export interface WireWrite extends WireCall {
  /** All fields that it carries, and no others; numbers as JSON reads them, texts where it is no JSON. */
  readonly request: Expected
}

/** What the fields of an object are called on the wire, where the answer has them. */
export interface WireNames {
  readonly id: string
  readonly status?: string
  readonly amount?: string
  readonly reference?: string
}

/** How an amount is written in a request. */
export interface WireAmount {
  /** A JSON pointer: `/order/amount`. */
  readonly at: string
  /** `minor`: 4590 for 45.90 USD. */
  readonly unit: 'major' | 'minor'
}

/** What becomes known of a call whose answer was lost. */
export type Lost =
  /** It is found by asking for our reference, or by what has moved. */
  | 'found'
  /** It is not found, and does no harm: nobody was shown it. */
  | 'harmless'
  /** It is asked by being called again, which changes nothing more. */
  | 'repeated'
  /** Nobody can be asked: it waits for a callback or a person. */
  | 'blind'

/** The command of a sample: everything but `provider` and `reference`. */
export type Content<Command> = Omit<Command, 'provider' | 'reference'>

/** Fields that take the place of a command's; `undefined` for one that it is to be without. */
export type Fields<Command> = { readonly [Name in keyof Command]?: Command[Name] | undefined }

/** For commands that need something else first, such as a stored account. */
export interface Setup {
  readonly payments: Payments
  readonly provider: string
  readonly reference: string
  /** Makes somebody at the provider act; gives what came of it. */
  readonly act: (name: string, about: About) => Promise<unknown>
}

/** Another command of the same type: its fields take the place of the sample's. */
export interface Variant<Command> {
  readonly title: string
  /** Of an account with other settings, as createProvider knows them by this name. */
  readonly settings?: string
  readonly with: Fields<Command> | ((setup: Setup) => Promise<Fields<Command>>)
  /** All fields of its request; those of the sample's when absent. */
  readonly request?: Expected
  readonly created?: Expected
}

/** A command that the adapter refuses, before anything is sent. */
export interface RefusedVariant<Command> {
  readonly title: string
  /** By an account with other settings. */
  readonly settings?: string
  readonly with: Fields<Command>
  /** The field that the error names: `method.bankCode`. */
  readonly path: string
}

/** Something that the provider itself refuses. */
export interface RefusedByProvider<Command> {
  readonly title: string
  readonly with?: Fields<Command>
  /** What happens at the provider before. */
  readonly acts?: readonly string[]
  readonly code: string
  readonly providerCode?: string
}

/** What people do at the provider after the creation, in this order, and what the object is then. */
export interface Story<Command> {
  readonly acts: readonly string[]
  readonly with?: Fields<Command>
  readonly expect: Expected
}

/** An answer of the provider in another form: these fields of its object take the place of what it answered. */
export interface AnswerForm {
  readonly title: string
  readonly to: 'create' | 'retrieve'
  readonly edit: Readonly<Record<string, unknown>>
  /** What the object is then; `unbelievable` where such an answer must not be believed. */
  readonly expect: Expected | 'unbelievable'
}

/** What is called before the decisive call, and what comes of it. */
export interface PreparationForm<Command> {
  readonly title: string
  /** By an account with other settings. */
  readonly settings?: string
  readonly with?: Fields<Command> | ((setup: Setup) => Promise<Fields<Command>>)
  /** All fields that the calls carry, by endpoint, and no others; in the order in which they are made. */
  readonly requests?: Readonly<Record<string, readonly Expected[]>>
  /** Other values of fields, wherever an answer of the provider has them, by endpoint. */
  readonly edits?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Answers in place of the provider's, by endpoint: to reads that are made the same way each time. */
  readonly answers?: Readonly<Record<string, AnswerSample>>
  /** What the object is then, or the error. */
  readonly expect: Expected | { readonly code: string; readonly message?: RegExp }
  /** How often the decisive call is made. */
  readonly sends: 0 | 1
}

/** What must not be taken for ours when it is looked up, by these fields changed. */
export interface OtherFound {
  readonly title: string
  readonly edit: Readonly<Record<string, unknown>>
  /** It may have come of our call all the same: then it is no proof of absence either. */
  readonly unclear?: true
  /** It is certainly somebody else's: where there is nothing but this, ours was not executed. */
  readonly absent?: true
}

/** One type of thing that the adapter creates. */
export interface CreationSample<Command> {
  readonly command: Content<Command> | ((setup: Setup) => Promise<Content<Command>>)
  readonly creates: WireWrite
  /** How one is asked for by its id; absent where the provider cannot be asked. */
  readonly retrieves?: WireCall
  readonly names: WireNames
  readonly lost: Lost
  /** What has to happen at the provider before it can be asked about one. */
  readonly askedAfter?: readonly string[]
  /** The object after its creation. */
  readonly created: Expected
  readonly variants?: readonly Variant<Command>[]
  readonly refused?: readonly RefusedVariant<Command>[]
  readonly refusedByProvider?: readonly RefusedByProvider<Command>[]
  readonly stories?: readonly Story<Command>[]
  /** What the provider tells of its own accord after these acts, or the creation where there are none. */
  readonly tells?: readonly Story<Command>[]
  /** What the object is, by the provider's word for its status: every word that is known. */
  readonly words?: Readonly<Record<string, Expected>>
  readonly answers?: readonly AnswerForm[]
  readonly preparations?: readonly PreparationForm<Command>[]
  /** Texts of the command that may be seen nowhere: a card's number, its token. */
  readonly secrets?: readonly string[]
  /** Look-ups: what the provider may show in place of ours. */
  readonly others?: readonly OtherFound[]
  /** Where the provider has it twice, its look-up sees both: nobody guesses which of them is ours. */
  readonly seesTwo?: true
}

interface MoneySample<Command> extends CreationSample<Command> {
  readonly currencies: Readonly<Record<string, AmountLimits>>
  readonly amount: WireAmount
  /** The provider takes an expiry. */
  readonly expires?: true
  /** Amounts to try besides those that follow from the limits. */
  readonly amounts?: readonly { readonly amount: string; readonly currency: string }[]
}

export interface PayinSample extends MoneySample<CreatePayin> {
  readonly capture?: ChangeSample<CreatePayin>
  readonly cancel?: ChangeSample<CreatePayin>
  readonly refund?: RefundSample
}

export interface PayoutSample extends MoneySample<CreatePayout> {
  readonly cancel?: ChangeSample<CreatePayout>
}

export type TokenSample = CreationSample<CreateToken>
export type CustomerSample = CreationSample<CreateCustomer>

/** How an object comes to where something can be done with it. */
export interface Start<Command> {
  readonly with?: Fields<Command>
  readonly acts?: readonly string[]
}

export interface ChangeSample<Command> {
  readonly from?: Start<Command>
  /** The call; `names` and `object` are those of the creation, unless they are told here. */
  readonly sends: WireWrite
  readonly names?: WireNames
  readonly lost: Lost
  /** The payin or payout afterwards. */
  readonly expect: Expected
  /** Of a part of the amount; absent where only all of it can be changed. */
  readonly part?: Part
  /** What else may have moved meanwhile: fields of the answer, from which this one must not be taken to have happened. */
  readonly others?: readonly OtherFound[]
  readonly tooLate?: TooLate | readonly TooLate[]
}

/** What is refused after these acts at the provider, of which the platform knows nothing: by the provider, or by the adapter. */
export interface TooLate {
  readonly acts: readonly string[]
  /** Of this much, in the currency of the sample's amount; of all that is left when absent. */
  readonly amount?: string
  readonly code: string
}

export interface RefundSample {
  readonly from?: Start<CreatePayin>
  readonly sends: WireWrite
  readonly retrieves?: WireCall
  readonly names: WireNames
  readonly lost: Lost
  /** The refund after its creation. */
  readonly expect: Expected
  readonly part?: Part
  readonly words?: Readonly<Record<string, Expected>>
  readonly with?: Pick<RefundByProvider, 'reason'>
  readonly tells?: readonly Story<object>[]
  readonly others?: readonly OtherFound[]
}

export interface Part {
  /** In the currency of the sample's amount. */
  readonly amount: string
  readonly request: Expected
  readonly expect: Expected
  /** Of all that is left after that. */
  readonly rest?: { readonly request: Expected; readonly expect: Expected }
}

/** A refusal as the provider answers it, and the error that it is. */
export interface RefusalSample extends AnswerSample {
  readonly code: string
  readonly providerCode?: string
  /** `undefined` where the answer has none. */
  readonly providerMessage?: string | undefined
}

export interface AnswerSample {
  readonly title: string
  readonly status: number
  /** JSON; a text stands for a page of HTML. */
  readonly body: unknown
}

/** What the provider answers to reads, by endpoint, and what the platform is told. */
export interface ReadSample {
  readonly title: string
  /** Pages that are asked for one after the other are a list of answers. */
  readonly answers: Readonly<Record<string, readonly (AnswerSample | { readonly body: unknown })[]>>
  /** The queries that are sent, in order: `GET /list?from=2031-01-01`. */
  readonly requests?: readonly string[]
  /** The items, in order. */
  readonly expect: readonly Expected[]
}

export interface PeriodSample extends ReadSample {
  readonly from: string
  readonly to: string
}
