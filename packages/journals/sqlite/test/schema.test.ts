import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { MIGRATIONS } from '../src/schema.js'

// A journal that exists is never migrated by a changed entry. Whoever changes the tables, the guards or the legal
// edges of core adds a migration, and its fingerprint here.
const RELEASED = [
  '155510c5a905590beda7c7415a09d5daf2d3a738d4df068b7ed7cefd53d9681b',
  'dc88a1e83e639b7acd7cf31cc115f4a3a3a83277fd9ac3706a268dff71efbb39',
  'ce5aa3d47983446d03ba3a89c221359308e3e396943f4a492bcc93afe91d7836',
  'dda3cdf38706a168c1182ee454400efa62f5d83fc0efae7824f57dd13ef0352d',
]

describe('the migrations of the journal', () => {
  it('never change once they are released', () => {
    const fingerprints = MIGRATIONS.map((sql) => createHash('sha256').update(sql).digest('hex'))
    assert.deepEqual(fingerprints, RELEASED)
  })
})
