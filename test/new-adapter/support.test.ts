import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installDeclared } from '../packages/packages.js'
import { blocksOf, standsIn } from './support/blocks.js'

describe('a page that is followed word for word', () => {
  it('has blocks with a language, and a file where one is named', () => {
    const page = 'Text\n\n```sh\nnpm test\n```\n\n```ts src/a.ts\nexport {}\n```\n'
    assert.deepEqual(blocksOf(page), [
      { line: 3, language: 'sh', file: undefined, text: 'npm test\n' },
      { line: 7, language: 'ts', file: 'src/a.ts', text: 'export {}\n' },
    ])
  })

  const output =
    '  11 passing (2s)\n  1 failing\n\n  1) adapter\n     Error: amount is 1250, expected 12.50. See to it\n'
  const announced = [
    ['1 failing\namount is 1250, expected 12.50', true],
    ['1 failing\n… amount is …, expected …. See to it', true],
    ['amount is 1250\n1 failing', false],
    ['1 failing\namount is 1251', false],
    ['amount is 12X50', false],
    ['expected 12?50', false],
  ] as const
  for (const [text, stands] of announced) {
    it(`${stands ? 'finds' : 'misses'} "${text.replace('\n', ' / ')}"`, () => {
      assert.equal(standsIn(text, output), stands)
    })
  }

  const asked = [
    [{ mocha: '^1.0.0' }, /mocha .* is not \^1\.0\.0/],
    [{ mocha: '^12.99.0' }, /mocha .* is not \^12\.99\.0/],
    [{ '@polyrail/core': '^9.0.0' }, /@polyrail\/core .* is not \^9\.0\.0/],
    [{ '@polyrail/none': '^0.1.0' }, /@polyrail\/none is no package of ours/],
    [{ 'no-such-library': '^1.0.0' }, /no-such-library is declared and not installed/],
  ] as const
  for (const [dependencies, problem] of asked) {
    it(`is not given ${JSON.stringify(dependencies)}, which npm could not install either`, () => {
      const project = mkdtempSync(join(tmpdir(), 'polyrail-asked-'))
      try {
        writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'asking', dependencies }))
        assert.throws(() => installDeclared(project), problem)
      } finally {
        rmSync(project, { recursive: true })
      }
    })
  }
})
