import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Journal } from '@polyrail/core'
import { sqliteJournal, type SqliteJournalOptions } from '@polyrail/journal-sqlite'
import { removeFolders } from './folder.js'
import { intentFor, journalPath, outcomeOf } from './samples.js'

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

  it('believes neither a torn mark nor one that is behind', async () => {
    const path = journalPath()
    await send({ path }, 'invoice-1')
    const mark = readFileSync(`${path}.mark`, 'utf8')
    await send({ path }, 'invoice-2')
    for (const kept of [mark, mark.slice(0, 20), '', 'no mark']) {
      writeFileSync(`${path}.mark`, kept)
      assert.equal(await quarantineAt({ path }), undefined, JSON.stringify(kept))
    }
  })

  it('keeps the mark where it is told to', async () => {
    const path = journalPath()
    const markPath = `${journalPath()}.elsewhere`
    await send({ path, markPath }, 'invoice-1')
    assert.match(readFileSync(markPath, 'utf8'), /^[0-9a-f]{32} 0{15}1\n$/)
    assert.throws(() => sqliteJournal({ path, markPath: '' }), { code: 'invalid_configuration', message: /markPath/ })
  })
})
