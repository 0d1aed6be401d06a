import { randomBytes } from 'node:crypto'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/calendar.js'
import { Collection, type Stored } from '../kernel/collection.js'
import { TokenDesk } from '../kernel/http/tokens.js'
import type { Json } from '../kernel/json.js'
import type { World } from '../kernel/provider.js'
import type { CardIntentOptions } from './options.js'

type TransactionType = 'PAYMENT' | 'REFUND' | 'CHARGEBACK'

/** Amounts are in minor units. `reference` is the external_id by which it is found. */
export interface Transaction extends Stored {
  readonly type: TransactionType
  /** As shown: a chargeback shows the one of its payment, but is not found by it. */
  readonly externalId: string
  /** Only payments have one. */
  readonly orderId: string | undefined
  readonly currency: string
  readonly orderAmount: bigint
  readonly authorized: bigint
  readonly declined: boolean
  captured: bigint
  voided: bigint
  refunded: bigint
  chargedBack: bigint
  /** How much of what was captured has been settled. */
  settled: bigint
  /** The hold is over: nothing more can be captured. */
  lapsed: boolean
  updatedAt: number
}

export interface CardIntent extends Stored {
  readonly reference: string
}

/** What a customer can pay on the hosted page. */
export interface PaymentIntent extends Stored {
  readonly reference: string
  readonly orderId: string
  readonly amount: bigint
  readonly currency: string
  readonly successUrl: string
  readonly failureUrl: string
  paid: boolean
}

/** What was answered to a request that was executed. */
interface Result {
  readonly fingerprint: string
  readonly body: Json
}

export interface CardIntentState {
  readonly world: World
  readonly options: CardIntentOptions
  readonly limits: Limits
  readonly access: TokenDesk
  readonly cardIntents: Collection<CardIntent>
  readonly paymentIntents: Collection<PaymentIntent>
  readonly transactions: Collection<Transaction>
  readonly cardTokens: Set<string>
  /** With `dedupe`: what was answered, by endpoint and external_id. */
  readonly results: Map<string, Result>
  readonly fingerprintKey: Buffer
}

interface Limits {
  readonly tokenLifetimeMs: number
  readonly authorizationLifetimeMs: number
  readonly settleAfterMs: number
  readonly cardIntentLifetimeMs: number
}

export function createState(world: World, options: CardIntentOptions): CardIntentState {
  const { tokenLifetimeMs = HOUR_MS, oneTokenAtATime = false } = options
  return {
    world,
    options,
    limits: {
      tokenLifetimeMs,
      authorizationLifetimeMs: options.authorizationLifetimeMs ?? 7 * DAY_MS,
      settleAfterMs: options.settleAfterMs ?? DAY_MS,
      cardIntentLifetimeMs: options.cardIntentLifetimeMs ?? MINUTE_MS,
    },
    access: new TokenDesk({ now: () => nowIn(world), lifetimeMs: tokenLifetimeMs, oneAtATime: oneTokenAtATime }),
    cardIntents: new Collection(),
    paymentIntents: new Collection(),
    transactions: new Collection(),
    cardTokens: new Set(),
    results: new Map(),
    fingerprintKey: randomBytes(32),
  }
}

export const nowIn = ({ clock }: World): number => clock.now().getTime()
