import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdapterReport } from '@polyrail/conformance'
import { Terminal } from './support/terminal.js'

describe('an adapter in plain JavaScript, from the tarballs', function () {
  this.timeout(60_000)

  let project: string
  let terminal: Terminal

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'polyrail-plain-'))
    cpSync(join(import.meta.dirname, 'plain'), project, { recursive: true })
    terminal = new Terminal(project)
    assert.equal(terminal.run('npm install').exitCode, 0)
  })

  after(() => {
    rmSync(project, { recursive: true })
  })

  it('needs no TypeScript', () => {
    assert.ok(!existsSync(join(project, 'node_modules', 'typescript')))
    assert.ok(!existsSync(join(project, 'node_modules', 'tsx')))
  })

  it('runs the suite in mocha', () => {
    const { exitCode, output } = terminal.run('npm test')
    assert.equal(exitCode, 0, output)
    assert.match(output, /^ {2}[1-9]\d+ passing/m)
  })

  it('runs the suite without a test framework, and writes its evidence', () => {
    const { exitCode, output } = terminal.run('npm run evidence')
    assert.equal(exitCode, 0, output)
    const report = JSON.parse(readFileSync(join(project, 'evidence', 'polyrail-pebble.json'), 'utf8')) as AdapterReport
    assert.equal(report.verdict, 'passed')
    assert.ok(report.capabilities['payouts.bank_account']?.includes('lostAnswerFound'))
  })
})
