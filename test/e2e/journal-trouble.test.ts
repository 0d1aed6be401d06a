import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { memoryJournal, type Journal } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startChild } from '../support/child.js'
import { bankPayout, virtualAccount } from '../support/commands.js'
import { CREATIONS, executions } from '../support/creations.js'
import { openDatabase } from '../support/database.js'
import { temporaryFolder, type Folder } from '../support/folder.js'
import { JOURNAL_NAMES, journalIn } from '../support/journals.js'
import { PROVIDERS, everywhere, openPayments, startWorld, type World } from '../support/world.js'
import { wrappedJournal } from '../support/wrapped-journal.js'
import type { FullDiskJob } from './programs/full-disk.js'

interface BadPath {
  readonly title: string
  readonly path: (folder: Folder) => Promise<string>
  readonly says: RegExp
}

const sqliteFile = async (path: string, sql: string): Promise<string> => {
  const database = openDatabase(path)
  database.exec(sql)
  database.close()
  return path
}

const journalFile = async ({ file }: Folder): Promise<string> => {
  const journal = sqliteJournal({ path: file('payments.db') })
  await journal.open()
  await journal.close()
  return file('payments.db')
}

const TO_WRITE = /option path must name a file that this process may write, in a folder that exists/
const STRANGER = /is not a polyrail journal; let the option path name another file/

const BAD_PATHS: readonly BadPath[] = [
  { title: 'lies in a folder that does not exist', path: async ({ file }) => file('none/payments.db'), says: TO_WRITE },
  {
    title: 'is a folder',
    path: async ({ file }) => {
      await mkdir(file('folder'))
      return file('folder')
    },
    says: TO_WRITE,
  },
  {
    title: 'lies below a file',
    path: async ({ file }) => {
      await writeFile(file('file'), '')
      return file('file/payments.db')
    },
    says: TO_WRITE,
  },
  {
    title: 'is a text',
    path: async ({ file }) => {
      await writeFile(file('notes.txt'), 'These are the notes of somebody else.\n'.repeat(100))
      return file('notes.txt')
    },
    says: STRANGER,
  },
  {
    title: 'is a database of somebody else',
    path: ({ file }) => sqliteFile(file('other.db'), 'CREATE TABLE payment (id TEXT)'),
    says: STRANGER,
  },
  {
    title: 'was written by a newer version',
    path: async (folder) =>
      sqliteFile(await journalFile(folder), 'PRAGMA user_version = 4711; PRAGMA wal_checkpoint(TRUNCATE)'),
    says: /newer version of @polyrail\/journal-sqlite \(its schema is 4711.*update the package/,
  },
]

describe('a journal whose path', () => {
  for (const { title, path, says } of BAD_PATHS) {
    it(`${title}: nothing starts, the error says what to do, and the file stays as it was`, async () => {
      await using world = await startWorld({ journal: 'memory' })
      const file = await path(world.folder)
      const before = await readFile(file).catch(() => undefined)
      const opening = openPayments({ journal: sqliteJournal({ path: file }), urls: world.urls })
      await assert.rejects(opening, { name: 'JournalError', code: 'journal_unavailable', message: says })
      assert.deepEqual(await readFile(file).catch(() => undefined), before)
      assert.deepEqual(
        PROVIDERS.flatMap((name) => world[name].requests),
        [],
      )
    })
  }

  it('names a journal that was cut off in its middle is refused, or nothing is sent', async () => {
    await using world = await startWorld({ journal: 'memory' })
    const file = await journalFile(world.folder)
    await sqliteFile(file, 'PRAGMA wal_checkpoint(TRUNCATE)')
    const whole = await readFile(file)
    await writeFile(world.folder.file('cut.db'), whole.subarray(0, whole.length / 2))
    const journal = sqliteJournal({ path: world.folder.file('cut.db') })
    const attempt = world
      .another({ journal })
      .then(({ payouts }) => payouts.create(bankPayout('payout-1')))
      .finally(() => journal.close())
    await assert.rejects(attempt, { name: 'JournalError' })
    assert.equal(world.palladium.requests.length, 0)
  })
})

describe('a journal that does not open', () => {
  it('is a JournalError, whatever it throws', async () => {
    const journal = wrappedJournal(memoryJournal(), { open: () => Promise.reject(new Error('no route to host')) })
    const url = 'http://127.0.0.1:9'
    const opening = openPayments({ journal, urls: everywhere(url) })
    await assert.rejects(opening, { name: 'JournalError', code: 'journal_unavailable', message: /no route to host/ })
  })
})

const BROKEN = new Error('disk full')
const fail = (): Promise<never> => Promise.reject(BROKEN)

for (const name of JOURNAL_NAMES) {
  describe(`a journal that fails while it works, on the ${name} journal`, () => {
    let world: World
    let folder: Folder
    let broken: Partial<Journal>
    let journal: Journal
    let payments: World['payments']

    beforeEach(async () => {
      world = await startWorld({ journal: 'memory' })
      folder = await temporaryFolder()
      broken = {}
      const inner = journalIn(name, folder)
      const now = (): Journal => wrappedJournal(inner, broken)
      journal = wrappedJournal(inner, {
        arm: (intent) => now().arm(intent),
        record: (outcome) => now().record(outcome),
        findOperation: (key) => now().findOperation(key),
        object: (selector) => now().object(selector),
      })
      payments = await world.another({ journal })
    })

    afterEach(async () => {
      await world[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    })

    for (const method of ['findOperation', 'arm'] as const) {
      it(`at ${method} sends nothing, and what was asked succeeds once it works again`, async () => {
        broken = { [method]: fail }
        for (const [index, creation] of CREATIONS.entries()) {
          await assert.rejects(creation.create(payments, `order-${index}`), {
            name: 'JournalError',
            code: 'journal_unavailable',
            retryable: true,
            message: /disk full/,
          })
        }
        assert.equal(world.palladium.requests.length + world.palomma.requests.length, 0)
        broken = {}
        for (const [index, creation] of CREATIONS.entries()) {
          assert.equal((await creation.create(payments, `order-${index}`)).status, creation.made)
          assert.equal(executions(world, creation, `order-${index}`), 1)
        }
      })
    }

    it('at record never throws after the provider has executed it, and never sends again', async () => {
      const { palladium } = world
      broken = { record: fail }
      const made = await payments.payouts.create(bankPayout('payout-1'))
      assert.equal(made.status, 'processing')
      broken = {}
      assert.equal((await payments.payouts.retrieve({ reference: 'payout-1' }))?.status, 'unknown')
      assert.equal(palladium.ledger.count({ reference: 'payout-1' }), 1)
      assert.equal(palladium.requests.length, 1)
    })

    it('at a retrieval is a JournalError', async () => {
      await payments.payins.create(virtualAccount('order-1'))
      broken = { object: fail }
      await assert.rejects(payments.payins.retrieve({ reference: 'order-1' }), { name: 'JournalError' })
      broken = {}
      assert.equal((await payments.payins.retrieve({ reference: 'order-1' }))?.status, 'pending')
    })

    it('because it was closed sends nothing', async () => {
      await payments.close()
      await assert.rejects(payments.payouts.create(bankPayout('payout-1')), { name: 'JournalError' })
      await assert.rejects(payments.payouts.retrieve({ reference: 'payout-1' }), { name: 'JournalError' })
      assert.equal(world.palladium.requests.length, 0)
    })
  })
}

describe('a sqlite journal', () => {
  it('that another program keeps locked sends nothing, and works again afterwards', async () => {
    await using world = await startWorld({ journal: 'sqlite' })
    const path = world.folder.file('payments.db')
    const impatient = await world.another({ journal: sqliteJournal({ path, busyTimeoutMs: 100 }) })
    const locker = openDatabase(path)
    locker.exec('BEGIN IMMEDIATE')
    await assert.rejects(impatient.payouts.create(bankPayout('payout-1')), { name: 'JournalError' })
    assert.equal(world.palladium.requests.length, 0)
    locker.exec('ROLLBACK')
    locker.close()
    assert.equal((await impatient.payouts.create(bankPayout('payout-1'))).status, 'processing')
    assert.equal(world.palladium.ledger.count({ reference: 'payout-1' }), 1)
  })

  it('that was closed has all of its payments in its one file', async () => {
    await using world = await startWorld({ journal: 'sqlite' })
    const made = await world.payments.payouts.create(bankPayout('payout-1'))
    await world.payments.close()
    await copyFile(world.folder.file('payments.db'), world.folder.file('copy.db'))
    const restored = await world.another({ journal: sqliteJournal({ path: world.folder.file('copy.db') }) })
    assert.deepEqual(await restored.payouts.create(bankPayout('payout-1')), made)
    assert.equal(world.palladium.ledger.count({ reference: 'payout-1' }), 1)
  })
})

describe('a disk on which nothing can be written', () => {
  it('sends nothing, and all is executed once it can be written again, without a restart', async function () {
    if (process.platform !== 'linux') return this.skip()
    await using world = await startWorld({ journal: 'memory' })
    const job = { journal: world.folder.file('full.db'), urls: world.urls } satisfies FullDiskJob
    await using child = startChild('full-disk', job)
    await child.next()
    child.send('go')
    assert.deepEqual(
      await child.next(),
      CREATIONS.map(() => 'journal_unavailable'),
    )
    assert.deepEqual(sentIn(world), [])
    child.send('go')
    assert.deepEqual(
      await child.next(),
      CREATIONS.map(({ made }) => made),
    )
    assert.deepEqual(
      CREATIONS.map((creation, index) => executions(world, creation, `disk-${index}`)),
      CREATIONS.map(() => 1),
    )
    child.send('end')
    assert.equal(await child.ended, 0, child.output)
  })
})

/** What could move money: asking for a token is none of it. */
const sentIn = (world: World): readonly string[] =>
  PROVIDERS.flatMap((name) => world[name].requests)
    .map(({ endpoint }) => String(endpoint))
    .filter((endpoint) => !['authenticate', 'create-token'].includes(endpoint))
