import type { ProviderName } from '../support/world.js'
import { actionAfter, hasTokens } from './expect.js'

/** Whether the fault is over after the first call. */
export type Lasting = 'once' | 'always'

/** What is asked about, as it is kept, and as the provider has it. */
export interface Facts {
  readonly at: ProviderName
  readonly kept: string
  readonly true: string
  /** How the operation behind it stands while nothing was read; undefined for what the journal does not hold. */
  readonly stood: string | undefined
  /** And when the truth was read. */
  readonly standing: string | undefined
}

/** How a read goes. */
export interface ReadCourse {
  /** What was read, or the code of the error. */
  readonly told: string
  /** How often the provider was called, for a token or for the answer. */
  readonly calls: number
  /** How the operation behind it stands then. */
  readonly doubted: string | undefined
  /** Read again when nothing is wrong any more. */
  readonly after: string
  readonly standing: string | undefined
}

/** As many calls as core's page promises. */
const TRIES = 3

const CODES: Readonly<Record<string, string>> = {
  not_written: 'provider_unavailable',
  tls_failed: 'provider_unavailable',
  no_answer: 'provider_unavailable',
  cut_answer: 'provider_unavailable',
  server_error: 'provider_unavailable',
  refused: 'provider_rejected',
  unauthorized: 'authentication_failed',
  rate_limited: 'rate_limited',
  foreign_refusal: 'invalid_provider_response',
  malformed: 'invalid_provider_response',
}

/** Before anything is connected, an account with tokens has none yet: its login is what fails. */
const NO_CONNECTION = ['not_written', 'tls_failed']

/** What must happen at a read. */
export const readCourseOf = (failure: string, lasting: Lasting, facts: Facts): ReadCourse => {
  const { at, kept, true: right, stood, standing } = facts
  const course = { told: right, calls: 1, doubted: standing, after: right, standing }
  if (failure === 'crash') return course
  // What nobody believes is not asked again at once: it is doubted, where there is something to doubt.
  if (failure === 'mismatch') return { ...course, told: kept, doubted: stood === 'pending' ? 'unknown' : stood }
  const broken = { ...course, told: CODES[failure] ?? 'no code', doubted: stood }
  switch (actionAfter(failure, at, 'read')) {
    case 'refused':
      return broken
    case 'authenticate':
      if (!hasTokens(at)) return broken
      return lasting === 'once' ? { ...course, calls: 2 } : { ...broken, calls: 2 }
    case 'repeat':
    case 'back_off':
      if (hasTokens(at) && NO_CONNECTION.includes(failure)) return broken
      return lasting === 'once' ? { ...course, calls: 2 } : { ...broken, calls: TRIES }
    default:
      throw new Error(`core does with a read after ${failure} what is done with writes`)
  }
}
