import { CREATIONS } from '../support/creations.js'
import { JOURNAL_NAMES, type JournalName } from '../support/journals.js'
import { cellsOf, type Cell } from './cells.js'
import { creationCells } from './creations.js'
import { KINDS } from './faults.js'
import { READABLES } from './questions.js'
import { readCells } from './reads.js'
import { turnstile } from './turns.js'

/** All faults at one operation, on one journal. */
export interface Row {
  readonly operation: string
  readonly journal: JournalName
  readonly run: () => Promise<readonly Cell[]>
}

export const ROWS: readonly Row[] = JOURNAL_NAMES.flatMap((journal) => [
  ...READABLES.map((readable) => ({
    operation: readable.title,
    journal,
    run: () => readCells(readable, journal),
  })),
  ...CREATIONS.map((creation) => ({
    operation: creation.title,
    journal,
    run: () => creationCells(creation, journal),
  })),
])

/** Every kind of fault at every operation on every journal. */
export const CELLS = ROWS.length * KINDS.length

/** They mostly wait for time-outs. */
const AT_ONCE = 10

/** Begins with all rows, so many at once; what a row throws is a problem of each of its cells. */
export const startRows = (): readonly Promise<readonly Cell[]>[] => {
  const enter = turnstile(AT_ONCE)
  return ROWS.map((row) =>
    enter(row.run).catch((error: unknown) => {
      const problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return cellsOf(
        row,
        KINDS.map(([kind]) => ({ kind, title: 'not tried', letter: 'U', problem })),
      )
    }),
  )
}
