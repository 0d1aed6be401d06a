import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../packages/packages.js'

const COPIED = ['LICENSE', 'lerna.json', 'tsconfig.base.json', 'tsconfig.build.json']
const LINKED = ['node_modules', 'packages/core', 'packages/conformance']
const PACKAGE = 'packages/adapters/acme-pay'

const text = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8')

describe('npm run new-adapter', function () {
  this.timeout(60_000)

  let workspace: string

  /** In a repository that has core and the suite, and no adapters. */
  before(() => {
    workspace = mkdtempSync(join(tmpdir(), 'polyrail-workspace-'))
    mkdirSync(join(workspace, 'packages', 'adapters'), { recursive: true })
    for (const path of COPIED) copyFileSync(join(ROOT, path), join(workspace, path))
    for (const path of LINKED) symlinkSync(join(ROOT, path), join(workspace, path))
    const manifest = { type: 'module', workspaces: ['packages/adapters/*'] }
    writeFileSync(join(workspace, 'package.json'), JSON.stringify(manifest))
  })

  after(() => {
    rmSync(workspace, { recursive: true })
  })

  const run = (...args: readonly string[]): string => {
    const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: workspace, env, encoding: 'utf8' })
    assert.equal(status, 0, stdout + stderr)
    return stdout
  }

  it('is the script of the repository, which hands the name on', () => {
    const { scripts } = JSON.parse(text(ROOT, 'package.json')) as { readonly scripts: Readonly<Record<string, string>> }
    assert.match(scripts['new-adapter'] ?? '', /main\.js new-adapter --workspace$/)
  })

  it('writes a package, and its line among those that are built', () => {
    const before = text(workspace, 'tsconfig.build.json')
    run(join(ROOT, 'packages', 'cli', 'dist', 'main.js'), 'new-adapter', '--workspace', 'acme-pay')
    const line = `    { "path": "${PACKAGE}" },\n`
    const after = text(workspace, 'tsconfig.build.json')
    assert.equal(after.replace(line, ''), before)
    assert.ok(after.indexOf(line) < after.indexOf('packages/adapters/billon'))
    assert.equal(text(workspace, `${PACKAGE}/LICENSE`), text(ROOT, 'LICENSE'))
    const ours = JSON.parse(text(workspace, `${PACKAGE}/package.json`)) as Readonly<Record<string, unknown>>
    const billon = JSON.parse(text(ROOT, 'packages/adapters/billon/package.json')) as Readonly<Record<string, unknown>>
    assert.deepEqual(Object.keys(ours), Object.keys(billon))
    assert.equal(ours['version'], billon['version'])
    assert.equal(ours['name'], '@polyrail/acme-pay')
  })

  it('writes one that is built as ours are, with its schemas compiled', () => {
    run('--import', 'tsx', '--conditions=@polyrail/source', join(ROOT, 'scripts', 'compile-validators.ts'))
    run(join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', PACKAGE)
    assert.match(text(workspace, `${PACKAGE}/dist/index.js`), /acmePay/)
  })

  it('writes one that keeps every promise', () => {
    const mocha = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js')
    const { 'node-option': options } = JSON.parse(text(ROOT, '.mocharc.json')) as { readonly 'node-option': string[] }
    const nodeOptions = options.flatMap((option) => ['--node-option', option])
    const output = run(mocha, '--no-config', ...nodeOptions, '--timeout', '20000', `${PACKAGE}/test/*.test.ts`)
    assert.match(output, /^ {2}[1-9]\d\d passing/m)
  })
})
