import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Journal } from '@polyrail/core'
import { sqliteJournal, type SqliteJournalOptions } from '@polyrail/journal-sqlite'
import { removeFolders } from './folder.js'
import { intentFor, journalPath, outcomeOf } from './samples.js'

/** After one send. */
const MARK = /^[0-9a-f]{32} 0{15}1\n$/

const within = async <T>(options: SqliteJournalOptions, use: (journal: Journal) => Promise<T>): Promise<T> => {
  const journal = sqliteJournal(options)
  await journal.open()
  try {
    return await use(journal)
  } finally {
    await journal.close()
  }
}

const quarantineAt = (options: SqliteJournalOptions) =>
  within(options, async (journal) => (await journal.open()).quarantine)

const send = (options: SqliteJournalOptions, reference: string) =>
  within(options, async (journal) => {
    const { operation } = await journal.arm(intentFor(reference))
    await journal.record(outcomeOf(operation, 'SUCCEEDED'))
  })

describe('sqliteJournal and the mark beside it', () => {
  afterEach(removeFolders)

  it('tells nothing of a journal that is the one that was written last', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    await send({ path }, 'invoice-2')
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('tells a copy that was put back, until a person releases it', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    copyFileSync(path, `${path}.copy`)
    await send({ path }, 'invoice-2')
    await send({ path }, 'invoice-3')
    copyFileSync(`${path}.copy`, path)
    assert.match((await quarantineAt({ path }))?.why ?? '', /lacks the last 2 sends/)
    assert.match((await quarantineAt({ path }))?.why ?? '', /lacks the last 2 sends/, 'and still does the next time')
    await within({ path }, (journal) => journal.release({ by: 'dewi', evidence: 'compared with the panel' }))
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('counts another attempt of an operation as a send', async () => {
    const path = journalPath()
    const notSent = await within({ path }, async (journal) => {
      const { operation } = await journal.arm(intentFor('invoice-1'))
      return (await journal.record(outcomeOf(operation, 'NOT_SENT'))).operation
    })
    copyFileSync(path, `${path}.copy`)
    await within({ path }, (journal) =>
      journal.arm(intentFor('invoice-1', { seen: { id: notSent.id, version: notSent.version } })),
    )
    copyFileSync(`${path}.copy`, path)
    assert.match((await quarantineAt({ path }))?.why ?? '', /lacks the last 1 sends/)
  })

  it('tells a journal that was lost and begun again', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    rmSync(path)
    assert.match((await quarantineAt({ path }))?.why ?? '', /another journal was at/)
  })

  it('tells a journal whose mark is not there, such as a backup on a new host', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    const elsewhere = journalPath()
    copyFileSync(path, elsewhere)
    await send({ path }, 'invoice-2')
    for (let opening = 0; opening < 2; opening += 1) {
      assert.match((await quarantineAt({ path: elsewhere }))?.why ?? '', /the mark of the journal at .* is not there/)
    }
    await within({ path: elsewhere }, (journal) => journal.release({ by: 'dewi', evidence: 'compared with the panel' }))
    assert.equal(await quarantineAt({ path: elsewhere }), undefined)
    rmSync(`${path}.mark`)
    assert.match((await quarantineAt({ path }))?.why ?? '', /is not there/)
  })

  it('misses no mark beside a journal that has sent nothing', async () => {
    const path = journalPath()
    assert.equal(await quarantineAt({ path }), undefined)
    rmSync(`${path}.mark`)
    assert.equal(await quarantineAt({ path }), undefined)
    await send({ path }, 'invoice-1')
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('thinks nothing of a mark that is behind', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    const mark = readFileSync(`${path}.mark`, 'utf8')
    await send({ path }, 'invoice-2')
    writeFileSync(`${path}.mark`, mark)
    assert.equal(await quarantineAt({ path }), undefined)
  })

  const torn = [
    ['empty', ''],
    ['cut', `${'a'.repeat(32)} 00`],
    ['full of zeros', '\0'.repeat(50)],
    ['something else', 'no mark'],
  ] as const
  for (const [how, kept] of torn) {
    it(`takes a mark that is ${how} for a lost one, beside a journal that has sent something`, async () => {
      const path = journalPath()
      await quarantineAt({ path })
      writeFileSync(`${path}.mark`, kept)
      assert.equal(await quarantineAt({ path }), undefined, 'nothing was sent')
      await send({ path }, 'invoice-1')
      writeFileSync(`${path}.mark`, kept)
      assert.match((await quarantineAt({ path }))?.why ?? '', /the mark of the journal at .* cannot be read/)
      assert.match(readFileSync(`${path}.mark`, 'utf8'), MARK)
    })
  }

  it('writes over no file that cannot be a mark', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    const other = join(dirname(path), 'ledger.txt')
    writeFileSync(other, 'Dear diary, this is no mark of a journal at all, is it?\n')
    const before = readFileSync(other)
    await assert.rejects(quarantineAt({ path, markPath: other }), {
      code: 'journal_unavailable',
      message: /is not the mark of a journal; let the option markPath name another file/,
    })
    assert.deepEqual(readFileSync(other), before)
    assert.throws(() => sqliteJournal({ path, markPath: path }), { message: /markPath: must not name the journal/ })
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('is in no quarantine for a folder that is not there', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    const markPath = join(dirname(path), 'not-mounted', 'payments.mark')
    await assert.rejects(quarantineAt({ path, markPath }), { message: /the option markPath must name a file/ })
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('keeps the mark where it is told to', async () => {
    const path = journalPath()
    const markPath = `${journalPath()}.elsewhere`
    await send({ path, markPath }, 'invoice-1')
    assert.match(readFileSync(markPath, 'utf8'), MARK)
    assert.equal(existsSync(`${path}.mark`), false)
    assert.throws(() => sqliteJournal({ path, markPath: '' }), { code: 'invalid_configuration', message: /markPath/ })
  })
  it('remembers where the mark is, for those who do not say it', async () => {
    const path = journalPath()
    const markPath = `${journalPath()}.elsewhere`
    await send({ path, markPath }, 'invoice-1')
    copyFileSync(path, `${path}.copy`)
    assert.equal(await quarantineAt({ path }), undefined)
    await send({ path }, 'invoice-2')
    assert.match(readFileSync(markPath, 'utf8'), /^[0-9a-f]{32} 0{15}2\n$/)
    assert.equal(existsSync(`${path}.mark`), false)
    copyFileSync(`${path}.copy`, path)
    assert.match((await quarantineAt({ path }))?.why ?? '', /lacks the last 1 sends/)
  })

  it('remembers another place as soon as that is given', async () => {
    const path = journalPath()
    const [one, two] = [`${journalPath()}.one`, `${journalPath()}.two`]
    await send({ path, markPath: one }, 'invoice-1')
    renameSync(one, two)
    assert.equal(await quarantineAt({ path, markPath: two }), undefined)
    assert.equal(await quarantineAt({ path }), undefined)
    assert.equal(existsSync(one), false)
  })

  it('finds its journal by another name of the same file', async () => {
    const path = journalPath()
    const markPath = `${journalPath()}.elsewhere`
    await send({ path, markPath }, 'invoice-1')
    const link = join(dirname(journalPath()), 'linked.db')
    symlinkSync(path, link)
    assert.equal(await quarantineAt({ path: link }), undefined)
  })

  it('moves with the folder of the journal where its path was relative', async () => {
    const path = journalPath()
    const markPath = relative(process.cwd(), join(dirname(path), 'count.mark'))
    await send({ path, markPath }, 'invoice-1')
    const moved = journalPath()
    renameSync(path, moved)
    renameSync(join(dirname(path), 'count.mark'), join(dirname(moved), 'count.mark'))
    assert.equal(await quarantineAt({ path: moved }), undefined)
    assert.equal(existsSync(`${moved}.mark`), false)
  })

  it('opens no copy on the mark of its original, nor judges it, until somebody names its own', async () => {
    const path = journalPath()
    const markPath = `${journalPath()}.elsewhere`
    await send({ path, markPath }, 'invoice-1')
    const copy = journalPath()
    copyFileSync(path, copy)
    await send({ path }, 'invoice-2')
    const before = readFileSync(markPath, 'utf8')
    await assert.rejects(quarantineAt({ path: copy }), {
      code: 'journal_unavailable',
      message: /is a copy, or was moved: .* The option markPath must name the mark/,
    })
    assert.equal(readFileSync(markPath, 'utf8'), before)
    assert.match((await quarantineAt({ path: copy, markPath: `${copy}.mark` }))?.why ?? '', /is not there/)
    assert.match((await quarantineAt({ path: copy }))?.why ?? '', /is not there/)
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('begins no quarantine where it is not there and nobody has named it, and does where it was named', async () => {
    const path = journalPath()
    const markPath = `${journalPath()}.elsewhere`
    await send({ path, markPath }, 'invoice-1')
    renameSync(markPath, `${markPath}.away`)
    await assert.rejects(quarantineAt({ path }), {
      message: /was at .*elsewhere and is not there.* markPath must name it/,
    })
    assert.equal(existsSync(markPath), false)
    renameSync(`${markPath}.away`, markPath)
    assert.equal(await quarantineAt({ path }), undefined)
    rmSync(markPath)
    assert.match((await quarantineAt({ path, markPath }))?.why ?? '', /is not there/)
  })
})

describe('sqliteJournal without its mark', () => {
  afterEach(removeFolders)

  it('neither reads nor writes one, begins no quarantine, and tells the one that there is', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    copyFileSync(path, `${path}.copy`)
    await send({ path }, 'invoice-2')
    copyFileSync(`${path}.copy`, path)
    const before = readFileSync(`${path}.mark`, 'utf8')
    assert.equal(await quarantineAt({ path, markPath: false }), undefined)
    assert.equal(readFileSync(`${path}.mark`, 'utf8'), before)
    rmSync(`${path}.mark`)
    assert.equal(await quarantineAt({ path, markPath: false }), undefined)
    assert.equal(existsSync(`${path}.mark`), false)
    const begun = await quarantineAt({ path })
    assert.match(begun?.why ?? '', /is not there/)
    assert.deepEqual(await quarantineAt({ path, markPath: false }), begun)
    await within({ path, markPath: false }, (journal) => journal.release({ by: 'dewi', evidence: 'compared' }))
    assert.equal(await quarantineAt({ path }), undefined)
  })

  it('sends nothing, and records what others have sent', async () => {
    const path = journalPath()
    const { operation } = await within({ path }, (journal) => journal.arm(intentFor('invoice-1')))
    await within({ path, markPath: false }, async (journal) => {
      await assert.rejects(journal.arm(intentFor('invoice-2')), {
        code: 'journal_unavailable',
        message: /opened without its mark .* so nothing can be sent/,
      })
      assert.equal(await journal.operation('default', 'operation-invoice-2'), undefined)
      assert.equal((await journal.record(outcomeOf(operation, 'SUCCEEDED'))).recorded, true)
    })
    assert.equal(await quarantineAt({ path }), undefined)
    await send({ path }, 'invoice-2')
  })
})
