import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { defineProvider, loadProviders } from '../../src/index.js'
import { isProviderFactory } from '../../src/adapter/provider.js'
import { KEY, acme, definition } from '../support/acme.js'
import { child } from '../support/child.js'

const url = (name: string) => new URL(`../fixtures/adapters/${name}.mjs`, import.meta.url).href
const path = (name: string) => fileURLToPath(url(name))
const config = { apiKey: KEY }

const refused = (what: string, entries: unknown, issue: { readonly path: string; readonly message: string }) =>
  it(`are refused with ${what}`, () =>
    assert.rejects(loadProviders(entries as never), {
      name: 'ConfigurationError',
      code: 'invalid_configuration',
      issues: [issue],
    }))

describe('providers that configuration names', () => {
  it('are loaded by file URL and by path, with the names they are given', async () => {
    assert.deepEqual(
      await loadProviders([
        { adapter: url('good'), config },
        { adapter: path('good'), name: 'jakarta', config },
      ]),
      [{ opened: { apiKey: KEY } }, { opened: { apiKey: KEY, name: 'jakarta' } }],
    )
  })

  it('are found from where the platform is', async () => {
    assert.deepEqual(await loadProviders([{ adapter: './good.mjs', config }], { from: path('none') }), [
      { opened: config },
    ])
  })

  it('are loaded by package', async () => {
    const { out, problems } = await child('load.ts', { args: ['@polyrail/palladium'] })
    assert.deepEqual([out, problems], ['jakarta (palladium)\n', ''])
  })

  it('may be none', async () => assert.deepEqual(await loadProviders([]), []))

  refused('no list', { adapter: 'x' }, { path: '', message: 'expected a list of providers' })
  refused('an entry that is no object', ['@polyrail/palladium'], {
    path: '[0].adapter',
    message: 'expected the name of an adapter package',
  })
  refused('an empty entry', [null], { path: '[0].adapter', message: 'expected the name of an adapter package' })
  refused('an adapter that is no text', [{ adapter: 7 }], {
    path: '[0].adapter',
    message: 'expected the name of an adapter package',
  })
  refused('an adapter that is not there', [{ adapter: '@polyrail/nobody' }], {
    path: '[0].adapter',
    message: 'cannot be imported: is @polyrail/nobody installed?',
  })
  refused('an adapter that does not load', [{ adapter: url('broken') }], {
    path: '[0].adapter',
    message: `cannot be imported: is ${url('broken')} installed?`,
  })
  refused('a module without a provider', [{ adapter: url('none') }], {
    path: '[0].adapter',
    message: `expected ${url('none')} to export one provider, found 0`,
  })
  refused('a module with two', [{ adapter: url('two') }], {
    path: '[0].adapter',
    message: `expected ${url('two')} to export one provider, found 2`,
  })
  refused(
    'a setting that is wrong',
    [
      { adapter: url('good'), config },
      { adapter: url('good'), config: { apiKey: undefined } },
    ],
    {
      path: '[1].config.apiKey',
      message: 'is required',
    },
  )
  refused('no settings', [{ adapter: url('good') }], { path: '[0].config.apiKey', message: 'is required' })

  it('may fail in words of their own', () =>
    assert.rejects(loadProviders([{ adapter: url('connecting'), config }]), new TypeError('a bug in connect')))
})

describe('the factory of a provider', () => {
  it('is recognised, and nothing else is', () => {
    assert.equal(isProviderFactory(acme), true)
    for (const other of [() => acme({ apiKey: KEY }), definition, null, 'acme'])
      assert.equal(isProviderFactory(other), false)
  })
  it('shows what it was made of', () => {
    const another = { ...definition, name: 'another' }
    assert.equal(defineProvider(another).definition, another)
  })
})
