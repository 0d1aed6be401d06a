import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ALLOWED, PLANTED } from './planted.js'

const OURS: Readonly<Record<string, string>> = {
  'packages/core': '@polyrail/core',
  'packages/adapters/palladium': '@polyrail/palladium',
  'packages/adapters/palomma': '@polyrail/palomma',
  'packages/journals/sqlite': '@polyrail/journal-sqlite',
  'packages/conformance': '@polyrail/conformance',
  'packages/simulators': '@polyrail/simulators',
  'packages/cli': 'polyrail',
  'packages/undeclared': '@polyrail/undeclared',
}

const LIBRARIES = ['axios', 'lossless-json', 'ajv', 'pino', 'inversify', 'typebox', 'libsql']

/** Everything is declared, so that the rule under test is the only one that can complain. */
const declared = Object.fromEntries(
  [...Object.values(OURS).filter((name) => name !== '@polyrail/undeclared'), ...LIBRARIES].map((name) => [name, '*']),
)

/** A small workspace in the shape of the real one, with every planted file in it; the caller removes it. */
export const plantAll = (): { readonly tree: string; readonly remove: () => void } => {
  const tree = mkdtempSync(join(tmpdir(), 'polyrail-boundaries-'))
  const write = (path: string, content: unknown): void => {
    mkdirSync(join(tree, dirname(path)), { recursive: true })
    writeFileSync(join(tree, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  write('package.json', { type: 'module', workspaces: Object.keys(OURS), devDependencies: { mocha: '*' } })
  for (const [folder, name] of Object.entries(OURS)) {
    const exports = { '.': { '@polyrail/source': './src/index.ts', default: './dist/index.js' } }
    write(`${folder}/package.json`, { name, version: '1.0.0', type: 'module', exports, dependencies: declared })
    write(`${folder}/src/index.ts`, 'export const value = 1\n')
    const link = join(tree, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(relative(dirname(link), join(tree, folder)), link)
  }
  for (const name of [...LIBRARIES, 'mocha', 'transitive']) {
    write(`node_modules/${name}/package.json`, { name, version: '1.0.0', type: 'module', main: 'index.js' })
    write(`node_modules/${name}/index.js`, 'export const value = 1\n')
  }
  for (const folder of ['src/engine', 'src/contract', 'src/errors', 'test']) {
    write(`packages/core/${folder}/clean.ts`, 'export const value = 1\n')
  }
  write('scripts/clean.ts', 'export const value = 1\n')
  for (const files of [ALLOWED, ...PLANTED.map(({ files }) => files)]) {
    for (const [path, content] of Object.entries(files)) write(path, content)
  }
  return {
    tree,
    remove: () => {
      rmSync(tree, { recursive: true })
    },
  }
}
