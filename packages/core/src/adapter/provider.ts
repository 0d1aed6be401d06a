import { ContainerModule } from 'inversify'
import type { Static, TSchema } from 'typebox'
import { ProviderAccountId } from '../container/identifiers.js'
import type { ProviderDefinition } from './definition.js'
import { openAccount } from './account.js'

/** Settings that every provider takes beside its own. */
export interface CommonConfig {
  /** The name of this account in commands; default: the adapter's own. Two accounts of one provider get two names. */
  readonly name?: string
  /** Overrides the environment's base URL, e.g. by a simulator's. */
  readonly baseUrl?: string
  /** Plain `http` outside loopback is refused without this. */
  readonly allowInsecureHttp?: boolean
}

/** One account of a provider, to be given to `createPayments` or loaded into a container. */
export interface ProviderModule<
  Name extends string = string,
  Payins extends string = string,
  Payouts extends string = string,
> extends ContainerModule {
  /** Types only: what a command may ask of this account. Never present at run time. */
  readonly serves?: { readonly name: Name; readonly payins: Payins; readonly payouts: Payouts }
}

const FACTORY: unique symbol = Symbol.for('@polyrail/core provider factory') as never

type Environment<Definition extends ProviderDefinition> = keyof Definition['environments'] & string

export type ConfigOf<Definition extends ProviderDefinition> = Static<Definition['config']> &
  CommonConfig &
  ([Environment<Definition>] extends [never]
    ? { readonly baseUrl: string }
    : { readonly environment?: Environment<Definition> })

export interface ProviderFactory<Definition extends ProviderDefinition> {
  <const Name extends string = Definition['name']>(
    config: ConfigOf<Definition> & { readonly name?: Name },
  ): ProviderModule<Name, keyof Definition['payins'] & string, keyof Definition['payouts'] & string>
  readonly definition: Definition
}

/**
 * Makes the factory of a provider from its definition. The factory checks the configuration and throws a
 * `ConfigurationError` that names the field and never shows a secret.
 */
export const defineProvider = <Config extends TSchema, const Definition extends ProviderDefinition<Config>>(
  definition: Definition & { readonly config: Config } & ProviderDefinition<Config>,
): ProviderFactory<Definition> => {
  const factory = (config: ConfigOf<Definition>) => {
    const account = openAccount(definition, config)
    return new ContainerModule((options) => {
      options.bind(ProviderAccountId).toConstantValue(account)
    })
  }
  return Object.assign(factory, { definition, [FACTORY]: true as const })
}

/** Recognises the factory of an adapter, also one that another copy of core made. */
export const isProviderFactory = (value: unknown): value is ProviderFactory<ProviderDefinition> =>
  typeof value === 'function' && (value as { readonly [FACTORY]?: true })[FACTORY] === true
