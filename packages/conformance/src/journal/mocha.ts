import { journalCases } from './cases.js'
import { applies, runJournalCase } from './run.js'
import type { JournalSubject } from './world.js'

// The only file that knows mocha, and of it only the two functions that it puts in the global scope.
interface Mocha {
  readonly describe: (title: string, body: () => void) => void
  /** Without a body the test is shown as pending. */
  readonly it: (title: string, body?: () => Promise<void>) => void
}

/** Declares one mocha test for each promise of the port. */
export const describeJournalConformance = (name: string, subject: JournalSubject): void => {
  const { describe, it } = globalThis as unknown as Mocha
  describe(`${name} keeps the promises of a journal`, () => {
    for (const each of journalCases) {
      const title = `${each.title} [${each.id}]`
      if (applies(each, subject)) it(title, () => runJournalCase(each, subject))
      else it(title)
    }
  })
}
