import assert from 'node:assert/strict'
import type { Policy } from '../kill/job.js'
import { broken } from '../kill/policies.js'
import { CREATIONS } from '../support/creations.js'
import { creationCells } from './creations.js'

/** What each of them does wrong is to be seen in these cells. */
const SEEN: Readonly<Partial<Record<Policy, { readonly at: string; readonly kinds: string }>>> = {
  'retry on error': { at: 'a disbursement', kinds: 'W X- X 4? 409 429 5xx 3xx M- M' },
  'no settle window': { at: 'a payment link', kinds: 'W X- X 4? 409 429 5xx 3xx M- K' },
  'lease back to created': { at: 'a disbursement', kinds: 'K' },
}

describe('the matrix', function () {
  this.timeout(60_000)

  for (const policy of ['retry on error', 'no settle window', 'lease back to created'] as const) {
    it(`sees what a library does that is broken on purpose: ${policy}`, async () => {
      const { at = '', kinds = '' } = SEEN[policy] ?? {}
      const creation = CREATIONS.find(({ title }) => title === at)
      assert.ok(creation)
      const cells = await creationCells(creation, 'memory', (journal) => broken(journal, policy))
      const wrong = cells.filter(({ problems }) => problems.length > 0)
      assert.equal(wrong.map(({ kind }) => kind).join(' '), kinds)
    })
  }
})
