import { HOUR_MS } from '../kernel/calendar.js'
import { Collection, type Stored } from '../kernel/collection.js'
import { ulid } from '../kernel/identifiers.js'
import type { JsonObject } from '../kernel/json.js'
import type { World } from '../kernel/provider.js'
import type { PalommaOptions } from './options.js'
import type { PayinMethod, StatusMessage } from './vocabulary.js'

export interface Customer extends Stored {
  /** As on the wire: reference, name, document, e-mail, phone. */
  readonly details: JsonObject
}

export interface PayinLink extends Stored {
  readonly customer: Customer
  readonly description: string | undefined
  readonly redirectUrl: string
  readonly amount: bigint
  readonly fee: bigint
  readonly availableTypes: readonly PayinMethod[]
  readonly targetMerchantAccountId: string
  status: 'pending' | 'processing' | 'approved' | 'cancelled'
  statusMessage: StatusMessage | undefined
  /** How the payer pays, once that is known. */
  method: PayinMethod | undefined
  expiresAt: number
  updatedAt: number
}

/** A bank account that its owner lets the merchant use: to collect from, or to pay out to. Its number is never shown. */
export interface BankLink extends Stored {
  readonly kind: 'payin_source' | 'payout_target'
  readonly customer: Customer
  readonly description: string | undefined
  readonly redirectUrl: string
  readonly partialPayinsEnabled: boolean
  status: 'pending' | 'processing' | 'active' | 'cancelled'
  statusMessage: StatusMessage | undefined
  updatedAt: number
}

/** Money that is moved over such an account. */
export interface BankMove extends Stored {
  readonly kind: 'payin_request' | 'payout_request'
  readonly link: BankLink
  readonly amount: bigint
  readonly fee: bigint
  readonly merchantAccountId: string
  status: 'processing' | 'approved' | 'partial' | 'cancelled'
  statusMessage: StatusMessage | undefined
  /** What was collected, or sent. */
  moved: bigint
  updatedAt: number
}

/** What was settled on one day, in whole pesos. */
export interface Settlement extends Stored {
  readonly date: string
  readonly cycle: number
  collected: bigint
  fees: bigint
  payins: number
  updatedAt: number
}

/** The merchant's one account. In whole pesos. */
export interface MerchantAccount extends Stored {
  unsettled: bigint
  available: bigint
}

export interface PalommaState {
  readonly world: World
  readonly options: PalommaOptions
  readonly customers: Collection<Customer>
  readonly payinLinks: Collection<PayinLink>
  readonly payinSources: Collection<BankLink>
  readonly payinRequests: Collection<BankMove>
  readonly payoutTargets: Collection<BankLink>
  readonly payoutRequests: Collection<BankMove>
  readonly settlements: Collection<Settlement>
  readonly merchantAccounts: Collection<MerchantAccount>
  readonly account: MerchantAccount
}

/** Objects name the default account by this word, although the account itself has an id like any other. */
export const DEFAULT_ACCOUNT = 'default'

export function createState(world: World, options: PalommaOptions): PalommaState {
  const executedAt = world.clock.now().getTime()
  const account = {
    id: ulid(executedAt),
    reference: undefined,
    executedAt,
    unsettled: 0n,
    available: options.availableBalance ?? 0n,
  }
  const merchantAccounts = new Collection<MerchantAccount>()
  merchantAccounts.add(account)
  return {
    world,
    options,
    customers: new Collection(),
    payinLinks: new Collection(),
    payinSources: new Collection(),
    payinRequests: new Collection(),
    payoutTargets: new Collection(),
    payoutRequests: new Collection(),
    settlements: new Collection(),
    merchantAccounts,
    account,
  }
}

/** No zone is stated for times without one; the country's own is UTC−5 all year. */
export const BOGOTA_MS = -5 * HOUR_MS
