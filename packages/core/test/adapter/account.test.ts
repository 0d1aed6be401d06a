import assert from 'node:assert/strict'
import { defineProvider } from '../../src/index.js'
import { openAccount } from '../../src/adapter/account.js'
import { acme, definition } from '../support/acme.js'

const SECRET = 'canary-0123456789'

describe('the configuration of an account', () => {
  const hostless = defineProvider({ ...definition, environments: {} })
  const wrong: readonly (readonly [string, () => unknown, readonly (readonly [string, string])[]])[] = [
    ['nothing', () => acme(undefined as never), [['', 'expected an object with the settings of the provider']]],
    ['a list', () => acme([] as never), [['', 'expected an object with the settings of the provider']]],
    ['no key', () => acme({} as never), [['apiKey', 'is required']]],
    ['a short key', () => acme({ apiKey: 'abc' }), [['apiKey', 'expected at least 8 characters']]],
    ['a number as key', () => acme({ apiKey: 12345678 as never }), [['apiKey', 'expected a value of type string']]],
    [
      'a setting that does not exist',
      () => acme({ apiKey: SECRET, apikey: SECRET } as never),
      [['apikey', 'is not a known field']],
    ],
    [
      'a name with a space',
      () => acme({ apiKey: SECRET, name: 'a b' }),
      [['name', 'expected 1 to 64 letters, digits, dots, dashes or underscores']],
    ],
    [
      'a name that is too long',
      () => acme({ apiKey: SECRET, name: 'a'.repeat(65) }),
      [['name', 'expected 1 to 64 letters, digits, dots, dashes or underscores']],
    ],
    [
      'a number as name',
      () => acme({ apiKey: SECRET, name: 7 as never }),
      [['name', 'expected 1 to 64 letters, digits, dots, dashes or underscores']],
    ],
    [
      'an environment that does not exist',
      () => acme({ apiKey: SECRET, environment: 'constructor' as never }),
      [['environment', 'expected one of test']],
    ],
    [
      'no host where there is no default',
      () => hostless({ apiKey: SECRET } as never),
      [['baseUrl', 'is required: this provider has no default host']],
    ],
    ['no URL', () => acme({ apiKey: SECRET, baseUrl: 'acme' }), [['baseUrl', 'expected an absolute URL']]],
    ['a number as URL', () => acme({ apiKey: SECRET, baseUrl: 7 as never }), [['baseUrl', 'expected an absolute URL']]],
    [
      'another protocol',
      () => acme({ apiKey: SECRET, baseUrl: 'ftp://acme.test' }),
      [['baseUrl', 'expected an https URL']],
    ],
    [
      'credentials in its URL',
      () => acme({ apiKey: SECRET, baseUrl: `https://user:${SECRET}@acme.test` }),
      [['baseUrl', 'expected a URL without user name and password']],
    ],
    [
      'a query in its URL',
      () => acme({ apiKey: SECRET, baseUrl: `https://acme.test?key=${SECRET}` }),
      [['baseUrl', 'expected a URL without query and fragment']],
    ],
    [
      'a fragment in its URL',
      () => acme({ apiKey: SECRET, baseUrl: 'https://acme.test#a' }),
      [['baseUrl', 'expected a URL without query and fragment']],
    ],
    [
      'plain http',
      () => acme({ apiKey: SECRET, baseUrl: 'http://acme.test' }),
      [['baseUrl', 'plain http is refused outside loopback, unless allowInsecureHttp is true']],
    ],
    [
      'plain http to a host that only begins like loopback',
      () => acme({ apiKey: SECRET, baseUrl: 'http://127.0.0.1.acme.test' }),
      [['baseUrl', 'plain http is refused outside loopback, unless allowInsecureHttp is true']],
    ],
    [
      'plain http that is almost allowed',
      () => acme({ apiKey: SECRET, baseUrl: 'http://acme.test', allowInsecureHttp: 1 as never }),
      [
        ['allowInsecureHttp', 'expected true or false'],
        ['baseUrl', 'plain http is refused outside loopback, unless allowInsecureHttp is true'],
      ],
    ],
    [
      'several things wrong',
      () => acme({ apiKey: 'abc', name: '', baseUrl: 'x' }),
      [
        ['name', 'expected 1 to 64 letters, digits, dots, dashes or underscores'],
        ['baseUrl', 'expected an absolute URL'],
        ['apiKey', 'expected at least 8 characters'],
      ],
    ],
  ]
  for (const [what, open, issues] of wrong) {
    it(`is refused with ${what}, and no secret is shown`, () => {
      assert.throws(open, (error: Error) => {
        const { name, issues: told } = error as unknown as {
          name: string
          issues: readonly { path: string; message: string }[]
        }
        assert.equal(name, 'ConfigurationError')
        assert.deepEqual(
          told.map(({ path, message }) => [path, message]),
          issues,
        )
        assert.equal(JSON.stringify([error, error.message, error.stack]).includes(SECRET), false)
        return true
      })
    })
  }

  for (const baseUrl of [
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.8.9.1:1',
    'http://[::1]:8080',
    'https://acme.test',
  ]) {
    it(`may be at ${baseUrl}`, () =>
      assert.equal(openAccount(definition, { apiKey: SECRET, baseUrl }).baseUrl, baseUrl))
  }
  it('may be at a plain host where that is wanted', () => {
    assert.equal(
      openAccount(definition, { apiKey: SECRET, baseUrl: 'http://acme.test', allowInsecureHttp: true }).baseUrl,
      'http://acme.test',
    )
  })
  it('loses the slash at the end of its URL', () => {
    assert.equal(
      openAccount(definition, { apiKey: SECRET, baseUrl: 'https://acme.test/v2//' }).baseUrl,
      'https://acme.test/v2',
    )
  })
  it('has the first environment and the adapter as its name where nothing else is said', () => {
    const { name, baseUrl } = openAccount(
      { ...definition, environments: { test: 'https://a.test', live: 'https://b.test' } },
      { apiKey: SECRET },
    )
    assert.deepEqual([name, baseUrl], ['acme', 'https://a.test'])
  })
  it('has the environment that it names', () => {
    const account = openAccount(
      { ...definition, environments: { test: 'https://a.test', live: 'https://b.test' } },
      { apiKey: SECRET, environment: 'live', name: 'jakarta' },
    )
    assert.deepEqual([account.name, account.baseUrl], ['jakarta', 'https://b.test'])
  })
  it('may decide what it serves', () => {
    const payins = { qr_code: { ...definition.payins.qr_code, currencies: { IDR: { decimals: 0, maximum: '5' } } } }
    const account = openAccount(
      { ...definition, connect: (settings) => ({ ...definition.connect(settings), payins }) },
      { apiKey: SECRET },
    )
    assert.equal(account.definition.payins, payins)
    assert.equal(account.definition.payouts, definition.payouts)
    assert.equal(definition.payins.qr_code.currencies.IDR.maximum, '50000000')
  })
  it('cannot be changed afterwards', () => {
    const settings = { apiKey: SECRET }
    let seen: unknown
    const account = openAccount({ ...definition, connect: (own) => ((seen = own), definition.connect(own)) }, settings)
    settings.apiKey = 'another-key'
    assert.deepEqual(
      [Object.isFrozen(account), Object.isFrozen(account.profile), Object.isFrozen(seen)],
      [true, true, true],
    )
    assert.deepEqual(account.secrets, [SECRET])
  })
  it('reads the worst from a profile that says nothing', () => {
    assert.deepEqual(openAccount(definition, { apiKey: SECRET }).profile, {
      rateLimitBeforeExecution: false,
      authenticationBeforeExecution: true,
      settleWindowMs: 1_800_000,
    })
  })
})
