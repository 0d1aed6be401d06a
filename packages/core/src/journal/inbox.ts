import type { Page } from './queries.js'

/**
 * What providers have sent, kept from before it is acknowledged until it is applied. Every method that changes something
 * resolves only after the change is durable.
 */
export interface Inbox {
  /**
   * Keeps a delivery, claimed for `forMs` by the one who brings it. False where the provider's account has brought one
   * with the same key before, in whatever state that is: then nothing changes.
   */
  keep(delivery: DeliveryWrite, forMs: number): Promise<boolean>
  /** Claims deliveries that are to be looked at, of all merchants, the longest due first; each is due again after `forMs`. */
  due(claim: { readonly limit: number; readonly forMs: number }): Promise<readonly DeliveryRecord[]>
  /** What has become of it. Nothing happens, and false is given, where somebody else has claimed it since. */
  settle(settled: DeliverySettled): Promise<boolean>
  delivery(merchant: string, id: string): Promise<DeliveryRecord | undefined>
  /** Oldest first. */
  deliveries(query: DeliveryQuery): Promise<Page<DeliveryRecord>>
  /** Empties the payloads of what came before that time and is not waiting; gives how many. The keys stay. */
  forget(query: { readonly before: number; readonly limit: number }): Promise<number>
}

export interface DeliveryWrite {
  readonly id: string
  readonly merchant: string
  /** The name of the provider's account. */
  readonly provider: string
  /** What tells a delivery that is sent again: the provider's id of it, or a digest. */
  readonly key: string
  /** What was authenticated, as text. */
  readonly payload: string
}

/** `POISON`: given up, and with a person. */
export type DeliveryState = 'WAITING' | 'DONE' | 'POISON'

export interface DeliveryRecord extends DeliveryWrite {
  readonly state: DeliveryState
  readonly receivedAt: number
  /** How often it was claimed; the first time by who brought it. */
  readonly tries: number
  /** Only while it is waiting. */
  readonly nextTryAt?: number
  /** What became of it, or why it waits, in one word. */
  readonly why?: string
}

export interface DeliverySettled {
  readonly merchant: string
  readonly id: string
  /** Of the claim. */
  readonly tries: number
  readonly state: DeliveryState
  readonly why: string
  /** Where it is waiting: until when. */
  readonly inMs?: number
}

export interface DeliveryQuery {
  readonly merchant: string
  readonly state?: DeliveryState
  readonly after?: string
  readonly limit: number
}
