import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startChild } from './children/start.js'
import { removeFolders } from './folder.js'
import { intentFor, journalPath, outcomeOf, whileLocked, withDatabase } from './samples.js'

const opened = async (path: string) => {
  const journal = sqliteJournal({ path, busyTimeoutMs: 20 })
  await journal.open()
  return journal
}

/** A journal with a payout that is being sent, whose outcome waits in the side file. */
const withOutcomeAside = async (path: string) => {
  const journal = await opened(path)
  const { operation } = await journal.arm(intentFor('invoice-1'))
  await whileLocked(path, async () => {
    const recording = journal.record(outcomeOf(operation, 'SUCCEEDED'))
    await assert.rejects(recording, { code: 'journal_unavailable', message: /kept aside/ })
  })
  return { journal, operation, outcomes: `${path}.outcomes` }
}

describe('sqliteJournal, when its store fails', () => {
  afterEach(removeFolders)

  it('keeps an outcome aside, arms nothing meanwhile, and records it as soon as it can', async () => {
    const path = journalPath()
    const journal = await opened(path)
    const { operation } = await journal.arm(intentFor('invoice-1'))
    await whileLocked(path, async () => {
      const recording = journal.record(outcomeOf(operation, 'SUCCEEDED'))
      await assert.rejects(recording, { code: 'journal_unavailable', message: /kept aside in .*\.outcomes/ })
      await assert.rejects(journal.arm(intentFor('invoice-2')), { message: /nothing was stored/ })
      assert.equal((await journal.findOperation(operation))?.state, 'SENDING')
      assert.equal(statSync(`${path}.outcomes`).mode & 0o777, 0o600)
    })
    assert.equal((await journal.arm(intentFor('invoice-3'))).armed, true)
    assert.equal((await journal.findOperation(operation))?.state, 'SUCCEEDED')
    assert.equal(await journal.operation('default', 'operation-invoice-2'), undefined)
    assert.equal(existsSync(`${path}.outcomes`), false)
    await journal.close()
  })

  it('records what was kept aside when it is opened the next time', async () => {
    const path = journalPath()
    const { journal, operation, outcomes } = await withOutcomeAside(path)
    await journal.close()
    assert.equal(existsSync(outcomes), true)
    const again = await opened(path)
    const found = await again.findOperation(operation)
    assert.deepEqual([found?.state, found?.version], ['SUCCEEDED', 2])
    assert.equal(
      (await again.object({ merchant: 'default', type: 'payout', id: operation.object }))?.status,
      'succeeded',
    )
    assert.equal(existsSync(outcomes), false)
    await again.close()
  })

  it('records at the next look for expired leases what another process kept aside', async () => {
    const path = journalPath()
    const bystander = await opened(path)
    const { journal, operation } = await withOutcomeAside(path)
    assert.deepEqual(await bystander.reap(10), [])
    assert.equal((await bystander.findOperation(operation))?.state, 'SUCCEEDED')
    await journal.close()
    await bystander.close()
  })

  it('changes nothing by an outcome that is kept aside but was recorded after all', async () => {
    const path = journalPath()
    const { journal, operation, outcomes } = await withOutcomeAside(path)
    const text = readFileSync(outcomes, 'utf8')
    await journal.reap(1)
    const before = await journal.findOperation(operation)
    await journal.close()
    writeFileSync(outcomes, `${text}${text}`)
    const again = await opened(path)
    assert.deepEqual(await again.findOperation(operation), before)
    await again.close()
  })

  it('reads what a process left that died while it was recording, and skips a line that was torn', async () => {
    const path = journalPath()
    const { journal, operation, outcomes } = await withOutcomeAside(path)
    await journal.close()
    appendFileSync(outcomes, '\n{"id":"operation-invoice-1","merch')
    renameSync(outcomes, `${outcomes}.0123456789ab`)
    const again = await opened(path)
    assert.equal((await again.findOperation(operation))?.state, 'SUCCEEDED')
    await again.close()
    assert.deepEqual(
      readdirSync(dirname(path)).filter((file) => file.includes('.outcomes')),
      [],
    )
  })

  it('says so when the database cannot be read', async () => {
    const path = journalPath()
    const journal = await opened(path)
    withDatabase(path, (database) => database.exec('ALTER TABLE object RENAME TO gone'))
    const reading = journal.object({ merchant: 'default', type: 'payout', id: 'payout-invoice-1' })
    await assert.rejects(reading, { code: 'journal_unavailable', message: /cannot be read/ })
    await journal.close()
  })

  it('arms nothing on a full disk, keeps outcomes aside, and goes on when there is room again', async function () {
    if (process.platform !== 'linux') return this.skip()
    const child = startChild('full-disk.ts', journalPath())
    assert.equal(await child.ended, 0)
    assert.deepEqual(
      child.lines.map((line) => JSON.parse(line) as unknown),
      [
        { step: 'full', arm: 'nothing was stored', record: 'the outcome is kept aside', aside: true },
        { step: 'still full', arm: 'nothing was stored', sending: 'SENDING', armed: null },
        { step: 'nothing can be written', arm: 'nothing was stored', record: 'the outcome is not stored' },
        { step: 'room again', armed: true, first: 'SUCCEEDED', second: 'SENDING', aside: false },
        { step: 'recorded', second: 'DECLINED' },
      ],
    )
  })
})
