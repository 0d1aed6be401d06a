import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SUITE_VERSION, pageOf, runConformance, writeEvidence } from '@polyrail/conformance'
import { acme } from './acme/adapter.js'
import { acmeSubject } from './acme/world.js'
import manifest from '../../package.json' with { type: 'json' }

const date = new Date('2031-05-17T08:30:00Z')
const broken = acmeSubject({ ...acme, refusal: () => undefined })

describe('the report of an adapter', () => {
  it('says what was run when, by which suite, and what it has shown', async () => {
    const results: string[] = []
    const report = await runConformance('acme', acmeSubject(), {
      ...{ date, groups: ['capabilities', 'customers'] },
      onResult: ({ id }) => results.push(id),
    })
    assert.deepEqual(
      [report.format, report.suite, report.adapter, report.date, report.verdict],
      [
        1,
        { name: '@polyrail/conformance', version: manifest.version },
        { name: 'acme', version: '1.2.3' },
        '2031-05-17T08:30:00.000Z',
        'passed',
      ],
    )
    assert.deepEqual(
      report.cases.map(({ id }) => id),
      results,
    )
    assert.deepEqual(report.counts['customers'], { passed: 4, failed: 0 })
    assert.deepEqual(report.counts['payins'], { passed: 0, failed: 0 })
    assert.deepEqual(report.facts, [{ fact: 'Acme does not exist', source: 'documented' }])
  })

  it('does not say that something was shown which no case has tried', async () => {
    const report = await runConformance('acme', acmeSubject(), { date, groups: ['customers'] })
    assert.deepEqual(Object.keys(report.capabilities), ['customers'])
    assert.deepEqual(report.capabilities['customers'], ['made', 'retrieved'])
  })

  it('says what is broken, and what to do about it', async () => {
    const report = await runConformance('acme', broken, { date, groups: ['errors'] })
    const table = report.cases.find(({ id }) => id === 'error.table')
    assert.deepEqual([report.verdict, table?.verdict], ['failed', 'failed'])
    assert.match(table?.error ?? '', /See to the table of refusals of the adapter/)
    assert.deepEqual(report.capabilities['payins.card'], ['retrieved'])
  })

  it('is a page to be read', async () => {
    const page = pageOf(await runConformance('acme', broken, { date, groups: ['errors', 'limits'] }))
    assert.match(page, /^# Conformance of acme 1\.2\.3\n/)
    assert.match(page, /Not all promises hold/)
    assert.match(page, /\| limits \| \d+ \| 0 \|/)
    assert.match(page, /## What is broken\n\n- \*\*payins\.card\.capture a change that comes too late/)
    assert.match(page, /\| Acme does not exist \| documented \|/)
  })

  it('is written as JSON and as a page', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polyrail-evidence-'))
    try {
      const report = await runConformance('@acme/polyrail', acmeSubject(), { date, groups: ['customers'] })
      const paths = await writeEvidence(report, join(folder, 'evidence'))
      assert.deepEqual(paths, {
        json: join(folder, 'evidence', 'acme-polyrail.json'),
        page: join(folder, 'evidence', 'acme-polyrail.md'),
      })
      assert.deepEqual(JSON.parse(await readFile(paths.json, 'utf8')), report)
      assert.equal(await readFile(paths.page, 'utf8'), pageOf(report))
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('names the version of the package', () => {
    assert.equal(SUITE_VERSION, manifest.version)
  })
})
