import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { check } from 'prettier'
import { run } from '../src/run.js'
import { fakeScreen } from './support/fake-screen.js'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const TEMPLATES = join(import.meta.dirname, '..', 'templates')

type Ranges = Readonly<Record<string, string>>
type Manifest = { readonly dependencies: Ranges; readonly devDependencies: Ranges }

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** The command line in this process, which need not be started for each name. */
const polyrail = async (...args: readonly string[]) => {
  const [screen, errors] = [fakeScreen(), fakeScreen()]
  const exitCode = await run(args, screen, errors)
  return { exitCode, stdout: screen.lines.join('\n'), stderr: errors.lines.join('\n') }
}

describe('polyrail new-adapter', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'polyrail-new-adapter-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const written = async (name: string): Promise<string> => {
    const path = join(folder, name)
    const { exitCode, stderr } = await polyrail('new-adapter', name, '--folder', path)
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    return path
  }

  it('says what was written, and what comes next', async () => {
    const path = join(folder, 'acme')
    const { stdout } = await polyrail('new-adapter', 'acme', '--folder', path)
    assert.ok(stdout.startsWith(`${path}: an adapter, a simulator of its provider, and tests.`))
    assert.match(stdout, /\n {2}npm install\n {2}npm test\n/)
  })

  it('gives the provider its name in every form', async () => {
    const path = await written('two-words')
    const read = (file: string): string => readFileSync(join(path, file), 'utf8')
    assert.match(read('package.json'), /"name": "polyrail-two-words"/)
    assert.match(read('src/index.ts'), /\{ twoWords \}[^]*\{ TwoWordsConfig \}/)
    assert.match(read('README.md'), /Two Words does not exist yet/)
    const left = filesUnder(path).filter((file) => /acme/i.test(readFileSync(file, 'utf8')))
    assert.deepEqual(left, [])
  })

  it('takes names that hold the one of the templates', async () => {
    const path = await written('new-acme-pay')
    assert.match(readFileSync(join(path, 'src', 'index.ts'), 'utf8'), /\{ newAcmePay \}[^]*\{ NewAcmePayConfig \}/)
  })

  for (const name of ['ab', 'a-very-long-name-for-an-adapter1']) {
    it(`writes the code of "${name}" as prettier would`, async () => {
      const style = JSON.parse(readFileSync(join(ROOT, '.prettierrc.json'), 'utf8')) as object
      const unlike: string[] = []
      for (const filepath of filesUnder(await written(name))) {
        if (extname(filepath) === '' || filepath.endsWith('.gitignore')) continue
        if (!(await check(readFileSync(filepath, 'utf8'), { ...style, filepath }))) unlike.push(filepath)
      }
      assert.deepEqual(unlike, [])
    })
  }

  const wrong = [
    [['Acme'], /"Acme" cannot name an adapter\. Expected small letters and digits, .* beginning with a letter: acme, /],
    [['two words'], /"two words" cannot name an adapter/],
    [['2c2p'], /"2c2p" cannot name an adapter/],
    [['-acme'], /new-adapter: unknown option '-a'/],
    [['acme-'], /"acme-" cannot name an adapter/],
    [['../acme'], /"\.\.\/acme" cannot name an adapter/],
    [['x'.repeat(33)], /at most 32 characters/],
    [['class'], /"class" means something else in the code/],
    [['while'], /"while" means something else in the code/],
    [['hosted-card'], /"hosted-card" means something else in the code/],
    [['acme', 'two'], /unexpected argument 'two'/],
    [[], /expected the name of a provider/],
  ] as const
  for (const [names, problem] of wrong) {
    it(`ends with 2, and writes nothing, for "${names.join(' ')}"`, async () => {
      const { exitCode, stdout, stderr } = await polyrail('new-adapter', '--folder', join(folder, 'new'), ...names)
      assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' })
      assert.match(stderr, problem)
      assert.deepEqual(readdirSync(folder), [])
    })
  }

  it('leaves a folder alone that is there already', async () => {
    mkdirSync(join(folder, 'acme'))
    writeFileSync(join(folder, 'acme', 'mine.txt'), 'mine')
    const { exitCode, stderr } = await polyrail('new-adapter', 'acme', '--folder', join(folder, 'acme'))
    assert.equal(exitCode, 1)
    assert.match(stderr, /acme is there already/)
    assert.deepEqual(filesUnder(folder), [join(folder, 'acme', 'mine.txt')])
  })

  it('says that the folder is missing in which it should write', async () => {
    const { exitCode, stderr } = await polyrail('new-adapter', 'acme', '--folder', join(folder, 'none', 'acme'))
    assert.equal(exitCode, 1)
    assert.match(stderr, /there is no folder .*none/)
  })

  it('leaves nothing beside what it writes', async () => {
    await written('acme')
    assert.deepEqual(readdirSync(folder), ['acme'])
  })

  it('takes no folder where the repository has its own', async () => {
    const both = await polyrail('new-adapter', 'acme', '--workspace', '--folder', join(folder, 'acme'))
    assert.deepEqual([both.exitCode, /no --folder/.test(both.stderr)], [2, true])
  })
})

describe('the templates of an adapter', () => {
  it('ask for what the repository itself is built and tested with', () => {
    const { dependencies, devDependencies } = manifestIn(join(TEMPLATES, 'adapter'))
    const root = manifestIn(ROOT)
    const core = manifestIn(join(ROOT, 'packages', 'core'))
    assert.equal(dependencies['typebox'], core.dependencies['typebox'])
    for (const [name, range] of Object.entries(devDependencies)) {
      if (!name.startsWith('@polyrail/')) assert.equal(range, root.devDependencies[name], name)
    }
  })

  it('have one provider, which in the repository has compiled schemas, too', () => {
    const [alone, inRepository] = ['adapter', 'workspace'].map((template) =>
      readFileSync(join(TEMPLATES, template, 'src', 'provider.ts'), 'utf8').split('\n'),
    )
    const added = (inRepository ?? []).filter((line) => /\bvalidators\b/.test(line))
    assert.equal(added.length, 2)
    assert.deepEqual(
      inRepository?.filter((line) => !added.includes(line)),
      alone,
    )
  })
})
