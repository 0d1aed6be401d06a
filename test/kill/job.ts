import type { Urls } from '../support/world.js'

/** The moments at which a process may be killed from within, beside any other moment from outside. */
export const POINTS = [
  'before the arm',
  'after the arm',
  'before the record',
  'after the record',
  'before a look-up is recorded',
  'after a look-up was recorded',
  'before the crashed are reaped',
  'after the crashed were reaped',
  'before a check is claimed',
  'after a check was claimed',
  'before a check is postponed',
  'after a check was postponed',
  'before an object is read',
  'before an operation is found',
  'before a token is kept',
  'after a token was kept',
  'before the right to a token is claimed',
  'after the right to a token was claimed',
  'while the journal is opened',
  'when the journal is open',
] as const
export type Point = (typeof POINTS)[number]

/** A library that is broken on purpose: the harness must see it. */
export const POLICIES = ['retry on error', 'no settle window', 'random references', 'lease back to created'] as const
/** What only shows when a process is stopped and goes on. */
export const UNGUARDED = 'no arm-to-write guard'
export type Policy = (typeof POLICIES)[number] | typeof UNGUARDED

/** One life of a sending process. */
export interface Job {
  readonly journal: string
  readonly urls: Urls
  /** What to call, again and again until it is killed. */
  readonly calls: readonly { readonly creation: number; readonly reference: string }[]
  /** Where it kills itself, at the n-th time it comes there; or stops, until somebody lets it go on. */
  readonly suicide?: { readonly point: Point; readonly nth: number; readonly stops?: boolean }
  readonly policy?: Policy
}

/** What the process says of one call. */
export interface Told {
  readonly reference: string
  readonly status?: string
  /** The code of what was thrown. */
  readonly error?: string
}

/** Time runs this many times faster for the library, so that leases end while we look. */
export const SPEED = 20

/** A provider has this long for an answer, in real time. */
export const TIMEOUT_MS = 300
