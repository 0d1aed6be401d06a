import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { pino } from 'pino'
import { defineProvider, memoryJournal, type Journal } from '../../src/index.js'
import { acme, definition, tokenConnect, qr, getCharge } from '../support/acme.js'
import { API_KEY, ECHOES, TOKEN, found } from '../support/canaries.js'
import { manualClock } from '../support/clock.js'
import { failingAt } from '../support/journal.js'
import { answer, cut, refused, scripted, silence, tlsFailure, unreachable, type Reply } from '../support/transport.js'
import { payin, world } from '../support/world.js'

/** Everything that one run shows to anybody: logs, errors, results, the facade and the journal. */
const everythingSeen = async (
  replyTo: (echo: string) => Reply,
  echo: string,
  { journalOf = (journal: Journal) => journal, create = qr.create } = {},
) => {
  const lines: string[] = []
  const clock = manualClock()
  const healthy = memoryJournal({ clock })
  const transport = scripted(({ path }) =>
    path === '/login' ? answer(200, { token: TOKEN, seconds: 86_400 }) : replyTo(echo),
  )
  const provider = defineProvider({
    ...definition,
    connect: tokenConnect,
    payins: { qr_code: { ...qr, create } },
    balances: async ({ call }) => {
      await call(getCharge, { id: 'balance' })
      return []
    },
  })
  const { payments } = await world({
    transport,
    journal: journalOf(healthy),
    clock,
    logger: pino({ level: 'trace' }, { write: (line) => void lines.push(line) }),
    providers: [provider({ apiKey: API_KEY }), acme({ apiKey: API_KEY, name: 'static' })],
  })
  const seen: unknown[] = []
  const keep = async (promise: Promise<unknown>) => seen.push(await promise.catch((error: unknown) => error))
  await keep(payments.payins.create(payin({ reference: 'a', provider: 'acme' })))
  await keep(payments.payins.create(payin({ reference: 'a', provider: 'acme' })))
  // An account cannot know the token of another.
  if (echo !== TOKEN) await keep(payments.payins.create(payin({ reference: 'b', provider: 'static' })))
  await keep(payments.payins.retrieve({ reference: 'a' }, { refresh: true }))
  await keep(payments.balances.retrieve({ provider: 'acme' }))
  const kept = [
    (await healthy.operations({ merchant: 'default', limit: 100 })).items,
    (await healthy.objects({ merchant: 'default', type: 'payin', limit: 100 })).items,
  ]
  const texts = seen.flatMap((one) => [
    inspect(one, { depth: 10 }),
    JSON.stringify(one),
    one instanceof Error ? `${one.message}\n${one.stack}` : '',
  ])
  return {
    lines,
    text: [
      ...lines,
      ...texts,
      inspect(payments, { depth: 10 }),
      JSON.stringify(kept),
      inspect(kept, { depth: 10 }),
    ].join('\n'),
  }
}

const failures: readonly (readonly [string, (echo: string) => Reply])[] = [
  ['a refusal', (echo) => refused(400, `Invalid ${echo} given`, echo)],
  ['a refusal without words around it', (echo) => refused(402, echo)],
  ['refused credentials', (echo) => refused(401, `Bearer ${echo} is expired`, echo)],
  ['a refusal under 200', (echo) => refused(200, `no ${echo}`)],
  ['a limit', (echo) => answer(429, { error: `slow down, ${echo}` })],
  ['a 500', (echo) => answer(500, { error: echo })],
  ['a firewall page', (echo) => answer(403, `<p>${echo}</p>`, { 'content-type': 'text/html' })],
  ['a request id', (echo) => answer(400, { error: 'no' }, { 'x-request-id': echo })],
  ['a body that is no JSON', (echo) => answer(200, echo)],
  ['a body that is almost JSON', (echo) => answer(200, `{"id":"${echo}" oops`)],
  ['a key that is given twice', (echo) => answer(200, `{"${echo}":1,"${echo}":2}`)],
  ['another shape', (echo) => answer(200, { id: 7, status: echo, [echo]: 1 })],
  [
    'an accepted answer with a message',
    (echo) => answer(200, { id: 'ch_1', status: 'waiting', message: `by ${echo} again` }),
  ],
  [
    'an accepted answer with a field named like a secret',
    (echo) =>
      answer(200, { id: 'ch_1', status: 'waiting', apiKey: echo, nested: [{ access_token: echo, card: echo }] }),
  ],
  [
    'an accepted answer whose slashes are escaped',
    (echo) => answer(200, `{"id":"ch_1","status":"waiting","note":${JSON.stringify(echo).replaceAll('/', '\\/')}}`),
  ],
  [
    'an accepted answer whose letters are escaped',
    (echo) =>
      answer(
        200,
        `{"id":"ch_1","status":"waiting","note":"${Array.from(echo, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
      ),
  ],
  ['silence', () => silence],
  ['a cut answer', () => cut],
  ['no connection', () => unreachable],
  ['no TLS', () => tlsFailure],
]

describe('secrets and card numbers', () => {
  for (const [what, reply] of failures) {
    it(`are seen nowhere after ${what} that repeats them`, async () => {
      const leaks = []
      for (const echo of ECHOES) {
        const { text } = await everythingSeen(reply, echo)
        leaks.push(...found(text).map((mark) => `${mark} of ${echo}`))
      }
      assert.deepEqual([...new Set(leaks)], [])
    })
  }

  it('are seen nowhere when the journal fails', async () => {
    for (const method of ['arm', 'record', 'findOperation'] as const) {
      const { text } = await everythingSeen(() => silence, '', { journalOf: (journal) => failingAt(journal, method) })
      assert.deepEqual(found(text), [])
    }
  })

  it('are seen nowhere when the adapter fails with the answer in its hands', async () => {
    const create: typeof qr.create = async (command, context) => {
      throw new Error(JSON.stringify(await qr.create(command, context)))
    }
    const { text } = await everythingSeen(() => answer(200, { id: API_KEY, status: 'paid' }), '', { create })
    assert.deepEqual(found(text), [])
  })

  it('are not in what the factory of a provider gives', () => {
    const module = acme({ apiKey: API_KEY })
    assert.deepEqual(found(inspect(module, { depth: 10, showHidden: true }) + JSON.stringify(module)), [])
  })
})

describe('a log line', () => {
  const FIELDS = [
    'level',
    'time',
    'pid',
    'hostname',
    'msg',
    'provider',
    'endpoint',
    'operation',
    'outcome',
    'httpStatus',
    'attempt',
    'durationMs',
    'kind',
    'state',
    'cause',
    'problem',
  ]

  for (const [what, reply] of failures) {
    it(`has only the fields that are allowed after ${what}, and one event is one line`, async () => {
      const { lines } = await everythingSeen(reply, 'a\u001b[31m\n\u2028\u202eb')
      assert.ok(lines.length > 0)
      for (const line of lines) {
        const fields = JSON.parse(line) as object
        assert.deepEqual(
          Object.keys(fields).filter((field) => !FIELDS.includes(field)),
          [],
        )
        assert.equal(line.trimEnd().split(/[\n\r\u2028\u2029]/).length, 1)
        assert.equal(/[\u001b\u202e]/.test(line), false)
      }
    })
  }

  it('is written for every call', async () => {
    const { lines } = await everythingSeen(() => answer(200, { id: 'ch_1', status: 'paid' }), '')
    const calls = lines.map(
      (line) => JSON.parse(line) as { endpoint: string; outcome: string; httpStatus: number; msg: string },
    )
    assert.deepEqual(
      calls.slice(0, 2).map(({ endpoint, outcome, httpStatus, msg }) => [endpoint, outcome, httpStatus, msg]),
      [
        ['login', 'accepted', 200, 'provider called'],
        ['create-charge', 'accepted', 200, 'provider called'],
      ],
    )
  })
})
