import type { CreatePayin } from '../contract/payin.js'
import type { CreatePayout } from '../contract/payout.js'
import { ValidationError } from '../errors/errors.js'
import { DEFAULT_MERCHANT } from '../engine/references.js'
import { Events, type EventsContext } from '../events/events.js'
import type { RecoveryReport } from '../recovery/recovery.js'
import { Balances, Providers, Statements } from './account.js'
import { Customers } from './customers.js'
import { Operations } from './operations.js'
import { Payins } from './payins.js'
import { Payouts } from './payouts.js'
import { Refunds } from './refunds.js'
import type { Scope } from './scope.js'
import type { PayinCommand, PayoutCommand, Served } from './serves.js'
import { Tokens } from './tokens.js'
import type { ReceivingContext } from '../webhooks/receiving.js'
import { Webhooks } from '../webhooks/webhooks.js'

/** The whole library, for one merchant; commands are those that the given accounts serve. */
export type Payments<S extends Served = Served> = PaymentsFor<PayinCommand<S>, PayoutCommand<S>>

/** By its commands, so that the facade of certain accounts is one of any accounts. */
export interface PaymentsFor<In extends CreatePayin, Out extends CreatePayout> extends AsyncDisposable {
  readonly merchant: string
  readonly payins: Payins<In>
  readonly payouts: Payouts<Out>
  readonly refunds: Refunds
  readonly tokens: Tokens
  readonly customers: Customers
  readonly balances: Balances
  readonly statements: Statements
  readonly operations: Operations
  readonly webhooks: Webhooks
  /** Of all merchants; those of one merchant with {@link PaymentsFor.for}. */
  readonly events: Events
  readonly providers: Providers
  /**
   * One pass over all that is open, of all merchants: crashed senders become `unknown`, providers are asked what became
   * of unknown outcomes and of what is pending. It sends nothing that could move money.
   */
  recover(): Promise<RecoveryReport>
  /** The same for another merchant of the platform, with its own references and, where configured, accounts. */
  for(merchant: string): PaymentsFor<In, Out>
  /** Refuses new commands, waits for those under way, and closes the journal. For all merchants. */
  close(): Promise<void>
}

export interface PaymentsParts {
  readonly scopeOf: (merchant: string) => Scope
  readonly receiving: ReceivingContext
  readonly telling: EventsContext
  readonly recover: () => Promise<RecoveryReport>
  readonly close: () => Promise<void>
}

const MERCHANT = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** The facade over its parts, for the default merchant where none is named. */
export const paymentsOf = <S extends Served>(parts: PaymentsParts, merchant?: string): Payments<S> => {
  const scope = parts.scopeOf(merchant ?? DEFAULT_MERCHANT)
  return Object.freeze({
    merchant: scope.merchant,
    payins: new Payins<PayinCommand<S>>(scope),
    payouts: new Payouts<PayoutCommand<S>>(scope),
    refunds: new Refunds(scope),
    tokens: new Tokens(scope),
    customers: new Customers(scope),
    balances: new Balances(scope),
    statements: new Statements(scope),
    operations: new Operations(scope),
    webhooks: new Webhooks(scope, parts.receiving),
    events: new Events(parts.telling, merchant),
    providers: new Providers(scope),
    for: (other: string) => {
      if (typeof other !== 'string' || !MERCHANT.test(other)) {
        throw new ValidationError([
          { path: 'merchant', message: 'expected 1 to 128 letters, digits, dots, colons, dashes or underscores' },
        ])
      }
      return paymentsOf<S>(parts, other)
    },
    recover: parts.recover,
    close: parts.close,
    [Symbol.asyncDispose]: parts.close,
  })
}
