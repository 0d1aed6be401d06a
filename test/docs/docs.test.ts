import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import * as core from '@polyrail/core'
import { formatted, pages } from '../../scripts/generate-docs.js'

const ROOT = join(import.meta.dirname, '..', '..')

const markdownFiles = async (): Promise<readonly string[]> => {
  const found = await readdir(ROOT, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|[\\/](?:dist|coverage|temp)[\\/]/.test(file))
}

const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8')

describe('the docs', () => {
  for (const [path, page] of Object.entries(pages)) {
    it(`${path} says what the code says`, async () => {
      assert.equal(await read(path), await formatted(path, await page()), 'run: npm run docs')
    })
  }

  it('list the same error codes and classes as the code', async () => {
    const rows = [...(await read('docs/reference/errors.md')).matchAll(/^\| `(\w+)`\s*\| `(\w+)`/gm)]
    const documented: unknown = Object.fromEntries(rows.map(([, code, name]) => [code, name]))
    assert.deepEqual(documented, core.ERROR_CODES)
  })

  it('name classes that core exports and that carry their own code', () => {
    const details = {}
    const made: Readonly<Record<string, core.PaymentError>> = {
      ValidationError: new core.ValidationError([]),
      ConfigurationError: new core.ConfigurationError([]),
      UnsupportedOperationError: new core.UnsupportedOperationError(''),
      IdempotencyConflictError: new core.IdempotencyConflictError(details),
      UnresolvedOperationError: new core.UnresolvedOperationError('op', ''),
      AuthenticationError: new core.AuthenticationError(''),
      ProviderRejectedError: new core.ProviderRejectedError(''),
      InsufficientFundsError: new core.InsufficientFundsError(''),
      NotFoundError: new core.NotFoundError(''),
      RateLimitedError: new core.RateLimitedError(''),
      InvalidStateError: new core.InvalidStateError(''),
      ProviderUnavailableError: new core.ProviderUnavailableError(''),
      ProviderResponseError: new core.ProviderResponseError(''),
      JournalError: new core.JournalError(''),
      WebhookVerificationError: new core.WebhookVerificationError(''),
    }
    assert.deepEqual(Object.keys(made).sort(), Object.values(core.ERROR_CODES).sort())
    for (const [name, error] of Object.entries(made)) {
      assert.equal(error.name, name)
      assert.equal(core.ERROR_CODES[error.code], name)
    }
  })

  it('have no link that leads nowhere', async () => {
    const broken: string[] = []
    for (const file of await markdownFiles()) {
      const text = (await readFile(file, 'utf8')).replaceAll(/```[\s\S]*?```/g, '')
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(?:https?:|mailto:|#)/.test(target)) continue
        const path = normalize(join(dirname(file), target.replace(/#.*$/, '')))
        if (!existsSync(path)) broken.push(`${file.slice(ROOT.length + 1)}: ${target}`)
      }
    }
    assert.deepEqual(broken, [])
  })

  it('name npm scripts that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
    const missing = new Set<string>()
    for (const file of await markdownFiles()) {
      for (const [, name = ''] of (await readFile(file, 'utf8')).matchAll(/`npm run ([\w:-]+)/g)) {
        if (!Object.hasOwn(scripts, name)) missing.add(name)
      }
    }
    assert.deepEqual([...missing], [])
  })
})
