import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { createPayments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import { paymentLink, qrCode } from '../support/commands.js'
import { startEchoProvider, type Echo, type EchoProvider, type Sent } from '../support/echo-provider.js'
import { bytesIn, temporaryFolder, type Folder } from '../support/folder.js'
import { recordLog, type RecordedLog } from '../support/log.js'
import { all } from '../support/world.js'

// Printable, as the providers' keys are, and with the character that some servers escape in JSON.
const KEY = 'canaryKey/9f8e7d6c5b4a'
const CALLBACK_TOKEN = 'canaryCallback/1a2b3c4d'
const INTEGRITY_KEY = 'canaryIntegrity/5e6f7a8b'
const CANARIES = [KEY, CALLBACK_TOKEN, INTEGRITY_KEY]

const open = ({ journal, url, logger }: { journal: string; url: string; logger: RecordedLog['logger'] }) =>
  createPayments({
    journal: sqliteJournal({ path: journal }),
    logger,
    timeoutMs: 1_000,
    providers: [
      palladium({ apiKey: KEY, callbackToken: CALLBACK_TOKEN, baseUrl: url }),
      palomma({ apiKey: KEY, integrityKey: INTEGRITY_KEY, baseUrl: url }),
    ],
  })

type Payments = Awaited<ReturnType<typeof open>>

const qris = ({ fields }: Sent, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    id: 'c2aa5d0be3c94be99d0f2f5a70b18d3e',
    status: 'unpaid',
    external_id: fields['external_id'],
    amount: Number(fields['amount']),
    qris_string: '00020101021226SIMULATED6304ABCD',
    ...more,
  })

const createQris = (payments: Payments): Promise<unknown> => payments.payins.create(qrCode('order-1'))
const readBalances = (payments: Payments): Promise<unknown> => payments.balances.retrieve({ provider: 'palladium' })
const JUNE = { from: '2031-06-01T00:00:00Z', to: '2031-07-01T00:00:00Z' }

interface Case {
  readonly title: string
  readonly answer: (sent: Sent) => Echo
  readonly run: (payments: Payments) => Promise<unknown>
}

/** Every place of an answer in which a provider, or something before it, could give our own key back. */
const ECHOES: readonly Case[] = [
  {
    title: 'in the message of a refusal',
    answer: ({ key }) => ({ status: 400, body: JSON.stringify({ message: `The key ${key} may not do that.` }) }),
    run: createQris,
  },
  {
    title: 'in the message of a 401',
    answer: ({ key }) => ({ status: 401, body: JSON.stringify({ message: `Bad key: ${key}` }) }),
    run: createQris,
  },
  {
    title: 'in the header that names the request',
    answer: ({ key }) => ({ status: 400, headers: { 'x-request-id': key }, body: '{"message":"No."}' }),
    run: createQris,
  },
  { title: 'in a page of HTML', answer: ({ key }) => ({ status: 502, body: `<h1>${key}</h1>` }), run: createQris },
  {
    title: 'in a field that nobody reads',
    answer: (sent) => ({ body: qris(sent, { note: `by ${sent.key}` }) }),
    run: createQris,
  },
  {
    title: 'in such a field, with its slash escaped',
    answer: (sent) => ({ body: qris(sent, { note: `by ${sent.key}` }).replaceAll('/', '\\/') }),
    run: createQris,
  },
  {
    title: 'as the name of a field',
    answer: (sent) => ({ body: qris(sent, { [sent.key]: true }) }),
    run: createQris,
  },
  { title: 'as the status', answer: (sent) => ({ body: qris(sent, { status: sent.key }) }), run: createQris },
  {
    title: 'in a field that the payer is shown',
    answer: (sent) => ({ body: qris(sent, { qris_string: sent.key }) }),
    run: createQris,
  },
  {
    title: 'in the answer of a preparation',
    answer: ({ path, key, fields }) =>
      path.includes('customers')
        ? { body: JSON.stringify({ ...fields, id: '01J8ZK3V0M6Q2W9T4B7X5C1D8E', note: key }) }
        : { status: 400, body: '{"message":"No."}' },
    run: (payments) => payments.payins.create(paymentLink('order-1')),
  },
  { title: 'in a read that is no JSON', answer: ({ key }) => ({ body: `{"a":"${key}",}` }), run: readBalances },
  {
    title: 'twice as the name of a field of a read',
    answer: ({ key }) => ({ body: `{"${key}":1,"${key}":2}` }),
    run: readBalances,
  },
  {
    title: 'in a line of the provider’s list',
    answer: ({ key }) => ({
      body: JSON.stringify({ items: [{ id: 'a', status: 'pending', paymentUrl: 'x', amount: 5_000, note: key }] }),
    }),
    run: (payments) => all(payments.payins.listAtProvider({ provider: 'palomma', ...JUNE })),
  },
]

/** Everything of a value that somebody could print. */
const printed = (value: unknown): string =>
  [inspect(value, { depth: 10 }), JSON.stringify(value), value instanceof Error ? value.stack : ''].join('\n')

describe('a secret', () => {
  let folder: Folder
  let provider: EchoProvider
  let log: RecordedLog
  let payments: Payments

  beforeEach(async () => {
    folder = await temporaryFolder()
    provider = await startEchoProvider()
    log = recordLog()
    payments = await open({ journal: folder.file('payments.db'), url: provider.url, logger: log.logger })
  })

  afterEach(async () => {
    await payments.close()
    await provider[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  for (const { title, answer, run } of ECHOES) {
    it(`that the provider gives back ${title} is seen nowhere`, async () => {
      provider.answer = answer
      const outcome = await run(payments).catch((error: unknown) => error)
      const places = {
        outcome: printed(outcome),
        log: log.lines.join(''),
        payments: inspect(payments, { depth: 10 }),
        journal: await bytesIn(folder),
      }
      // PHP's JSON writes a slash as `\/`.
      const seen = Object.entries(places).flatMap(([place, text]) =>
        CANARIES.filter((canary) => text.replaceAll('\\', '').includes(canary)).map(() => place),
      )
      assert.deepEqual(seen, [])
    })
  }
})

const CARDS = [
  'Card 4111111111111111 refused',
  'Card 4111 1111 1111 1111 refused',
  'Card 4111-1111-1111-1111 refused',
  'Card 4111111111111111 12/27 refused',
  'Card 1 of 2: 1 4111111111111111',
  'card_4111111111111111',
  '378282246310005',
] as const

describe('a card number in a provider’s message', () => {
  for (const message of CARDS) {
    it(`is masked: ${message.replace(/\d(?=\d{4})/g, '•')}`, async () => {
      await using folder = await temporaryFolder()
      await using provider = await startEchoProvider()
      const log = recordLog()
      await using payments = await open({ journal: folder.file('p.db'), url: provider.url, logger: log.logger })
      provider.answer = () => ({ status: 400, body: JSON.stringify({ message }) })
      const error = await createQris(payments).catch((problem: unknown) => problem)
      const text = [printed(error), ...log.lines, await bytesIn(folder)].join('\n').replace(/[ -]/g, '')
      assert.doesNotMatch(text, /4111111111111111|378282246310005/)
    })
  }
})
