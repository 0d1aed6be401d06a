import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderDefinition } from '@polyrail/core'
import { ROOT } from './cruise.js'

/** Every adapter has these, so that who has read one finds everything in the next. */
const ALWAYS = ['index.ts', 'provider.ts', 'config.ts', 'endpoints.ts', 'statuses.ts', 'errors.ts', 'schemas.ts']

/** One file for each part of the definition, by the name of the part, and only where the provider has that part. */
const PARTS = ['payins', 'payouts', 'customers', 'balances', 'statements', 'lookups'] as const

/** Names that say nothing about what a file is for. */
const GRAB_BAG = /^(utils?|helpers?|common|misc|shared|types|constants|lib|api|client|mappers?|mappings?)\.ts$/

const adapters = join(ROOT, 'packages', 'adapters')

const definitionOf = async (adapter: string): Promise<ProviderDefinition> => {
  const { name } = JSON.parse(readFileSync(join(adapters, adapter, 'package.json'), 'utf8')) as {
    readonly name: string
  }
  const exported = Object.values((await import(name)) as Record<string, unknown>)
  const factories = exported.filter((value) => typeof value === 'function' && 'definition' in value)
  assert.equal(factories.length, 1, `${name} exports one factory`)
  return (factories[0] as unknown as { readonly definition: ProviderDefinition }).definition
}

describe('adapters have the same files for the same things', () => {
  for (const adapter of readdirSync(adapters)) {
    const sources = readdirSync(join(adapters, adapter, 'src')).filter((name) => name.endsWith('.ts'))

    it(`${adapter} has the files of every adapter`, () => {
      assert.deepEqual(
        ALWAYS.filter((name) => !sources.includes(name)),
        [],
      )
    })

    it(`${adapter} has one file for each part of its definition, and none for a part that it lacks`, async () => {
      const definition = await definitionOf(adapter)
      assert.deepEqual(
        PARTS.filter((part) => sources.includes(`${part}.ts`)),
        PARTS.filter((part) => definition[part] !== undefined),
      )
    })

    it(`${adapter} has no file whose name says nothing`, () => {
      assert.deepEqual(
        sources.filter((name) => GRAB_BAG.test(name)),
        [],
      )
    })
  }
})
