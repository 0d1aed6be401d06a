import type { Journal } from '@polyrail/core'
import { journalCases } from './cases.js'
import type { JournalCase, JournalSubject } from './world.js'

export interface CaseReport {
  readonly id: string
  readonly title: string
  readonly verdict: 'passed' | 'failed' | 'skipped'
  readonly error?: unknown
}

export const applies = ({ needs }: JournalCase, { capabilities }: JournalSubject): boolean =>
  needs.every((need) => capabilities[need])

/** Runs one case on a fresh store; closes every handle that it opened, whatever happens. */
export const runJournalCase = async ({ run }: JournalCase, subject: JournalSubject): Promise<void> => {
  const world = await subject.create()
  const handles: Journal[] = []
  const opened = async (journal: Journal) => {
    handles.push(journal)
    return { journal, facts: await journal.open() }
  }
  try {
    const reopen = async () => {
      if (world.reopen === undefined) throw new Error('The world has no reopen(), though its capability is declared')
      return opened(await world.reopen())
    }
    await run({ ...(await opened(world.journal)), reopen, advance: (ms) => world.clock.advance(ms) })
  } finally {
    for (const handle of handles) await handle.close()
    await world.cleanup()
  }
}

/** Runs every case without a test framework, one after the other. */
export const runJournalConformance = async (subject: JournalSubject): Promise<readonly CaseReport[]> => {
  const reports: CaseReport[] = []
  for (const each of journalCases) {
    const { id, title } = each
    if (!applies(each, subject)) reports.push({ id, title, verdict: 'skipped' })
    else {
      const failure = await runJournalCase(each, subject).then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      reports.push({ id, title, verdict: failure ? 'failed' : 'passed', ...failure })
    }
  }
  return reports
}
