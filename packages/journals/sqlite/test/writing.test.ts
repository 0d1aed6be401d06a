import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startChild } from './children/start.js'
import { removeFolders } from './folder.js'
import { intentFor, journalPath, outcomeOf, whileLocked } from './samples.js'
import { commitsIn } from './wal.js'

const references = (count: number) => Array.from({ length: count }, (_, index) => `invoice-${index}`)

describe('sqliteJournal, when it writes', () => {
  afterEach(removeFolders)

  it('commits what comes together in one transaction, 64 at most', async () => {
    const path = journalPath()
    const journal = sqliteJournal({ path })
    await journal.open()
    const before = commitsIn(path)
    await Promise.all(references(200).map((reference) => journal.arm(intentFor(reference))))
    assert.equal(commitsIn(path) - before, 4)
    await journal.close()
  })

  it('has committed when it answers', async () => {
    const path = journalPath()
    const journal = sqliteJournal({ path })
    await journal.open()
    for (const reference of references(5)) {
      const before = commitsIn(path)
      await journal.arm(intentFor(reference))
      assert.equal(commitsIn(path) - before, 1)
    }
    await journal.close()
  })

  it('leaves the event loop free while it waits for the disk or for another process', async () => {
    const path = journalPath()
    const journal = sqliteJournal({ path })
    await journal.open()
    const states: string[] = []
    let arming: Promise<unknown> = Promise.resolve()
    await whileLocked(path, async () => {
      arming = journal.arm(intentFor('invoice-1')).then(() => states.push('armed'))
      for (let turn = 0; turn < 10; turn++) await sleep(10).then(() => states.push('turn'))
      assert.deepEqual(await journal.operations({ merchant: 'default', limit: 1 }), { items: [] })
    })
    await arming
    assert.deepEqual(states, [...Array.from({ length: 10 }, () => 'turn'), 'armed'])
    await journal.close()
  })

  it('does not fail the others for one bad command among them', async () => {
    const journal = sqliteJournal({ path: journalPath() })
    await journal.open()
    const intents = references(10).map((reference) => intentFor(reference, { providerReference: reference }))
    const bad = intentFor('bad', { providerReference: 'invoice-3' })
    const answers = await Promise.allSettled([...intents, bad].map((intent) => journal.arm(intent)))
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 10)
    assert.equal(answers.at(-1)?.status, 'rejected')
    for (const { merchant, id } of intents) assert.ok(await journal.operation(merchant, id))
    await journal.close()
  })

  it('refuses a text that the store cannot keep exactly, and stores nothing', async () => {
    const journal = sqliteJournal({ path: journalPath() })
    await journal.open()
    for (const reference of ['a\0b', 'half \ud83d a pair']) {
      await assert.rejects(journal.arm(intentFor(reference)), { code: 'journal_unavailable', message: /exactly/ })
    }
    assert.equal((await journal.arm(intentFor('a backslash: \\u0000 \\ud83d'))).armed, true)
    assert.equal((await journal.operations({ merchant: 'default', limit: 10 })).items.length, 1)
    await journal.close()
  })

  it('takes its own time inside the transaction, in the order of commits', async () => {
    const journal = sqliteJournal({ path: journalPath() })
    await journal.open()
    const before = Date.now()
    const { operation } = await journal.arm(intentFor('invoice-1'))
    const { operation: done } = await journal.record(outcomeOf(operation, 'SUCCEEDED'))
    assert.ok(before <= operation.createdAt && operation.createdAt <= done.updatedAt && done.updatedAt <= Date.now())
    await journal.close()
  })

  it('keeps the process alive while it writes, and no longer', async () => {
    const child = startChild('unattended.ts', journalPath())
    assert.equal(await child.ended, 0)
    assert.deepEqual(child.lines, ['SENDING'])
  })
})
