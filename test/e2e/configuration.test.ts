import assert from 'node:assert/strict'
import { ConfigurationError, createPayments, memoryJournal, type CreatePaymentsOptions } from '@polyrail/core'
import { sqliteJournal, type SqliteJournalOptions } from '@polyrail/journal-sqlite'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import { silentLogger } from '../support/logger.js'

const KEY = 'canary-of-the-configuration'
const LOCAL = 'http://127.0.0.1:9'

type Settings = Readonly<Record<string, unknown>>
type Row = readonly [title: string, path: string, settings: Settings]

const SETTINGS: readonly Row[] = [
  ['no key', 'apiKey', { apiKey: undefined }],
  ['an empty key', 'apiKey', { apiKey: '' }],
  ['a number for a key', 'apiKey', { apiKey: 17 }],
  ['a line break in the key', 'apiKey', { apiKey: `${KEY}\r\nx-evil: 1` }],
  ['a key that no header can carry', 'apiKey', { apiKey: `${KEY}é` }],
  ['an unknown setting', 'apikey', { apikey: KEY }],
  ['an unknown environment', 'environment', { environment: 'staging', baseUrl: undefined }],
  ['plain http outside loopback', 'baseUrl', { baseUrl: 'http://provider.example.com' }],
  ['plain http at an address of the network', 'baseUrl', { baseUrl: 'http://10.0.0.1' }],
  ['plain http at every address', 'baseUrl', { baseUrl: 'http://0.0.0.0' }],
  ['plain http at a name that only begins like loopback', 'baseUrl', { baseUrl: 'http://localhost.example.com' }],
  ['plain http at a name that begins like an address', 'baseUrl', { baseUrl: 'http://127.0.0.1.example.com' }],
  ['another protocol', 'baseUrl', { baseUrl: 'ftp://127.0.0.1' }],
  ['a file', 'baseUrl', { baseUrl: 'file:///etc/passwd' }],
  ['a password in the URL', 'baseUrl', { baseUrl: `https://user:${KEY}@provider.example.com` }],
  ['a query in the URL', 'baseUrl', { baseUrl: `https://provider.example.com?key=${KEY}` }],
  ['a URL that is none', 'baseUrl', { baseUrl: 'provider' }],
  ['a name that no log can carry', 'name', { name: 'a\nb' }],
  ['a text where a boolean belongs', 'allowInsecureHttp', { allowInsecureHttp: 'yes' }],
]

const FACTORIES = {
  palladium: (settings: Settings) => palladium(settings as unknown as Parameters<typeof palladium>[0]),
  palomma: (settings: Settings) => palomma(settings as unknown as Parameters<typeof palomma>[0]),
} as const

const OWN: readonly (readonly [keyof typeof FACTORIES, ...Row])[] = [
  ['palladium', 'an unknown scheme', 'authScheme', { authScheme: 'basic' }],
  ['palladium', 'three callback tokens', 'callbackToken', { callbackToken: [KEY, KEY, KEY] }],
  ['palomma', 'a maximum that is no number', 'maximumPayin', { maximumPayin: 'much' }],
  ['palomma', 'a merchant account that is a path', 'targetMerchantAccountId', { targetMerchantAccountId: '../x' }],
]

const OPTIONS: readonly Row[] = [
  ['no journal', 'journal', { journal: undefined }],
  ['a path for a journal', 'journal', { journal: 'payments.db' }],
  ['a time-out of nothing', 'timeoutMs', { timeoutMs: 0 }],
  ['a time-out without end', 'timeoutMs', { timeoutMs: Infinity }],
  ['a text for a time-out', 'timeoutMs', { timeoutMs: '1000' }],
  ['an unknown option', 'retries', { retries: 3 }],
  ['a logger that cannot log', 'logger', { logger: {} }],
  ['a clock that has stopped', 'clock', { clock: {} }],
]

const JOURNALS: readonly Row[] = [
  ['no path', 'path', { path: undefined }],
  ['an empty path', 'path', { path: ' ' }],
  ['a journal in memory', 'path', { path: ':memory:' }],
  ['an address', 'path', { path: 'libsql://db.example.com' }],
  ['a NUL in the path', 'path', { path: 'a\0b' }],
  ['a wait without end', 'busyTimeoutMs', { path: 'payments.db', busyTimeoutMs: Infinity }],
]

const expectIssue = (error: unknown, path: string): true => {
  assert.ok(error instanceof ConfigurationError, String(error))
  assert.equal(error.code, 'invalid_configuration')
  assert.ok(
    error.issues.some((issue) => issue.path === path),
    `${path} is not among ${JSON.stringify(error.issues)}`,
  )
  assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(KEY), 'the error shows a secret')
  return true
}

describe('a wrong configuration', () => {
  const rows = (['palladium', 'palomma'] as const).flatMap((name) => SETTINGS.map((row) => [name, ...row] as const))
  for (const [name, title, path, settings] of [...rows, ...OWN]) {
    it(`of ${name} is refused, and no secret is shown: ${title}`, () => {
      assert.throws(
        () => FACTORIES[name]({ apiKey: KEY, baseUrl: LOCAL, ...settings }),
        (error) => expectIssue(error, path),
      )
    })
  }

  for (const [title, path, settings] of OPTIONS) {
    it(`of the library is refused: ${title}`, async () => {
      const options = { journal: memoryJournal(), logger: silentLogger, providers: [], ...settings }
      const opening = createPayments(options as unknown as CreatePaymentsOptions<readonly []>)
      await assert.rejects(opening, (error) => expectIssue(error, path))
    })
  }

  for (const [title, path, settings] of JOURNALS) {
    it(`of the sqlite journal is refused: ${title}`, () => {
      assert.throws(
        () => sqliteJournal(settings as unknown as SqliteJournalOptions),
        (error) => expectIssue(error, path),
      )
    })
  }

  it('of two accounts with one name is refused', async () => {
    const account = palladium({ apiKey: KEY, baseUrl: LOCAL })
    const opening = createPayments({ journal: memoryJournal(), logger: silentLogger, providers: [account, account] })
    await assert.rejects(opening, { code: 'invalid_configuration' })
  })
})

describe('plain http', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.8.9.10']) {
    it(`is taken on loopback: ${host}`, () => {
      assert.doesNotThrow(() => palladium({ apiKey: KEY, baseUrl: `http://${host}:8080/api` }))
    })
  }

  it('is taken elsewhere where the merchant insists', () => {
    assert.doesNotThrow(() =>
      palladium({ apiKey: KEY, baseUrl: 'http://provider.example.com', allowInsecureHttp: true }),
    )
  })
})
