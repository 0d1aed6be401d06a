import assert from 'node:assert/strict'
import { KEY, tokened } from '../support/acme.js'
import { answer, answered, bodyOf, cut, refused, replies, silence, tlsFailure, unreachable } from '../support/transport.js'
import type { Reply } from '../support/transport.js'
import { operationOf, payin, payout, stateOf, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid', reference: 'order-1', amount: 150000 })

describe('a payin of one call', () => {
  it('is sent once, with the key, and returned as the provider answered it', async () => {
    const { payments, transport, journal } = await world({ transport: replies({ '/charges': [paid] }) })
    const created = await payments.payins.create(payin({ metadata: { shop: '7' } }))
    const { id, operationId, ...rest } = created
    assert.match(id, /^pi_[0-9a-f]{32}$/)
    assert.match(operationId, /^op_[0-9a-f]{32}$/)
    assert.deepEqual(rest, {
      merchant: 'default',
      provider: 'acme',
      providerId: 'ch_1',
      reference: 'order-1',
      status: 'succeeded',
      amount: { amount: '150000', currency: 'IDR' },
      method: { type: 'qr_code' },
      metadata: { shop: '7' },
      raw: { id: 'ch_1', status: 'paid', reference: 'order-1', amount: 150000 },
      createdAt: '2031-05-17T12:00:00.000Z',
      updatedAt: '2031-05-17T12:00:00.000Z',
    })
    assert.equal(transport.sent.length, 1)
    const [request] = transport.sent
    assert.equal(request!.method, 'POST')
    assert.equal(request!.baseUrl, 'https://acme.invalid/v1')
    assert.equal(request!.path, '/charges')
    assert.equal(request!.fresh, true)
    assert.equal(String(request!.body), '{"reference":"order-1","amount":150000}')
    assert.deepEqual(request!.headers, {
      accept: 'application/json',
      'user-agent': 'polyrail',
      'content-type': 'application/json',
      'content-length': '39',
      authorization: `Bearer ${KEY}`,
    })
    assert.equal(await stateOf(journal), 'SUCCEEDED')
  })

  it('is durable as SENDING before a byte is written', async () => {
    let during: string | undefined
    const seen: Reply = { after: answered(201, { id: 'ch_1', status: 'paid' }), meanwhile: async () => (during = await stateOf(journal)) }
    const { payments, journal } = await world({ transport: replies({ '/charges': [seen] }) })
    await payments.payins.create(payin())
    assert.equal(during, 'SENDING')
  })

  it('is not in the journal while no connection is open', async () => {
    const { payments, journal } = await world({ transport: replies({ '/charges': [unreachable] }) })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable', retryable: true })
    assert.equal(await stateOf(journal), undefined)
    assert.equal(await payments.payins.retrieve({ reference: 'order-1' }), undefined)
  })
})

describe('how a decisive call ends', () => {
  const outcomes: readonly (readonly [string, Reply, { status: string; state: string; cause: string }])[] = [
    ['an unfinished payment', answer(200, { id: 'ch_1', status: 'waiting' }), { status: 'pending', state: 'PENDING', cause: 'answered' }],
    ['a payment', answer(200, { id: 'ch_1', status: 'paid' }), { status: 'succeeded', state: 'SUCCEEDED', cause: 'answered' }],
    ['a hold', answer(200, { id: 'ch_1', status: 'held' }), { status: 'authorized', state: 'SUCCEEDED', cause: 'answered' }],
    ['a declined card', answer(200, { id: 'ch_1', status: 'declined' }), { status: 'declined', state: 'DECLINED', cause: 'answered' }],
    ['an expiry at once', answer(200, { id: 'ch_1', status: 'expired' }), { status: 'expired', state: 'DECLINED', cause: 'answered' }],
    ['a status that nobody has seen', answer(200, { id: 'ch_1', status: 'zorp' }), { status: 'processing', state: 'PENDING', cause: 'answered' }],
    ['silence', silence, { status: 'unknown', state: 'UNKNOWN', cause: 'no_answer' }],
    ['a cut answer', cut, { status: 'unknown', state: 'UNKNOWN', cause: 'cut_answer' }],
    ['a 500', answer(500, { error: 'down' }), { status: 'unknown', state: 'UNKNOWN', cause: 'server_error' }],
    ['a redirect', answer(302, ''), { status: 'unknown', state: 'UNKNOWN', cause: 'server_error' }],
    ['a firewall page', answer(403, '<h1>no</h1>', { 'content-type': 'text/html' }), { status: 'unknown', state: 'UNKNOWN', cause: 'foreign_refusal' }],
    ['a conflict', refused(409, 'exists'), { status: 'unknown', state: 'UNKNOWN', cause: 'foreign_refusal' }],
    ['a 429 that may come after execution', refused(429, 'slow'), { status: 'unknown', state: 'UNKNOWN', cause: 'rate_limited' }],
    ['JSON that is cut', answer(200, '{"id":"ch_1"'), { status: 'unknown', state: 'UNKNOWN', cause: 'malformed' }],
    ['another shape', answer(200, { ok: true }), { status: 'unknown', state: 'UNKNOWN', cause: 'malformed' }],
    ['another reference', answer(200, { id: 'ch_1', status: 'paid', reference: 'order-2' }), { status: 'unknown', state: 'UNKNOWN', cause: 'mismatch' }],
    ['another amount', answer(200, { id: 'ch_1', status: 'paid', amount: 150001 }), { status: 'unknown', state: 'UNKNOWN', cause: 'mismatch' }],
    ['an amount that is not exact', answer(200, { id: 'ch_1', status: 'paid', amount: 150000.001 }), { status: 'unknown', state: 'UNKNOWN', cause: 'unreadable' }],
    ['an empty id', answer(200, { id: '', status: 'paid' }), { status: 'unknown', state: 'UNKNOWN', cause: 'unreadable' }],
  ]
  for (const [what, reply, { status, state, cause }] of outcomes) {
    it(`returns ${status} and keeps ${state} after ${what}, and never sends again`, async () => {
      const { payments, transport, journal } = await world({ transport: replies({ '/charges': [reply] }) })
      const created = await payments.payins.create(payin())
      assert.equal(created.status, status)
      const operation = await operationOf(journal)
      assert.deepEqual([operation.state, operation.cause], [state, cause])
      const again = await payments.payins.create(payin())
      assert.deepEqual(again, created)
      assert.equal(transport.sent.length, 1)
      assert.deepEqual(await payments.payins.retrieve({ reference: 'order-1' }), created)
    })
  }

  const errors: readonly (readonly [string, Reply, { code: string; state: string | undefined; sent: number }])[] = [
    ['no connection', unreachable, { code: 'provider_unavailable', state: undefined, sent: 0 }],
    ['no TLS', tlsFailure, { code: 'provider_unavailable', state: undefined, sent: 0 }],
    ['a refusal', refused(400, 'no such bank'), { code: 'provider_rejected', state: 'DECLINED', sent: 1 }],
    ['a lack of funds', refused(402, 'poor'), { code: 'insufficient_funds', state: 'DECLINED', sent: 1 }],
    ['not found', refused(404, 'where'), { code: 'not_found', state: 'DECLINED', sent: 1 }],
    ['a wrong state', refused(422, 'closed'), { code: 'invalid_state', state: 'DECLINED', sent: 1 }],
    ['a refusal under 200', refused(200, 'no'), { code: 'provider_rejected', state: 'DECLINED', sent: 1 }],
    ['refused credentials', refused(401, 'who'), { code: 'authentication_failed', state: 'NOT_SENT', sent: 1 }],
  ]
  for (const [what, reply, { code, state, sent }] of errors) {
    it(`throws ${code} and keeps ${state ?? 'nothing'} after ${what}; the same reference may be used again`, async () => {
      const { payments, transport, journal } = await world({ transport: replies({ '/charges': [reply, paid] }) })
      await assert.rejects(payments.payins.create(payin()), { code, provider: 'acme', reference: 'order-1' })
      assert.equal(await stateOf(journal), state)
      assert.equal(transport.sent.length, sent)
      const retried = await payments.payins.create(payin())
      assert.equal(retried.status, 'succeeded')
      assert.equal(transport.sent.length, sent + 1)
      assert.deepEqual(bodyOf(transport.sent.at(-1)!), { reference: 'order-1', amount: 150000 })
    })
  }

  it('shows what a refused payin was refused for', async () => {
    const { payments, journal } = await world({ transport: replies({ '/charges': [refused(402, 'poor', 'E7')] }) })
    await assert.rejects(payments.payins.create(payin()), {
      name: 'InsufficientFundsError',
      message: 'acme refused create-charge: poor',
      httpStatus: 402,
      providerCode: 'E7',
      providerMessage: 'poor',
      operation: (await operationOf(journal).catch(() => undefined))?.id,
    }).catch((error: unknown) => assert.doesNotMatch(String(error), /operation/) as never)
    const kept = await payments.payins.retrieve({ reference: 'order-1' })
    assert.equal(kept?.status, 'failed')
    assert.deepEqual(kept.reason, {
      code: 'insufficient_funds',
      message: 'acme refused create-charge: poor',
      providerCode: 'E7',
    })
  })

  it('logs an outcome that somebody has to find out', async () => {
    const { payments, log } = await world({ transport: replies({ '/charges': [silence] }) })
    const { operationId } = await payments.payins.create(payin())
    assert.deepEqual(log.filter(({ level }) => level === 'warn'), [
      {
        level: 'warn',
        fields: { operation: operationId, kind: 'payin.create', provider: 'acme', state: 'UNKNOWN', cause: 'no_answer' },
        message: 'outcome unknown',
      },
    ])
  })
})

describe('the time between the intent and the write', () => {
  const guarded = (advance: 'advance' | 'jump', ms: number) =>
    it(`sends nothing when ${advance === 'jump' ? 'the wall clock jumps' : 'the process stops'} for ${ms} ms in between`, async () => {
      const { payments, transport, journal, clock } = await world({ transport: replies({ '/charges': [paid, paid] }) })
      const { arm } = journal
      let first = true
      Object.assign(journal, {
        arm: async (intent: never) => {
          const armed = await arm(intent)
          if (first) clock[advance](ms)
          first = false
          return armed
        },
      })
      await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
      assert.equal(transport.sent.length, 0)
      assert.equal(await stateOf(journal), 'NOT_SENT')
      assert.equal((await payments.payins.create(payin())).status, 'succeeded')
      assert.equal((await operationOf(journal)).attempt, 2)
    })
  guarded('advance', 2_001)
  guarded('jump', 2_001)
  guarded('jump', -3_600_000)

  it('writes up to two seconds after the intent', async () => {
    const { payments, journal, clock } = await world({ transport: replies({ '/charges': [paid] }) })
    const { arm } = journal
    Object.assign(journal, { arm: async (intent: never) => arm(intent).finally(() => clock.advance(2_000)) })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
  })
})

describe('a refused token', () => {
  const token = (text: string) => answer(200, { token: text, seconds: 86_400 })

  it('is renewed once, and the payin is sent again as a second attempt of the same operation', async () => {
    const transport = replies({ '/login': [token('one'), token('two')], '/charges': [refused(401, 'who'), paid] })
    const { payments, journal } = await world({ transport, providers: [tokened({ apiKey: KEY })] })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    const sent = transport.sent.filter(({ path }) => path === '/charges')
    assert.deepEqual(sent.map(({ headers }) => headers['authorization']), ['Bearer one', 'Bearer two'])
    const operation = await operationOf(journal)
    assert.deepEqual([operation.state, operation.attempt, operation.generation], ['SUCCEEDED', 2, 1])
  })

  it('is not renewed twice', async () => {
    const transport = replies({
      '/login': [token('one'), token('two'), token('three')],
      '/charges': [refused(401, 'who'), refused(401, 'who'), paid],
    })
    const { payments, journal } = await world({ transport, providers: [tokened({ apiKey: KEY })] })
    await assert.rejects(payments.payins.create(payin()), { code: 'authentication_failed', httpStatus: 401 })
    assert.deepEqual(transport.sent.map(({ path }) => path), ['/login', '/charges', '/login', '/charges'])
    const operation = await operationOf(journal)
    assert.deepEqual([operation.state, operation.attempt], ['NOT_SENT', 2])
  })

  it('that cannot be renewed leaves proof that nothing was executed', async () => {
    const transport = replies({ '/login': [token('one'), answer(500, {})], '/charges': [refused(401, 'who')] })
    const { payments, journal } = await world({ transport, providers: [tokened({ apiKey: KEY })] })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    assert.equal(await stateOf(journal), 'NOT_SENT')
  })
})

describe('a payout', () => {
  it('is sent with its exact amount, and unknown after silence', async () => {
    const { payments, transport } = await world({ transport: replies({ '/transfers': [silence] }) })
    const created = await payments.payouts.create(payout({ description: 'May' }))
    assert.equal(created.status, 'unknown')
    assert.equal(created.description, 'May')
    assert.equal(String(transport.sent[0]!.body), '{"reference":"salary-1","amount":1500.50,"account":"123-456"}')
  })

  it('of a reference that a payin has too is another payment', async () => {
    const transport = replies({ '/charges': [paid], '/transfers': [answer(200, { id: 'tr_1', status: 'sent' })] })
    const { payments } = await world({ transport })
    await payments.payins.create(payin())
    assert.equal((await payments.payouts.create(payout({ reference: 'order-1' }))).status, 'succeeded')
    assert.equal(transport.sent.length, 2)
  })

  it('that came back is failed for good', async () => {
    const transport = replies({ '/transfers': [answer(200, { id: 'tr_1', status: 'bounced' })] })
    const { payments } = await world({ transport })
    assert.equal((await payments.payouts.create(payout())).status, 'failed')
    assert.equal((await payments.payouts.create(payout())).status, 'failed')
    assert.equal(transport.sent.length, 1)
  })
})
