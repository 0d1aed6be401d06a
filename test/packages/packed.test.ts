import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint, type Message } from 'publint'
import { formatMessage } from 'publint/utils'
import { packageFolders } from '../../scripts/setup.mjs'
import { ROOT, type Packed, installPacked } from './packages.js'

const nameIn = (folder: string): string =>
  (JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { readonly name: string }).name

const PUBLISHED = /^(package\.json|README\.md|LICENSE|dist\/[\w/.-]+\.(js|d\.ts)(\.map)?|src\/[\w/.-]+\.ts)$/
/** What `polyrail new-adapter` writes: its tests are there to be published. */
const TEMPLATE = /^templates\/(adapter|workspace)\/([\w-]+\/)*(gitignore|[\w.-]+\.(ts|json|md))$/
const FORBIDDEN = /(^|\/)(tests?|fixtures?|__\w+__)\/|\.test\.|\.env|tsbuildinfo/
const NAMES = packageFolders().map((folder) => nameIn(folder))
/** Without the command line, which has no API. */
const LIBRARIES = NAMES.filter((name) => name !== 'polyrail')
const OTHERS = LIBRARIES.filter((name) => name !== '@polyrail/core')

const CONSUMER = `
import { ERROR_CODES, PaymentError, type CreatePayin, type ErrorCode, type Money } from '@polyrail/core'
${OTHERS.map((name, index) => `import * as p${String(index)} from '${name}'`).join('\n')}

const amount: Money = { amount: '150000', currency: 'IDR' }
export const className = (code: ErrorCode): string => ERROR_CODES[code]
export const isPaymentError = (error: unknown): boolean => error instanceof PaymentError
export const amountOf = (command: CreatePayin): Money => command.amount ?? amount
export const all: readonly object[] = [${OTHERS.map((_, index) => `p${String(index)}`).join(', ')}]
`

const isPublished = (name: string, file: string): boolean =>
  (PUBLISHED.test(file) && !FORBIDDEN.test(file)) || (name === 'polyrail' && TEMPLATE.test(file))

/** A template's package.json counts once it has been written somewhere else. */
const isAboutTemplate = (message: Message): boolean =>
  message.code === 'NESTED_PACKAGE_JSON_FIELD_IGNORED' && message.args.filePath.startsWith('./templates/')

describe('packed packages', function () {
  // Packing, tsc and attw are programs of their own.
  this.timeout(120_000)

  let project: string
  let packages: ReadonlyMap<string, Packed>

  before(() => {
    const installed = installPacked()
    project = installed.project
    packages = new Map(installed.packages.map((packed) => [packed.name, packed]))
  })

  after(() => {
    rmSync(project, { recursive: true, force: true })
  })

  const packed = (name: string): Packed => {
    const found = packages.get(name)
    assert.ok(found, `${name} was not packed`)
    return found
  }

  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8', env: { PATH: process.env['PATH'] } })

  it('are the packages of the workspace', () => {
    assert.deepEqual([...packages.keys()].sort(), [...NAMES].sort())
  })

  for (const name of NAMES) {
    describe(name, () => {
      it('holds what is published and nothing else', () => {
        const { files } = packed(name)
        assert.deepEqual(
          files.filter((file) => !isPublished(name, file)),
          [],
        )
        assert.deepEqual(
          ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'].filter(
            (file) => !files.includes(file),
          ),
          [],
          'missing',
        )
      })

      it('was built from the sources that it holds', () => {
        const { files } = packed(name)
        const built = files.filter((file) => /^dist\/.*\.js$/.test(file))
        const sources = files.filter((file) => file.startsWith('src/'))
        assert.deepEqual(
          built.map((file) => file.replace(/^dist/, 'src').replace(/\.js$/, '.ts')).sort(),
          [...sources].sort(),
        )
      })

      it('carries the licence, no key and no path of the machine it was packed on', () => {
        const { folder, files, manifest } = packed(name)
        assert.equal(manifest.license, 'Apache-2.0')
        assert.equal(readFileSync(join(folder, 'LICENSE'), 'utf8'), readFileSync(join(ROOT, 'LICENSE'), 'utf8'))
        const suspicious = files.filter((file) => {
          const text = readFileSync(join(folder, file), 'utf8')
          return text.includes(ROOT) || /-----BEGIN [A-Z ]*PRIVATE KEY|_authToken|\bnpm_[A-Za-z0-9]{36}\b/.test(text)
        })
        assert.deepEqual(suspicious, [])
      })

      it('asks for the versions of our packages that are published with it', () => {
        const { manifest } = packed(name)
        for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
          const own = packages.get(dependency)
          if (own !== undefined) assert.equal(range, `^${own.manifest.version}`, dependency)
        }
      })

      it('has nothing that publint complains about', async () => {
        const { tarball } = packed(name)
        const content = Uint8Array.from(readFileSync(tarball)).buffer
        const { messages, pkg } = await publint({ pack: { tarball: content }, strict: true })
        assert.deepEqual(
          messages
            .filter((message) => message.type !== 'suggestion' && !isAboutTemplate(message))
            .map((message) => formatMessage(message, pkg)),
          [],
        )
      })

      it('has types that agree with its code for every way of importing it', () => {
        const attw = join(ROOT, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js')
        const args = [attw, '--profile', 'esm-only', '--format', 'json', packed(name).tarball]
        const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
        assert.equal(status, 0, stdout)
      })
    })
  }

  for (const name of LIBRARIES) {
    it(`${name} gives the same to import and to require`, () => {
      const program = `
        import { createRequire } from 'node:module'
        const imported = Object.keys(await import('${name}'))
        const required = Object.keys(createRequire(import.meta.url)('${name}'))
        console.log(JSON.stringify({ imported, required: required.filter((key) => key !== 'module.exports') }))`
      writeFileSync(join(project, 'consumer.mjs'), program)
      const { imported, required } = JSON.parse(run('--no-warnings', 'consumer.mjs')) as Record<string, string[]>
      assert.ok(imported && imported.length > 0, 'exports nothing')
      assert.deepEqual(required, imported)
    })
  }

  it('compile in a strict consumer that resolves modules as Node does', () => {
    const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: ['node'] }
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
    writeFileSync(join(project, 'consumer.ts'), CONSUMER)
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: project, encoding: 'utf8' })
    assert.equal(status, 0, stdout)
  })
})
