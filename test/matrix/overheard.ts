import type { Logger } from '@polyrail/core'
import { silentLogger } from '../support/logger.js'

/** A log, and what became of every call to a provider by it: `accepted`, or the failure. */
export interface Overheard {
  readonly logger: Logger
  readonly outcomes: readonly string[]
}

export const overhear = (): Overheard => {
  const outcomes: string[] = []
  const info = (fields: object): void => {
    if ('endpoint' in fields && 'outcome' in fields) outcomes.push(String(fields.outcome))
  }
  return { logger: { ...silentLogger, info }, outcomes }
}
