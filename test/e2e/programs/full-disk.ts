import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { CREATIONS } from '../../support/creations.js'
import { openPayments, type Urls } from '../../support/world.js'

// Linux lets a limit on the size of files fail every write, as a full or a read-only disk does.

export interface FullDiskJob {
  readonly journal: string
  readonly urls: Urls
}

const { journal: path, urls } = JSON.parse(process.argv[2] ?? '') as FullDiskJob
const payments = await openPayments({ journal: sqliteJournal({ path }), urls, recovery: false })

const allowWrites = (allowed: boolean): void => {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${allowed ? 'unlimited' : '0'}:unlimited`])
}

/** The status of each creation, or the code of what was thrown. */
const createAll = (): Promise<readonly string[]> =>
  Promise.all(
    CREATIONS.map(async ({ create }, index) => {
      try {
        return (await create(payments, `disk-${String(index)}`)).status
      } catch (error) {
        return String((error as { readonly code?: unknown }).code)
      }
    }),
  )

process.send?.('ready')
await once(process, 'message')
for (const allowed of [false, true]) {
  allowWrites(allowed)
  process.send?.(await createAll())
  await once(process, 'message')
}
await payments.close()
process.disconnect()
