import type { ProviderInformation } from '@polyrail/core'
import { agreementOf, type Agreement, type JournalEntry, type LedgerEntry } from './agreement.js'
import { journalEntries, ledgerEntries } from './books.js'
import type { Chapter, Step } from './chapter.js'
import { moneyIn } from './money-in.js'
import { lostAnswer, moneyOut, refusal, takenBack } from './money-out.js'
import { onceMore } from './once-more.js'
import type { World } from './world.js'

const story: readonly Step[] = [...moneyIn, moneyOut, takenBack, lostAnswer, refusal, onceMore]

/** Everything that came out of it, as plain data. */
export interface Report {
  readonly steps: readonly Chapter[]
  readonly journal: readonly JournalEntry[]
  readonly ledgers: readonly LedgerEntry[]
  readonly agreement: Agreement
  /** What each of them can do. */
  readonly providers: readonly ProviderInformation[]
  /** Where it was all written down, if that is kept. */
  readonly folder?: string
}

/** Shows the story, on a terminal or otherwise. */
export interface Teller {
  readonly begin: (step: Step) => void
  readonly tell: (chapter: Chapter) => void
  readonly end: (report: Report) => void
}

export const play = async (world: World, teller: Pick<Teller, 'begin' | 'tell'>): Promise<Report> => {
  const steps: Chapter[] = []
  for (const step of story) {
    teller.begin(step)
    const { play: playStep, ...rest } = step
    const chapter = { ...rest, moments: await playStep(world) }
    teller.tell(chapter)
    steps.push(chapter)
  }
  const journal = await journalEntries(world)
  const ledgers = ledgerEntries(world)
  const providers = await world.payments.providers.list()
  return { steps, journal, ledgers, agreement: agreementOf(journal, ledgers), providers }
}

export const exitCodeOf = ({ agreement }: Pick<Report, 'agreement'>): number => (agreement.agrees ? 0 : 1)
