import type { Clock } from '../clock/clock.js'
import type { Journal, JournalFacts } from '../journal/port.js'
import { logQuarantine } from '../log/events.js'
import type { Logger } from '../log/logger.js'

/** After this time what was sent and forgotten is at its end, and the merchant's own repeats of it are over. */
const QUARANTINE_MS = 24 * 60 * 60_000

/** What follows from a journal that was lost, or put back from a copy: it lacks sends, for a while or until a person says. */
export class Quarantine {
  #facts: JournalFacts['quarantine']
  readonly #context: { readonly journal: Journal; readonly clock: Clock }

  constructor(
    { quarantine }: JournalFacts,
    context: { readonly journal: Journal; readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#facts = quarantine
    this.#context = context
    const why = this.why()
    if (why !== undefined) logQuarantine(context.logger, why)
  }

  why(): string | undefined {
    const { clock } = this.#context
    if (this.#facts === undefined || clock.now() - this.#facts.since >= QUARANTINE_MS) return undefined
    return this.#facts.why
  }

  async release(decision: { readonly by: string; readonly evidence: string }): Promise<void> {
    await this.#context.journal.release(decision)
    this.#facts = undefined
  }
}
