import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

const ROOT = join(import.meta.dirname, '..', '..')
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['@polyrail/source'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  experimentalDecorators: true,
  noEmit: true,
}

/** Every TypeScript block of the guides and the README, by the name that it has as a module. */
const snippets = async (): Promise<ReadonlyMap<string, string>> => {
  const guides = (await readdir(join(ROOT, 'docs', 'guides'))).map((name) => join('docs', 'guides', name))
  const found = new Map<string, string>()
  for (const file of ['README.md', ...guides]) {
    const text = await readFile(join(ROOT, file), 'utf8')
    for (const [index, match] of [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].entries()) {
      found.set(join(ROOT, 'test', 'docs', `${file.replaceAll(/[\\/.]/g, '-')}-${index + 1}.mts`), match[1] ?? '')
    }
  }
  return found
}

describe('the code in the docs', () => {
  it('compiles as it stands', async () => {
    const sources = await snippets()
    assert.ok(sources.size >= 4)
    const host = ts.createCompilerHost(OPTIONS)
    const plain = ts.createCompilerHost(OPTIONS)
    host.fileExists = (name) => sources.has(name) || plain.fileExists(name)
    host.readFile = (name) => sources.get(name) ?? plain.readFile(name)
    const program = ts.createProgram([...sources.keys()], OPTIONS, host)
    const problems = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => file !== undefined && sources.has(file.fileName))
    assert.equal(ts.formatDiagnostics(problems, { ...host, getNewLine: () => '\n' }), '')
  }).timeout(60_000)
})
