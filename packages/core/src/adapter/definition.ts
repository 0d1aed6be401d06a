import type { Static, TSchema } from 'typebox'
import type { AmountLimits } from '../contract/capabilities.js'
import type { CreateCustomer, Customer } from '../contract/customer.js'
import type { Balance, Money } from '../contract/money.js'
import type { CreatePayin, Payin, PayinAtProvider, PayinMethod, PayinMethodType } from '../contract/payin.js'
import type { CreatePayout, Payout, PayoutDestination, PayoutDestinationType } from '../contract/payout.js'
import type { Refund } from '../contract/refund.js'
import type { CreateToken, Instrument, InstrumentType, Token } from '../contract/token.js'
import type { StatementLine } from '../contract/statement.js'
import type { Authorization } from './authorization.js'
import type {
  CustomerAnswer,
  ErrorAnswer,
  Paused,
  PayinAnswer,
  PayoutAnswer,
  Refusal,
  RefundAnswer,
  TokenAnswer,
} from './answers.js'
import type { Call, Endpoint, InputOf, OutputOf } from './endpoint.js'
import type { Validators } from '../schema/validators.js'
import type { WebhookDefinition } from './webhooks.js'

/** What a mapping is given beside the command. */
export interface MappingContext {
  readonly call: Call
  /**
   * A read whose answer is kept with the intent, before the decisive call: a later look-up is given what it was then.
   * One per endpoint.
   */
  readonly before: Call
  /** Milliseconds since 1970, for what depends on the time at which it is sent. */
  readonly now: number
  /** The reference to send to the provider: fits its {@link ReferenceRule}, and is the same for ever. */
  readonly reference: string
}

/**
 * Which references the provider's field takes; others are replaced by 26 characters of A–Z and 2–7. `code`: there is
 * no such field, and a short code in free text (`K7Q2-9MXD-4TB6`) takes its place.
 */
export type ReferenceRule = { readonly pattern: RegExp; readonly maxLength: number } | { readonly code: true }

/** `create` maps a checked command to calls and their answer to the unified form. Pure but for `call`. */
export interface Creation<Command, Answer> {
  /** By ISO currency; the wire's decimals and the provider's limits. Others are refused before anything is sent. */
  readonly currencies: Readonly<Record<string, AmountLimits>>
  /** What this provider asks of the command beyond the contract: enums, lengths, fields that it requires. */
  readonly accepts: TSchema
  /**
   * Optional fields of the command that reach the provider. The others are not sent; `expiresAt` and a manual
   * `capture` would change what happens to the money and are refused where they are not named here.
   */
  readonly uses: readonly (keyof Command & string)[]
  /** The decisive call: whether its lost answer can be looked up is told to the platform. */
  readonly sends?: Endpoint
  readonly create: (command: Command, context: MappingContext) => Promise<Answer>
}

/** What core knows of a payment when its provider is asked about it, or asked to change it. */
export interface Known<T> {
  readonly providerId: string
  readonly object: T
  /** The reference that the provider was given when it was created. */
  readonly reference: string
}

/** What is done to a payment that exists. The answer says what has become of it. */
export interface ChangeDefinition<T, Answer> {
  /** It can be done to a part of the amount. */
  readonly partial: boolean
  readonly sends?: Endpoint
  /** `amount` is absent for all that is left. */
  readonly run: (known: Known<T>, change: { readonly amount?: Money }, context: MappingContext) => Promise<Answer>
}

/** A refund by the provider itself. */
export interface RefundDefinition {
  readonly partial: boolean
  readonly sends?: Endpoint
  readonly create: (
    payin: Known<Payin>,
    refund: { readonly amount: Money; readonly reason?: string },
    context: MappingContext,
  ) => Promise<RefundAnswer>
  readonly retrieve?: (known: Known<Refund>, context: Pick<MappingContext, 'call'>) => Promise<RefundAnswer | undefined>
}

export type TokenOf<Type extends InstrumentType> = CreateToken & {
  readonly instrument: Extract<Instrument, { readonly type: Type }>
}

/** A stored instrument that its owner may have to confirm. */
export interface TokenDefinition<Type extends InstrumentType = InstrumentType> {
  readonly accepts: TSchema
  readonly sends?: Endpoint
  readonly create: (command: TokenOf<Type>, context: MappingContext) => Promise<TokenAnswer>
  readonly retrieve?: (known: Known<Token>, context: Pick<MappingContext, 'call'>) => Promise<TokenAnswer | undefined>
}

export type PayinOf<Type extends PayinMethodType> = CreatePayin & {
  readonly method: Extract<PayinMethod, { readonly type: Type }>
}
export type PayoutOf<Type extends PayoutDestinationType> = CreatePayout & {
  readonly destination: Extract<PayoutDestination, { readonly type: Type }>
}

export interface PayinMethodDefinition<Type extends PayinMethodType = PayinMethodType> extends Creation<
  PayinOf<Type>,
  PayinAnswer
> {
  readonly retrieve?: (known: Known<Payin>, context: Pick<MappingContext, 'call'>) => Promise<PayinAnswer | undefined>
  readonly capture?: ChangeDefinition<Payin, PayinAnswer>
  readonly cancel?: ChangeDefinition<Payin, PayinAnswer>
  readonly refund?: RefundDefinition
}

export interface PayoutDestinationDefinition<
  Type extends PayoutDestinationType = PayoutDestinationType,
> extends Creation<PayoutOf<Type>, PayoutAnswer | Paused> {
  readonly retrieve?: (known: Known<Payout>, context: Pick<MappingContext, 'call'>) => Promise<PayoutAnswer | undefined>
  readonly cancel?: ChangeDefinition<Payout, PayoutAnswer>
}

export interface CustomerDefinition {
  readonly accepts: TSchema
  readonly create: (command: CreateCustomer, context: MappingContext) => Promise<CustomerAnswer>
  readonly retrieve?: (
    known: Known<Customer>,
    context: Pick<MappingContext, 'call'>,
  ) => Promise<CustomerAnswer | undefined>
}

/** A span of days; `to` is exclusive. ISO 8601. */
export interface Period {
  readonly from: string
  readonly to: string
}

/**
 * How to find out afterwards what became of a call whose answer was lost: given the same input, the answer that the
 * provider would have given, or undefined if it has no trace of it. `before` gives what was read before the call.
 *
 * `repeat` in place of it, for an `idempotent` endpoint: it is asked by being called again. A refusal then says
 * nothing, as it may be the first call that the repeated one finds done.
 */
export interface Lookup<E extends Endpoint = Endpoint> {
  readonly endpoint: E
  readonly find: 'repeat' | Find<E>
  /**
   * It can only say that there is no trace, or fail: what it looks for shows in what happens afterwards. Nothing then
   * shows whether it works, and the settle window counts twice. Default false.
   */
  readonly neverFinds?: boolean
}

export type Find<E extends Endpoint> = (
  input: InputOf<E>,
  context: Pick<MappingContext, 'call' | 'before'>,
) => Promise<OutputOf<E> | undefined>

/** What is known of the provider's behaviour. The defaults are the dangerous reading. */
export interface ProviderProfile {
  /** A 429 is always given before execution, so that it proves that nothing was executed. Default false. */
  readonly rateLimitBeforeExecution: boolean
  /** A 401 is always given before execution. Default true. */
  readonly authenticationBeforeExecution: boolean
  /**
   * How long after a call it may still be executed, or be missing from what the provider shows: only after that time
   * does "not found" mean "not executed". Default 30 minutes.
   */
  readonly settleWindowMs: number
}

/** Which of the provider's hosts the account is at. */
export interface Place {
  readonly baseUrl: string
  /** Absent where `baseUrl` was given in its place. */
  readonly environment?: string
}

/** Where the provider is and how it is told who calls. */
export interface Connection {
  readonly authorization: Authorization
  /** What depends on the settings of the account, in place of the definition's: limits of one merchant, say. */
  readonly payins?: PayinMethods
  readonly payouts?: PayoutDestinations
  readonly tokens?: TokenDefinitions
  readonly webhooks?: WebhookDefinition
}

export type TokenDefinitions = { readonly [Type in InstrumentType]?: TokenDefinition<Type> }
export type PayinMethods = { readonly [Type in PayinMethodType]?: PayinMethodDefinition<Type> }
export type PayoutDestinations = { readonly [Type in PayoutDestinationType]?: PayoutDestinationDefinition<Type> }

/** A provider: the table of contents of an adapter. Data and pure functions; core owns everything else. */
export interface ProviderDefinition<Config extends TSchema = TSchema> {
  readonly name: string
  /** The adapter's own settings; `name`, `baseUrl`, `environment` and `allowInsecureHttp` are added by core. */
  readonly config: Config
  /** Base URLs by the name of the environment; the first is the default. Empty where there is no default host. */
  readonly environments: Readonly<Record<string, string>>
  // A method, so that a definition for one configuration is a definition: it is only ever given its own.
  connect(config: Static<Config>, place: Place): Connection
  /** The provider's documented refusals; undefined for anything that is not in the documented shape. */
  readonly refusal: (answer: ErrorAnswer) => Refusal | undefined
  readonly reference: ReferenceRule
  readonly profile?: Partial<ProviderProfile>
  readonly payins?: PayinMethods
  readonly payouts?: PayoutDestinations
  readonly tokens?: TokenDefinitions
  readonly customers?: CustomerDefinition
  readonly balances?: (context: Pick<MappingContext, 'call'>) => Promise<readonly Balance[]>
  readonly statements?: (period: Period, context: Pick<MappingContext, 'call'>) => AsyncIterable<StatementLine>
  /** The provider's own list of payins. */
  readonly listPayins?: (
    period: Period,
    context: Pick<MappingContext, 'call'>,
  ) => AsyncIterable<Omit<PayinAtProvider, 'provider' | 'payin'>>
  readonly lookups?: readonly Lookup[]
  /** Where a person looks for what became of a call that cannot be looked up, by the name of its endpoint. */
  readonly searches?: Readonly<Record<string, string>>
  /** How its callbacks are taken; from {@link Connection} where that depends on a secret of the account. */
  readonly webhooks?: WebhookDefinition
  /** Compiled when the package was built; without them core compiles the schemas at first use. */
  readonly validators?: Validators
}
