import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolders } from '../../scripts/setup.mjs'

const ROOT = join(import.meta.dirname, '..', '..')

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const json = (path: string): unknown => JSON.parse(read(path))

describe('the workspace', () => {
  it('builds every package', () => {
    const { references } = json('tsconfig.build.json') as { readonly references: readonly { readonly path: string }[] }
    assert.deepEqual(references.map(({ path }) => path).sort(), [...packageFolders()].sort())
  })

  it('builds a package after the packages of ours that it needs', () => {
    for (const folder of packageFolders()) {
      const { references } = json(`${folder}/tsconfig.json`) as {
        readonly references: readonly { readonly path: string }[]
      }
      const { dependencies = {} } = json(`${folder}/package.json`) as {
        readonly dependencies?: Readonly<Record<string, string>>
      }
      const referenced = references.map(({ path }) => nameOf(join(folder, path))).sort()
      const needed = Object.keys(dependencies).filter((name) => name.startsWith('@polyrail/'))
      assert.deepEqual(referenced, needed.sort(), folder)
    }
  })

  it('gives every package the version in lerna.json', () => {
    const { version } = json('lerna.json') as { readonly version: string }
    for (const folder of packageFolders()) {
      assert.equal((json(`${folder}/package.json`) as { readonly version: string }).version, version, folder)
    }
  })

  it('has the whole licence in every package', () => {
    const licence = read('LICENSE')
    assert.match(licence, /^\n {33}Apache License\n[^]+END OF TERMS AND CONDITIONS/)
    for (const folder of packageFolders()) {
      assert.ok(existsSync(join(ROOT, folder, 'LICENSE')), folder)
      assert.equal(read(`${folder}/LICENSE`), licence, folder)
    }
  })

  it('locks the binaries of every platform, without which npm ci refuses to work', () => {
    const { packages } = json('package-lock.json') as {
      readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>
    }
    for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
      const missing = Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      )
      assert.deepEqual(missing, [], path)
    }
  })

  it('names no registry in the lockfile', () => {
    assert.deepEqual(read('package-lock.json').match(/"resolved": "[a-z+]+:[^"]*"/g) ?? [], [])
  })
})

const nameOf = (folder: string): string => (json(`${folder}/package.json`) as { readonly name: string }).name
