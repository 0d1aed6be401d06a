import { DAY_MS, HOUR_MS, MINUTE_MS, localDate, localTime } from '../kernel/calendar.js'
import { Collection, type Stored } from '../kernel/collection.js'
import type { JsonObject } from '../kernel/json.js'
import type { World } from '../kernel/provider.js'
import type { PalladiumOptions } from './options.js'

type InstrumentKind = 'virtual_account' | 'retail_payment' | 'qris'

/** Something a payer can pay. */
export interface Instrument extends Stored {
  readonly kind: InstrumentKind
  readonly reference: string
  readonly amount: bigint
  readonly fee: bigint
  readonly singleUse: boolean
  /** What the payer types or scans, and the bank or outlet; as on the wire. */
  readonly details: JsonObject
  /** How it is named in the statement. */
  readonly statement: { readonly type: string; readonly bank: string; readonly account: string }
  status: 'unpaid' | 'pending' | 'done'
  readonly payments: Payment[]
  /** Fixed by the merchant, or counted from the execution. */
  expiresAt: number
}

/** One payment of an instrument; a reusable one can have many. */
export interface Payment {
  readonly of: Instrument
  settled: boolean
}

export interface Disbursement extends Stored {
  readonly kind: 'disbursement'
  readonly reference: string
  readonly amount: bigint
  readonly fee: bigint
  readonly details: JsonObject
  status: 'pending' | 'done'
}

export type PalladiumObject = Instrument | Disbursement

/** One line of the statement; `row` is as on the wire, without its date. */
interface Movement {
  readonly at: number
  readonly row: JsonObject
}

export interface PalladiumState {
  readonly world: World
  readonly options: PalladiumOptions
  readonly objects: Collection<PalladiumObject>
  readonly movements: Movement[]
  /** Virtual account numbers and payment codes that are in use. */
  readonly numbers: Set<string>
  /** In whole rupiah. Money does not move between the two by itself. */
  readonly wallets: { withdrawable: bigint; disbursable: bigint }
}

export const createState = (world: World, options: PalladiumOptions): PalladiumState => ({
  world,
  options,
  objects: new Collection(),
  movements: [],
  numbers: new Set(),
  wallets: {
    withdrawable: options.withdrawableBalance ?? 0n,
    disbursable: options.disbursableBalance ?? 1_000_000_000n,
  },
})

/** The provider prints local times without a zone: a date sent as midnight comes back as 07:00, which is WIB. */
const WIB_MS = 7 * HOUR_MS

export const wibDate = (at: number): string => localDate(at, WIB_MS)
export const wibDateTime = (at: number): string => `${wibDate(at)} ${localTime(at, WIB_MS)}`

/** Banks settle virtual accounts at 14:00 WIB every day; no hour is given for the others, so they follow. */
export function nextSettlement(at: number): number {
  const wall = at + WIB_MS
  const today = wall - (wall % DAY_MS) + 14 * HOUR_MS
  return (today > wall ? today : today + DAY_MS) - WIB_MS
}

/** The QA environment's own timing, by which a payin also pays itself. */
export const QA = { unpaidMs: MINUTE_MS, pendingMs: 5 * MINUTE_MS, disbursedMs: MINUTE_MS, disbursedAmount: 90_000n }
