import assert from 'node:assert/strict'
import { requireEvidence, runConformance, type AdapterReport, type EvidenceLevel } from '@polyrail/conformance'
import { acme } from './acme/adapter.js'
import { acmeSubject } from './acme/world.js'

const GROUPS = ['customers', 'capabilities'] as const

/** What the error says is missing. */
const missing = (report: unknown, level?: EvidenceLevel): readonly string[] => {
  try {
    requireEvidence(report, level)
    return []
  } catch (error) {
    const { code, issues } = error as { readonly code?: string; readonly issues: readonly object[] }
    assert.equal(code, 'invalid_configuration')
    return issues.map((issue) => Object.values(issue).join(': '))
  }
}

describe('requireEvidence', () => {
  let report: AdapterReport

  before(async () => {
    report = await runConformance('acme', acmeSubject(), { groups: GROUPS })
  })

  it('is content with a report that shows what is required, also as it was stored', () => {
    const level: EvidenceLevel = {
      groups: GROUPS,
      capabilities: { customers: ['made', 'retrieved'] },
      suiteVersion: '0.1.0',
      adapter: { name: 'acme', version: '1.2.3' },
    }
    for (const each of [report, JSON.parse(JSON.stringify(report))]) assert.deepEqual(missing(each, level), [])
    assert.deepEqual(missing(report), [])
  })

  it('names everything that is missing', () => {
    const level: EvidenceLevel = {
      groups: ['customers', 'webhooks'],
      capabilities: { customers: ['made', 'told'], 'payouts.bank_account': ['made'] },
      suiteVersion: '0.2.0',
      adapter: { name: 'ecma', version: '1.2.4' },
    }
    assert.deepEqual(missing(report, level), [
      'evidence.suite.version: is 0.1.0, expected 0.2.0 or later',
      'evidence.adapter.name: is acme, expected ecma',
      'evidence.adapter.version: is 1.2.3, expected 1.2.4',
      'evidence.groups.webhooks: nothing was tried',
      'evidence.capabilities.customers: told was not shown',
      'evidence.capabilities.payouts.bank_account: made was not shown',
    ])
  })

  it('is never content with what has failed, whatever is required', async () => {
    const broken = acmeSubject({ ...acme, refusal: () => undefined })
    const failed = await runConformance('acme', broken, { groups: ['errors'] })
    assert.ok(missing(failed).includes('evidence.cases.error.table: payins.card has not passed'))
    // Not even where somebody has written the verdict himself.
    assert.ok(missing({ ...failed, verdict: 'passed', counts: {} }).length > 0)
  })

  it('is not content with a run of nothing', () => {
    assert.deepEqual(missing({ ...report, cases: [] }), ['evidence.cases: nothing was tried'])
    assert.equal(missing({ ...report, cases: [] }, { groups: GROUPS }).length, 2)
  })

  it('reads nothing that is no report', () => {
    for (const wrong of [undefined, null, 'report', [], {}, { ...report, format: 2 }, { ...report, cases: [7] }]) {
      assert.match(missing(wrong).join(), /^evidence: expected a report of runConformance/)
    }
  })

  it('counts versions by number, and takes nothing else for one', () => {
    const run = (version: string) => ({ ...report, suite: { ...report.suite, version } })
    for (const enough of ['0.9.0', '0.10.0', '1.0.0', '0.9.1-beta.1']) {
      assert.deepEqual(missing(run(enough), { suiteVersion: '0.9.0' }), [], enough)
    }
    for (const old of ['0.8.99', '0.0.10', 'latest', '1.0', '']) {
      assert.equal(missing(run(old), { suiteVersion: '0.9.0' }).length, 1, old)
    }
  })

  it('knows only its own groups', () => {
    assert.deepEqual(missing(report, { groups: ['speed' as never] }), ['groups: speed is no group of 0.1.0'])
    assert.equal(missing(report, { capabilities: { constructor: ['made' as const] } }).length, 1)
  })
})
