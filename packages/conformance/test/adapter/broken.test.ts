import assert from 'node:assert/strict'
import { planFor, runAdapterCase } from '@polyrail/conformance'
import { brokenAnswers } from './broken/answers.js'
import { brokenAuthenticity } from './broken/authenticity.js'
import { brokenCapabilities } from './broken/capabilities.js'
import { brokenEffects } from './broken/effects.js'
import { brokenLookups } from './broken/lookups.js'
import { brokenRefusals } from './broken/refusals.js'
import { brokenReads, brokenSecrets } from './broken/secrets.js'
import { brokenHints } from './broken/hints.js'
import { brokenStatuses } from './broken/statuses.js'
import { brokenWebhooks } from './broken/webhooks.js'
import { brokenWire } from './broken/wire.js'
import type { Broken } from './broken/broken.js'

/** What the case says about each of its targets; nothing where it holds. */
const complaints = async ({ caughtBy, subject }: Broken): Promise<readonly unknown[]> => {
  const planned = planFor(subject).filter((each) => each.case.id === caughtBy)
  assert.notEqual(planned.length, 0, `there is no case ${caughtBy}`)
  const outcomes = await Promise.allSettled(planned.map((each) => runAdapterCase(each, subject)))
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
}

const GROUPS: Readonly<Record<string, readonly Broken[]>> = {
  answers: brokenAnswers,
  statuses: brokenStatuses,
  requests: brokenWire,
  effects: brokenEffects,
  refusals: brokenRefusals,
  'look-ups': brokenLookups,
  capabilities: brokenCapabilities,
  secrets: brokenSecrets,
  reads: brokenReads,
  'authentic webhooks': brokenAuthenticity,
  webhooks: brokenWebhooks,
  hints: brokenHints,
}

for (const [group, all] of Object.entries(GROUPS)) {
  describe(`the adapter suite sees by its ${group} an adapter that`, () => {
    for (const broken of all) {
      it(`${broken.does} [${broken.caughtBy}]`, async () => {
        const found = await complaints(broken)
        assert.notEqual(found.length, 0, 'nobody complains')
        const told = found.filter((error) => error instanceof assert.AssertionError).map(({ message }) => message)
        assert.ok(
          told.some((message) => broken.says.test(message)),
          `nobody says ${String(broken.says)}, but: ${found.map(String).join('\n')}`,
        )
      })
    }
  })
}
