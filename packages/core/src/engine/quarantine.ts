import { JournalError, type ErrorDetails } from '../errors/errors.js'
import type { Journal, JournalFacts } from '../journal/port.js'
import { logQuarantine } from '../log/events.js'
import type { Logger } from '../log/logger.js'

export type QuarantineFacts = NonNullable<JournalFacts['quarantine']>

/** Refused while the journal may lack sends: it proves that nothing was sent, and leads to no other provider. */
export const inQuarantine = ({ why }: QuarantineFacts, what: string, details: ErrorDetails = {}): JournalError =>
  new JournalError(`${why}, so ${what}; nothing was sent. Compare with the provider, then release the journal`, details)

/** What follows from a journal that was lost, or put back from a copy: it lacks sends, until a person says otherwise. */
export class Quarantine {
  #facts: QuarantineFacts | undefined
  readonly #journal: Journal

  constructor(
    { quarantine }: JournalFacts,
    { journal, logger }: { readonly journal: Journal; readonly logger: Logger },
  ) {
    this.#facts = quarantine
    this.#journal = journal
    if (quarantine !== undefined) logQuarantine(logger, quarantine.why)
  }

  /** Undefined where nothing is amiss. */
  get facts(): QuarantineFacts | undefined {
    return this.#facts
  }

  async release(decision: { readonly by: string; readonly evidence: string }): Promise<void> {
    await this.#journal.release(decision)
    this.#facts = undefined
  }
}
