import type { Clock } from '../clock/clock.js'
import type { OperationKind } from '../contract/operation.js'
import type { ErrorCode } from '../errors/codes.js'
import type { Inbox } from './inbox.js'
import type { Outbox } from './outbox.js'
import type { ObjectQuery, ObjectSelector, ObjectType, OperationQuery, Page } from './queries.js'
import type { TokenStore } from '../transport/tokens.js'
import type { OperationState } from './states.js'

/**
 * The durable memory of a platform: what was asked, what may have been sent, what became of it.
 *
 * Every method that changes something resolves only after the change is durable, and rejects only when it is not
 * stored. Time in the journal is the journal's own, in milliseconds since 1970, so that all processes that share
 * it agree on leases.
 */
export interface Journal {
  readonly name: string
  /**
   * Prepares the store; called once, before anything else. Rejects where durability cannot be promised. `clock` is the
   * platform's, where it brings one: it counts for a journal that has neither a clock of its own nor a server's.
   */
  open(options?: { readonly clock?: Pick<Clock, 'now'> }): Promise<JournalFacts>
  /** Finishes what is being written and lets go of the store. */
  close(): Promise<void>

  /**
   * Commits "about to send": inserts the operation and its object in SENDING, or claims the one that was seen.
   * A compare-and-set on what the sender has seen: when somebody else was first, nothing changes. Nor does anything
   * change while another operation holds one of its lanes, or when an object is not at the version that was read.
   */
  arm(intent: Intent): Promise<Armed>
  /** Commits what became of a send, if the sender still owns it; see {@link Outcome}. */
  record(outcome: Outcome): Promise<Recorded>
  /** Commits later evidence on an operation that is not being sent; a compare-and-set on its version. */
  observe(observation: Observation): Promise<Recorded>
  /** Turns SENDING with an expired lease into UNKNOWN (never back into something that may be sent). */
  reap(limit: number): Promise<readonly OperationRecord[]>

  /**
   * Claims operations whose next check is due, of all merchants, the longest due first: each is due again after `forMs`,
   * so that nobody else asks the same meanwhile, and it is not forgotten if the one who asks dies.
   */
  due(claim: { readonly limit: number; readonly forMs: number }): Promise<readonly OperationRecord[]>
  /**
   * Plans the next check of an operation, or none; it is no change of the operation. Nothing happens where it is not at
   * `version` any more.
   */
  postpone(check: {
    readonly merchant: string
    readonly id: string
    readonly version: number
    readonly inMs?: number
  }): Promise<void>

  /** The latest operation under a reference of ours, or under the one that the provider was given. */
  findOperation(key: OperationKey | ProviderKey): Promise<OperationRecord | undefined>
  operation(merchant: string, id: string): Promise<OperationRecord | undefined>
  /** Ended operations whose command is still kept and that have not changed since `before`; the longest first. */
  forgettable(query: { readonly before: number; readonly limit: number }): Promise<readonly OperationRecord[]>
  /** Every change of an operation, from its birth; append-only. */
  history(merchant: string, id: string): Promise<readonly Transition[]>
  /** Oldest first (or newest), at most `limit`, after the position that an earlier page ended at. */
  operations(query: OperationQuery): Promise<Page<OperationRecord>>
  object(selector: ObjectSelector): Promise<ObjectRecord | undefined>
  objects(query: ObjectQuery): Promise<Page<ObjectRecord>>

  /** Ends a quarantine, by a person's word; see {@link JournalFacts}. */
  release(decision: { readonly by: string; readonly evidence: string }): Promise<void>

  /** What providers have sent. */
  readonly inbox: Inbox
  /** What happened to objects, for those who have asked to be told. */
  readonly outbox: Outbox
  /** Tokens that processes share; sealed by their owner, so that the journal holds no credential in clear. */
  readonly tokens: TokenStore
}

export interface JournalFacts {
  /** 32 random bytes, made with the journal and kept in it: the key of the content fingerprints. */
  readonly fingerprintKey: Uint8Array
  /**
   * The store is not the one that was written last: it was lost, or an older copy was put in its place. Operations were
   * sent that it does not remember. Told until somebody calls `release`.
   */
  readonly quarantine?: { readonly since: number; readonly why: string }
}

export interface OperationKey {
  readonly merchant: string
  readonly kind: OperationKind
  readonly reference: string
}

export interface ProviderKey {
  readonly merchant: string
  readonly kind: OperationKind
  readonly provider: string
  readonly providerReference: string
}

/** What the sender wants to send. Its operation is new, or the one in `seen`, claimed for another attempt. */
export interface Intent extends OperationKey {
  /** What was last seen under this reference; absent when there was nothing. */
  readonly seen?: { readonly id: string; readonly version: number }
  /** The id in `seen` to claim that operation (it must be NOT_SENT), else a new one. */
  readonly id: string
  readonly fingerprint: string
  readonly provider: string
  readonly providerReference: string
  /** Under a new id: the operation that is replaced, which is `seen` and NOT_SENT, DECLINED or ABSENT. */
  readonly supersedes?: string
  readonly tried: readonly Tried[]
  /** The command as JSON text. */
  readonly request: string
  /** The endpoint that is about to be called. */
  readonly step: string
  /** What is known before the call: preparations that are done, and what was read. A claim adds to what was there. */
  readonly steps: Readonly<Record<string, string>>
  /** Inserted when its id is new, else replaced; then `objectVersion` is the version that the sender has read. */
  readonly object: ObjectWrite
  readonly objectVersion?: number
  /** The object that this one belongs to, at the version that the sender has read; its version grows too. */
  readonly parent?: { readonly type: ObjectType; readonly id: string; readonly version: number }
  /**
   * Names of what only one unresolved operation of a merchant may be about. An operation holds its lanes while it is
   * SENDING, UNKNOWN or MANUAL.
   */
  readonly lanes: readonly string[]
  /** Operations that may hold some of the lanes: the caller knows of them and goes on all the same. */
  readonly acknowledged?: { readonly operations: readonly string[]; readonly lanes: readonly string[] }
  readonly owner: string
  readonly leaseMs: number
}

export interface Tried {
  readonly provider: string
  readonly code: string
}

/**
 * `operation` is what the journal holds now: ours if armed, else what somebody else made of it. With `because` it is
 * the one that stands in the way: it holds the lane, or was the last to change the object.
 */
export type Armed =
  | { readonly armed: true; readonly operation: OperationRecord }
  | { readonly armed: false; readonly operation: OperationRecord; readonly because?: 'lane' | 'object' }

/**
 * What became of a send. It is applied where the operation is SENDING under this fence. A sender that has lost its
 * lease may still bring first-hand evidence on the same attempt: from UNKNOWN or MANUAL the outcome is applied
 * through the legal edges, and NOT_SENT then becomes ABSENT; it never leads to another send. An object that is laid to
 * another operation by then is left as it is.
 */
export interface Outcome extends Change {
  readonly state: Exclude<OperationState, 'CREATED' | 'SENDING' | 'REVERSED'>
  readonly fence: number
  readonly attempt: number
  readonly object: ObjectWrite
  /** The call goes on after it, so subscribers are not told, unless a late sender's outcome is recorded as ABSENT. */
  readonly quiet?: true
}

/** Evidence that came later, on an operation that was read at `version`; it may stay in the same state. */
export interface Observation extends Change {
  readonly state: OperationState
  readonly version: number
  /** The version that the object was read at; it changes only if it is still there. */
  readonly objectVersion?: number
  /** Absent where only the operation changes. */
  readonly object?: ObjectWrite
  /** Forgets the command and the answers of its preparations. */
  readonly shred?: true
}

/** What every change says. Without `nextCheckInMs` nobody looks at the operation again. */
export interface Change {
  readonly id: string
  readonly merchant: string
  /** What decided it, in one word; kept in the history. */
  readonly cause: string
  /** A person who decided, and on what; kept in the history. */
  readonly actor?: string
  readonly evidence?: string
  readonly nextCheckInMs?: number
  /** The provider was asked, was healthy, and had no trace. */
  readonly absent?: true
  readonly providerId?: string
  /** The error that the caller was given, so that a caller who waits in another process gets the same. */
  readonly error?: StoredError
  /** The answer of a preparing step as JSON text, kept so that a later attempt goes on after it. */
  readonly step?: { readonly name: string; readonly answer: string }
}

export interface Recorded {
  /** False when somebody else owns the operation by now, or the edge is not legal: nothing changed. */
  readonly recorded: boolean
  readonly operation: OperationRecord
}

export interface StoredError {
  readonly code: ErrorCode
  readonly message: string
  readonly httpStatus?: number
  readonly providerCode?: string
  readonly providerMessage?: string
  readonly retryAfterMs?: number
  readonly retryable: boolean
}

export interface OperationRecord extends OperationKey {
  readonly id: string
  /** Counts the operations under one reference, from 1. */
  readonly generation: number
  /** HMAC-SHA-256 of the canonical command, hexadecimal. */
  readonly fingerprint: string
  readonly provider: string
  readonly providerReference: string
  readonly providerId?: string
  readonly supersedes?: string
  readonly tried: readonly Tried[]
  readonly request: string
  readonly state: OperationState
  readonly cause: string
  /** Of the present state: a change of state or a claim drops it. */
  readonly error?: StoredError
  readonly step: string
  /** Answers as JSON text: of preparing steps by their endpoint's name, of what was read before by `before <name>`. */
  readonly steps: Readonly<Record<string, string>>
  readonly lanes: readonly string[]
  readonly attempt: number
  /** Grows with every claim: a sender with an older one can no longer record. */
  readonly fence: number
  /** Grows with every change. */
  readonly version: number
  readonly owner: string
  /** While SENDING: until when its sender may record; `expired` is judged by the journal's clock. */
  readonly leaseUntil?: number
  readonly leaseExpired: boolean
  readonly armedAt: number
  readonly object: string
  /** When the provider is asked next; absent where nobody asks. */
  readonly nextCheckAt?: number
  /** How often it was due. */
  readonly checks: number
  /** How often the provider had no trace of it in its present state, and since when. */
  readonly absences: number
  readonly absentSince?: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** One line of the history. `hash` covers the line and the hash before it; see `brokenAt`. */
export interface Transition {
  readonly seq: number
  readonly at: number
  readonly from?: OperationState
  readonly to: OperationState
  readonly cause: string
  readonly attempt: number
  readonly fence: number
  readonly actor?: string
  readonly evidence?: string
  /** Hexadecimal. */
  readonly hash?: string
}

/** A payment object as it is written: `body` is its public form as JSON text. Times are set by the journal. */
export interface ObjectWrite {
  readonly id: string
  readonly type: ObjectType
  readonly provider: string
  readonly providerId?: string
  readonly reference: string
  readonly status: string
  readonly body: string
  /** The id of the object that this one belongs to: a refund's payin. Never changes. */
  readonly parent?: string
  /** The operation that it is laid to, where that is not the one that writes it: a change that did not happen. */
  readonly operation?: string
}

export interface ObjectRecord extends ObjectWrite {
  readonly merchant: string
  /** The operation that made it or last changed it. */
  readonly operation: string
  /** Grows with every write, and when an object that belongs to it is armed. */
  readonly version: number
  /** How often an object that belongs to it was armed: 0 where there is none. */
  readonly children: number
  readonly createdAt: number
  readonly updatedAt: number
}

export type * from './inbox.js'
export type * from './outbox.js'
export type * from './queries.js'
