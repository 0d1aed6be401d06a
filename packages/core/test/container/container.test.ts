import assert from 'node:assert/strict'
import { Container } from 'inversify'
import {
  Clock,
  HttpTransport,
  Journal,
  Logger,
  Payments,
  Router,
  TokenStore,
  createPayments,
  memoryJournal,
  memoryTokenStore,
  polyrail,
} from '../../src/index.js'
import { KEY, acme, tokened } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, replies, scripted, silence } from '../support/transport.js'
import { memoryLogger, payin } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const login = answer(200, { token: 'one', seconds: 86_400 })

describe("a platform's own container", () => {
  it('gives payments, the same for everybody who asks', async () => {
    const container = new Container()
    container.load(polyrail({ journal: memoryJournal() }), acme({ apiKey: KEY }))
    const payments = await container.getAsync(Payments)
    assert.equal(await container.getAsync(Payments), payments)
    assert.deepEqual(
      (await payments.providers.list()).map(({ name }) => name),
      ['acme'],
    )
    await payments.close()
  })

  it('may give every port another implementation', async () => {
    const clock = manualClock(Date.UTC(2040, 0, 1))
    const { logger, lines } = memoryLogger()
    const transport = replies({ '/login': [login], '/charges': [silence] })
    const tokens = memoryTokenStore()
    const used: string[] = []
    const container = new Container()
    container.load(
      polyrail({ journal: memoryJournal() }),
      tokened({ apiKey: KEY }),
      tokened({ apiKey: KEY, name: 'other' }),
    )
    container.rebind(Clock).toConstantValue(clock)
    container.rebind(Logger).toConstantValue(logger)
    container.rebind(HttpTransport).toConstantValue(transport)
    container.rebind(Journal).toConstantValue({ ...memoryJournal({ clock }), name: 'other' })
    container
      .rebind(Router)
      .toConstantValue({ order: ({ candidates }) => (used.push('router'), [...candidates].reverse()) })
    container
      .rebind(TokenStore)
      .toConstantValue({ ...tokens, save: (...args) => (used.push('tokens'), tokens.save(...args)) })
    const payments = await container.getAsync(Payments)
    const created = await payments.payins.create(payin())
    assert.deepEqual([created.provider, created.createdAt], ['other', '2040-01-01T00:00:00.000Z'])
    assert.deepEqual(used, ['router', 'tokens'])
    assert.equal(lines.at(-1)?.message, 'outcome unknown')
    await payments.close()
    assert.equal(transport.closed, true)
  })
})

describe('createPayments', () => {
  it('takes times from its clock, and the time-out of a call from its option', async () => {
    const clock = manualClock()
    const transport = scripted(() => paid)
    const container = new Container()
    container.load(polyrail({ journal: memoryJournal({ clock }), clock, timeoutMs: 1234 }), acme({ apiKey: KEY }))
    container.rebind(HttpTransport).toConstantValue(transport)
    await (await container.getAsync(Payments)).payins.create(payin())
    assert.deepEqual(transport.sent[0]!.timeouts, {
      connectMs: 3_000,
      headersMs: 1_234,
      bodyIdleMs: 5_000,
      bodyTotalMs: 10_000,
    })
  })

  it('works with what it has by default', async () => {
    await using payments = await createPayments({
      journal: memoryJournal(),
      providers: [acme({ apiKey: KEY, baseUrl: 'http://127.0.0.1:1' })],
    })
    await assert.rejects(payments.payins.create({ ...payin(), provider: 'acme', method: { type: 'qr_code' } }), {
      code: 'provider_unavailable',
    })
  })
})
