import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describeJournalConformance } from '@polyrail/conformance'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { temporaryFolder } from './folder.js'

describeJournalConformance('sqliteJournal', {
  capabilities: { reopen: true },
  create: async () => {
    const folder = temporaryFolder()
    let now = Date.UTC(2026, 0, 2, 3, 4, 5)
    const clock = { now: () => now, advance: (ms: number) => void (now += ms) }
    const open = () => sqliteJournal({ path: join(folder, 'payments.db'), clock })
    return {
      journal: open(),
      reopen: async () => open(),
      clock,
      cleanup: async () => rmSync(folder, { recursive: true }),
    }
  },
})
