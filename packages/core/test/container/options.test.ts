import assert from 'node:assert/strict'
import { createPayments, memoryJournal, polyrail } from '../../src/index.js'
import { KEY, acme } from '../support/acme.js'

const refusedOptions = (options: object, issues: readonly object[]) =>
  assert.rejects(createPayments({ journal: memoryJournal(), providers: [], ...options }), {
    name: 'ConfigurationError',
    code: 'invalid_configuration',
    issues,
  })

describe('the options of createPayments', () => {
  const wrong: readonly (readonly [string, object, string, string])[] = [
    [
      'no journal',
      { journal: undefined },
      'journal',
      'expected a journal, such as sqliteJournal({ path: "payments.db" })',
    ],
    [
      'half a journal',
      { journal: { open: () => undefined } },
      'journal',
      'expected a journal, such as sqliteJournal({ path: "payments.db" })',
    ],
    [
      'a name for a journal',
      { journal: 'payments.db' },
      'journal',
      'expected a journal, such as sqliteJournal({ path: "payments.db" })',
    ],
    ['half a logger', { logger: { info: () => undefined } }, 'logger', 'expected a pino logger'],
    ['half a clock', { clock: { now: () => 0 } }, 'clock', 'expected a clock'],
    ['a list of merchants', { merchants: [] }, 'merchants', 'expected a function'],
    ['no time at all', { timeoutMs: 0 }, 'timeoutMs', 'expected a whole number of milliseconds from 1 to 120000'],
    ['too much time', { timeoutMs: 120_001 }, 'timeoutMs', 'expected a whole number of milliseconds from 1 to 120000'],
    [
      'a part of a millisecond',
      { timeoutMs: 1.5 },
      'timeoutMs',
      'expected a whole number of milliseconds from 1 to 120000',
    ],
    ['time as text', { timeoutMs: '20000' }, 'timeoutMs', 'expected a whole number of milliseconds from 1 to 120000'],
    ['an option that does not exist', { timeout: 5 }, 'timeout', 'is not a known option'],
  ]
  for (const [what, options, path, message] of wrong) {
    it(`are refused with ${what}`, () => refusedOptions(options, [{ path, message }]))
  }
  it('are refused with everything that is wrong at once', () =>
    refusedOptions({ timeoutMs: -1, merchants: 7 }, [
      { path: 'merchants', message: 'expected a function' },
      { path: 'timeoutMs', message: 'expected a whole number of milliseconds from 1 to 120000' },
    ]))
  it('are refused when there are none', () => {
    for (const options of [undefined, null, 'x']) {
      assert.throws(() => polyrail(options as never), { code: 'invalid_configuration' })
    }
  })
  for (const [what, routing] of [
    ['a rule that does not exist', { weigths: { acme: 1 } }],
    ['a priority that is no list', { priority: 'acme' }],
    ['a weight that is no number', { weights: { acme: '5' } }],
    ['a weight below zero', { weights: { acme: -1 } }],
    ['a text', 'priority'],
  ] as const) {
    it(`are refused with ${what} as routing`, () =>
      assert.rejects(createPayments({ journal: memoryJournal(), providers: [], routing: routing as never }), {
        code: 'invalid_configuration',
      }))
  }
  for (const providers of [undefined, 'acme', [undefined], [{ adapter: 'acme' }]]) {
    it(`are refused with the providers ${JSON.stringify([providers]).slice(1, -1)}`, () =>
      assert.rejects(async () => createPayments({ journal: memoryJournal(), providers } as never), {
        code: 'invalid_configuration',
      }))
  }
  it('are refused with two accounts of one name, before the journal is opened', async () => {
    let opened = 0
    const journal = { ...memoryJournal(), open: () => Promise.reject(new Error(`opened ${++opened}`)) }
    await assert.rejects(
      createPayments({ journal, providers: [acme({ apiKey: KEY }), acme({ apiKey: 'other-key' })] }),
      {
        code: 'invalid_configuration',
        issues: [{ path: 'name', message: 'two provider accounts are named acme' }],
      },
    )
    assert.equal(opened, 0)
  })
  it('are enough with a journal and no provider', async () => {
    await using payments = await createPayments({ journal: memoryJournal(), providers: [] })
    assert.deepEqual(await payments.providers.list(), [])
  })
})
