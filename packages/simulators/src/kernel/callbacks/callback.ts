import type { CallbackFault } from '../faults/fault.js'

/** Where a simulator's callbacks go, and how it behaves towards a receiver that does not take them. */
export interface CallbackOptions {
  /** An http URL; without one nothing is sent until `callbacks.sendTo`. */
  readonly url?: string
  /** How long after each failed attempt the next one is made, by the simulator's clock; `[]`: there is only one. */
  readonly retryAfterMs?: readonly number[]
  /** How long an attempt waits for an answer, in real time; 5,000 by default. */
  readonly timeoutMs?: number
}

/** One attempt to deliver a callback: it has a `status` or a `failure`. */
export interface CallbackAttempt {
  /** 1, 2, 3, … in the order in which they ended. */
  readonly sequence: number
  /** When it began: ISO 8601 in UTC, by the simulator's clock. */
  readonly at: string
  readonly event: string
  /** The provider's id of the object that the event is about. */
  readonly providerId: string
  /** The merchant's reference of that object, if it has one. */
  readonly reference?: string
  readonly url: string
  /** 1, 2, 3, … of the same callback; copies and `resend` count too. */
  readonly attempt: number
  /** As they were sent, with the signature or token; without those that every request has. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The HTTP status of the receiver's answer; 2xx means that it was delivered. */
  readonly status?: number
  /** Why there was no answer: the system's error code, `timeout`, or `closed` when the simulator ended. */
  readonly failure?: string
  /** The fault that the callback met. */
  readonly fault?: CallbackFault['kind']
}

/** Which callbacks are meant: those that agree with every field given. */
export type CallbackMatch = Partial<Pick<CallbackAttempt, 'event' | 'providerId' | 'reference'>>

/**
 * What a provider tells by itself, over real HTTP, in the order in which it happened and one at a time. An answer that
 * is not 2xx, or none, is a failure; redirects are not followed.
 */
export interface Callbacks {
  /** The names of all events; empty for a provider that has no callbacks. */
  readonly events: readonly string[]
  /** Attempts in the order in which they ended, newest last; only the latest 10,000 or more are kept. */
  readonly delivered: readonly CallbackAttempt[]
  /**
   * Where everything goes from now on, what waits for a retry included. With `undefined` nothing is sent, and what
   * happens meanwhile is never told. Throws a `SimulatorError` (`bad_option`) unless it is an http URL.
   */
  sendTo(url: string | undefined): void
  /** Ends when all deliveries that are due by the simulator's clock have been attempted. */
  idle(): Promise<void>
  /** Lets go of what faults hold: `late` without a time in its order, `reordered` in the reverse order. */
  release(): void
  /**
   * Sends callbacks again, the same to the byte, whether or not they have been delivered; one that met a fault goes as
   * it should have been. Returns how many. Throws a `SimulatorError` (`bad_action`) if there is none, or no URL.
   */
  resend(match: CallbackMatch): number
}
