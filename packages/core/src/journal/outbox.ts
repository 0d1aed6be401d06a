import type { ObjectType } from './queries.js'

/**
 * What happened to objects, for those who have asked to be told. From the first subscription on, every change of an
 * object's status that `record`, `observe` or `reap` commits is kept here in the same transaction, unless it is the one
 * that was told last; an object that is armed, or whose outcome is `quiet`, tells nothing. It is kept until every subscriber is past it.
 */
export interface Outbox {
  /**
   * The right to tell a subscriber for `forMs`, and how far it has been told; a new one begins with what happens from now
   * on. Undefined while another owner has the right.
   */
  claim(claim: SubscriberKey & { readonly owner: string; readonly forMs: number }): Promise<number | undefined>
  /** In the order in which they were committed, after that position. */
  events(query: {
    readonly merchant?: string
    readonly after: number
    readonly limit: number
  }): Promise<readonly EventRecord[]>
  /** What a subscriber could not be told yet, or not at all; in order. */
  aside(query: SubscriberKey & { readonly limit: number }): Promise<readonly AsideRecord[]>
  /** What a subscriber has been told. Nothing happens, and false is given, where another owner has the right by now. */
  advance(progress: Progress): Promise<boolean>
  /** Has something that is aside told once more, as if for the first time. */
  retry(query: SubscriberKey & { readonly seq: number }): Promise<void>
  /** Gives the right back. */
  release(claim: SubscriberKey & { readonly owner: string }): Promise<void>
  subscribers(): Promise<readonly SubscriberRecord[]>
  /** Forgets a subscriber, and what was kept for it alone. */
  unsubscribe(key: SubscriberKey): Promise<void>
  /** Drops what happened before that time, told or not; gives how much. */
  forget(query: { readonly before: number }): Promise<number>
}

export interface SubscriberKey {
  readonly subscriber: string
  /** Absent where it is told of all merchants. */
  readonly merchant?: string
}

export interface SubscriberRecord extends SubscriberKey {
  readonly position: number
  /** How much it has not been told yet, without what is aside. */
  readonly behind: number
}

/** An object as it was when its status changed. */
export interface EventRecord {
  readonly seq: number
  readonly merchant: string
  readonly type: ObjectType
  readonly object: string
  readonly status: string
  /** As the object's. */
  readonly body: string
  readonly operation: string
  readonly createdAt: number
  readonly at: number
}

/** Without `nextTryAt` it is given up, and with a person. */
export interface AsideRecord {
  readonly event: EventRecord
  readonly tries: number
  readonly nextTryAt?: number
  readonly why: string
}

export interface Progress extends SubscriberKey {
  readonly owner: string
  /** Everything up to here was told, or is aside. */
  readonly position: number
  /** Of those aside: told by now. */
  readonly told: readonly number[]
  /** New ones aside, or another word on those that are. `inMs` is absent where it is given up. */
  readonly aside: readonly {
    readonly seq: number
    readonly tries: number
    readonly inMs?: number
    readonly why: string
  }[]
}
