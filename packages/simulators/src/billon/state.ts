import { Collection, type Stored } from '../kernel/collection.js'
import { TokenDesk } from '../kernel/http/tokens.js'
import type { World } from '../kernel/provider.js'
import { hundredths } from './amounts.js'
import type { BillonOptions } from './options.js'

const DAY_MS = 24 * 3_600_000

/** The last three are our own names: what a payout is called after its creation is never told. */
type PayoutState = 'UNAUTHORIZED' | 'READY' | 'RECEIVED' | 'EXPIRED' | 'CANCELLED'

export interface Payout extends Stored {
  readonly number: number
  /** In hundredths of the currency. */
  readonly amount: bigint
  readonly currency: string
  readonly startsAt: number
  endsAt: number
  readonly description: string
  readonly notification: boolean
  readonly recipient: number
  readonly project: number
  state: PayoutState
  updatedAt: number
}

export interface BillonState {
  readonly world: World
  readonly options: BillonOptions
  readonly tokens: TokenDesk
  readonly payouts: Collection<Payout>
  /** Available hundredths by currency. */
  readonly balances: Map<string, bigint>
  /** Ids by what identifies a recipient, and by the name of a project. */
  readonly recipients: Map<string, number>
  readonly projects: Map<string, number>
  /** The panel's ids look sequential. */
  readonly nextNumber: () => number
}

const FIRST_NUMBER = 4_181
const DEFAULT_BALANCES = { GBP: '1000000.00', PLN: '1000000.00', EUR: '1000000.00' }

export function createState(world: World, options: BillonOptions): BillonState {
  const { tokenLifetimeMs = DAY_MS, oneTokenAtATime = false, balances = DEFAULT_BALANCES } = options
  const now = (): number => world.clock.now().getTime()
  let number = FIRST_NUMBER
  return {
    world,
    options,
    tokens: new TokenDesk({ now, lifetimeMs: tokenLifetimeMs, oneAtATime: oneTokenAtATime }),
    payouts: new Collection(),
    balances: new Map(Object.entries(balances).map(([currency, text]) => [currency, hundredths(text)])),
    recipients: new Map(),
    projects: new Map(),
    nextNumber: () => (number += 1),
  }
}
