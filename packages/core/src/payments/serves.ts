import type { ProviderModule } from '../adapter/provider.js'
import type { CreatePayin, PayinMethod } from '../contract/payin.js'
import type { CreatePayout, PayoutDestination } from '../contract/payout.js'

/** What the accounts that were given can be asked, as types: a command narrows with the `provider` it names. */
export interface Served {
  readonly name: string
  readonly payins: string
  readonly payouts: string
}

export type ServedBy<Module> =
  Module extends ProviderModule<infer Name, infer Payins, infer Payouts>
    ? { readonly name: Name; readonly payins: Payins; readonly payouts: Payouts }
    : never

type Without<Command, Field extends keyof Command> = { [Key in keyof Command as Exclude<Key, Field>]: Command[Key] }

// By inference: an indexed access of a type parameter would be read as its constraint, and nothing would narrow.
type MethodOf<S> = S extends { readonly payins: infer Type } ? Extract<PayinMethod, { readonly type: Type }> : never
type DestinationOf<S> = S extends { readonly payouts: infer Type }
  ? Extract<PayoutDestination, { readonly type: Type }>
  : never

type NamedPayin<S> = S extends { readonly name: infer Name }
  ? Without<CreatePayin, 'provider' | 'method'> & { readonly provider: Name; readonly method: MethodOf<S> }
  : never

type NamedPayout<S> = S extends { readonly name: infer Name }
  ? Without<CreatePayout, 'provider' | 'destination'> & {
      readonly provider: Name
      readonly destination: DestinationOf<S>
    }
  : never

type RoutedPayin<S> = Without<CreatePayin, 'provider' | 'method'> & {
  readonly provider?: never
  readonly method: MethodOf<S>
}

type RoutedPayout<S> = Without<CreatePayout, 'provider' | 'destination'> & {
  readonly provider?: never
  readonly destination: DestinationOf<S>
}

/** A payin for one of the accounts, or for the router to place. */
export type PayinCommand<S extends Served> = string extends S['name'] ? CreatePayin : NamedPayin<S> | RoutedPayin<S>

export type PayoutCommand<S extends Served> = string extends S['name'] ? CreatePayout : NamedPayout<S> | RoutedPayout<S>
