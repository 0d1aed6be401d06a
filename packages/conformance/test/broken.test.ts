import assert from 'node:assert/strict'
import { journalCases, runJournalCase } from '@polyrail/conformance'
import { brokenJournals } from './broken.js'

describe('the journal suite sees a journal that', () => {
  for (const { does, caughtBy, subject } of brokenJournals) {
    it(`${does} [${caughtBy}]`, async () => {
      const found = journalCases.find(({ id }) => id === caughtBy)
      assert.ok(found, `there is no case ${caughtBy}`)
      await assert.rejects(runJournalCase(found, subject), { code: 'ERR_ASSERTION' })
    })
  }
})
