import assert from 'node:assert/strict'
import { describeJournalConformance, journalCases, runJournalConformance } from '@polyrail/conformance'
import { memoryJournal } from '@polyrail/core'
import { memorySubject, sharedSubject } from './memory-worlds.js'

describeJournalConformance('memoryJournal', memorySubject())
describeJournalConformance('memoryJournal behind several handles', sharedSubject())

describe('the journal suite', () => {
  it('names every case once', () => {
    const ids = journalCases.map(({ id }) => id)
    assert.deepEqual(ids, [...new Set(ids)])
  })

  it('reports without mocha what passed and what was skipped', async () => {
    const reports = await runJournalConformance(memorySubject())
    const skipped = reports.filter(({ verdict }) => verdict === 'skipped').map(({ id }) => id)
    assert.deepEqual(skipped, [
      'token.shared',
      'inbox.durable',
      'outbox.durable',
      'store.close-waits',
      'shared.seen',
      'shared.race',
      'shared.kept',
    ])
    assert.ok(reports.every(({ verdict }) => verdict !== 'failed'))
    assert.equal(reports.length, journalCases.length)
  })
})

describe('memoryJournal', () => {
  it('uses the clock of the machine when none is given', async () => {
    const journal = memoryJournal()
    await journal.open()
    const before = Date.now()
    const { operation } = await journal.arm({
      ...{ id: 'operation-1', merchant: 'default', kind: 'payin.create', reference: 'invoice-1', fingerprint: 'f' },
      ...{ provider: 'acme', providerReference: 'invoice-1', tried: [], request: '{}', step: 'createLink', steps: {} },
      lanes: [],
      ...{ owner: 'process-1', leaseMs: 1_000 },
      object: { id: 'p', type: 'payin', provider: 'acme', reference: 'invoice-1', status: 'unknown', body: '{}' },
    })
    assert.ok(operation.createdAt >= before && operation.createdAt <= Date.now())
  })

  it('rejects everything before it is open', async () => {
    const key = { merchant: 'default', kind: 'payin.create', reference: 'invoice-1' } as const
    await assert.rejects(memoryJournal().findOperation(key), { code: 'journal_unavailable', message: /not open yet/ })
  })

  it('gives the same key when it is opened again, and another journal another key', async () => {
    const journal = memoryJournal()
    assert.equal((await journal.open()).fingerprintKey, (await journal.open()).fingerprintKey)
    assert.notDeepEqual((await memoryJournal().open()).fingerprintKey, (await journal.open()).fingerprintKey)
  })

  it('refuses a position that is not one of its own', async () => {
    const journal = memoryJournal()
    await journal.open()
    const query = { merchant: 'default', limit: 1, after: 'there' }
    await assert.rejects(journal.operations(query), { code: 'invalid_request', message: /after/ })
  })
})
