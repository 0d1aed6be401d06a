import assert from 'node:assert/strict'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startChild } from './children/start.js'
import { removeFolders } from './folder.js'
import { journalPath, withDatabase } from './samples.js'

describe('sqliteJournal in several processes', () => {
  afterEach(removeFolders)

  it('arms each shared reference once, also when all of them make the file', async () => {
    const path = journalPath()
    const children = ['a', 'b', 'c', 'd'].map((name) => startChild('arm.ts', path, name, '100', '25'))
    assert.deepEqual(await Promise.all(children.map(({ ended }) => ended)), [0, 0, 0, 0])
    const armed = children.flatMap(({ lines }) => lines).sort()
    assert.deepEqual(armed, Array.from({ length: 25 }, (_, index) => `shared-${index}`).sort())
    const [rows] = withDatabase(path, (database) => database.prepare('SELECT count(*) AS n FROM operation').all())
    assert.equal((rows as { n: number }).n, 25)
  }).timeout(60_000)

  it('has everything that it acknowledged after the process was killed in the middle', async () => {
    const path = journalPath()
    const acknowledged: string[] = []
    for (const round of ['a', 'b', 'c', 'd', 'e']) {
      const child = startChild('arm.ts', path, round, '1000000')
      await child.printed(20 + Math.floor(acknowledged.length / 3))
      child.process.kill('SIGKILL')
      assert.equal(await child.ended, 'SIGKILL')
      acknowledged.push(...child.lines)
    }
    assert.ok(acknowledged.length >= 100)
    const journal = sqliteJournal({ path })
    await journal.open()
    for (const reference of acknowledged) {
      const found = await journal.findOperation({ merchant: 'default', kind: 'payout.create', reference })
      assert.equal(found?.state, 'SENDING', reference)
    }
    await journal.close()
    const check = withDatabase(path, (database) => database.pragma('integrity_check'))
    assert.deepEqual(check, [{ integrity_check: 'ok' }])
  }).timeout(60_000)
})
