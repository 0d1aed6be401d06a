import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireEvidence } from '@polyrail/conformance'
import { ROOT } from '../packages/packages.js'
import { blocksOf, standsIn, type Block } from './support/blocks.js'
import { Terminal } from './support/terminal.js'

const PAGE = join('docs', 'guides', 'new-adapter.md')

const titleOf = ({ line, language, file = '', text }: Block): string =>
  `line ${line}: ${language === 'sh' ? text.trim().replaceAll('\n', '; ') : `${language} ${file}`.trim()}`

describe(`${PAGE}, word for word`, function () {
  this.timeout(120_000)

  const page = readFileSync(join(ROOT, PAGE), 'utf8')
  const blocks = blocksOf(page)
  let empty: string
  let terminal: Terminal
  let failed = false

  before(() => {
    empty = mkdtempSync(join(tmpdir(), 'polyrail-tutorial-'))
    terminal = new Terminal(empty)
  })

  beforeEach(function () {
    // One step builds on the other.
    if (failed) this.skip()
  })

  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed'
  })

  after(() => {
    rmSync(empty, { recursive: true })
  })

  for (const [index, block] of blocks.entries()) {
    const { language, file, text } = block
    if (language === 'sh') {
      it(titleOf(block), () => {
        const next = blocks[index + 1]
        const announced = next?.language === 'text' ? next.text : ''
        const { exitCode, output } = terminal.run(text)
        assert.equal(exitCode !== 0, /\bfailing\b/.test(announced), output)
        assert.ok(standsIn(announced, output), `announced:\n${announced}\nand came:\n${output}`)
      })
    } else if (language === 'diff') {
      it(titleOf(block), () => {
        const { exitCode, output } = terminal.run('git apply -p0 -', text)
        assert.equal(exitCode, 0, output)
      })
    } else if (file !== undefined) {
      it(titleOf(block), () => {
        const path = join(terminal.folder, file)
        assert.ok(existsSync(path), `there is no ${file} that it could take the place of`)
        writeFileSync(path, text)
      })
    }
  }

  it('leaves evidence with which a platform takes the adapter', () => {
    const report: unknown = JSON.parse(
      readFileSync(join(terminal.folder, 'evidence', 'polyrail-meridian.json'), 'utf8'),
    )
    const { version } = JSON.parse(readFileSync(join(terminal.folder, 'package.json'), 'utf8')) as {
      readonly version: string
    }
    requireEvidence(report, {
      adapter: { name: 'polyrail-meridian', version },
      groups: ['payins', 'payouts', 'exact money', 'unknown outcome', 'lookup', 'webhooks', 'secrets'],
      capabilities: {
        'payins.hosted_card': ['made', 'onceByReference', 'lostAnswerFound', 'told'],
        'payouts.bank_account': ['made', 'onceByReference', 'lostAnswerFound', 'told'],
      },
    })
  })

  it('leaves nothing of the skeleton’s own provider', () => {
    const { output } = terminal.run("grep -rniE 'acme' --exclude-dir=node_modules . || true")
    assert.equal(output, '')
  })
})
