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

type NamedPayin<S> = S extends Served
  ? Without<CreatePayin, 'provider' | 'method'> & {
      readonly provider: S['name']
      readonly method: Extract<PayinMethod, { readonly type: S['payins'] }>
    }
  : never

type NamedPayout<S> = S extends Served
  ? Without<CreatePayout, 'provider' | 'destination'> & {
      readonly provider: S['name']
      readonly destination: Extract<PayoutDestination, { readonly type: S['payouts'] }>
    }
  : never

/** A payin for one of the accounts, or for the router to place. */
export type PayinCommand<S extends Served> = string extends S['name']
  ? CreatePayin
  : | NamedPayin<S>
    | (Without<CreatePayin, 'provider' | 'method'> & {
        readonly provider?: never
        readonly method: Extract<PayinMethod, { readonly type: S['payins'] }>
      })

export type PayoutCommand<S extends Served> = string extends S['name']
  ? CreatePayout
  : | NamedPayout<S>
    | (Without<CreatePayout, 'provider' | 'destination'> & {
        readonly provider?: never
        readonly destination: Extract<PayoutDestination, { readonly type: S['payouts'] }>
      })
