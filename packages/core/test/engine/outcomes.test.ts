import assert from 'node:assert/strict'
import { answer, bodyOf, cut, refused, replies, silence, tlsFailure, unreachable } from '../support/transport.js'
import type { Reply } from '../support/transport.js'
import { operationOf, payin, stateOf, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid', reference: 'order-1', amount: 150000 })

describe('how a decisive call ends', () => {
  const outcomes: readonly (readonly [string, Reply, { status: string; state: string; cause: string }])[] = [
    [
      'an unfinished payment',
      answer(200, { id: 'ch_1', status: 'waiting' }),
      { status: 'pending', state: 'PENDING', cause: 'answered' },
    ],
    [
      'a payment',
      answer(200, { id: 'ch_1', status: 'paid' }),
      { status: 'succeeded', state: 'SUCCEEDED', cause: 'answered' },
    ],
    [
      'a hold',
      answer(200, { id: 'ch_1', status: 'held' }),
      { status: 'authorized', state: 'SUCCEEDED', cause: 'answered' },
    ],
    [
      'a declined card',
      answer(200, { id: 'ch_1', status: 'declined' }),
      { status: 'declined', state: 'DECLINED', cause: 'answered' },
    ],
    [
      'an expiry at once',
      answer(200, { id: 'ch_1', status: 'expired' }),
      { status: 'expired', state: 'DECLINED', cause: 'answered' },
    ],
    [
      'a status that nobody has seen',
      answer(200, { id: 'ch_1', status: 'zorp' }),
      { status: 'processing', state: 'PENDING', cause: 'answered' },
    ],
    ['silence', silence, { status: 'unknown', state: 'UNKNOWN', cause: 'no_answer' }],
    ['a cut answer', cut, { status: 'unknown', state: 'UNKNOWN', cause: 'cut_answer' }],
    ['a 500', answer(500, { error: 'down' }), { status: 'unknown', state: 'UNKNOWN', cause: 'server_error' }],
    ['a redirect', answer(302, ''), { status: 'unknown', state: 'UNKNOWN', cause: 'server_error' }],
    [
      'a firewall page',
      answer(403, '<h1>no</h1>', { 'content-type': 'text/html' }),
      { status: 'unknown', state: 'UNKNOWN', cause: 'foreign_refusal' },
    ],
    ['a conflict', refused(409, 'exists'), { status: 'unknown', state: 'UNKNOWN', cause: 'foreign_refusal' }],
    [
      'a 429 that may come after execution',
      refused(429, 'slow'),
      { status: 'unknown', state: 'UNKNOWN', cause: 'rate_limited' },
    ],
    ['JSON that is cut', answer(200, '{"id":"ch_1"'), { status: 'unknown', state: 'UNKNOWN', cause: 'malformed' }],
    ['another shape', answer(200, { ok: true }), { status: 'unknown', state: 'UNKNOWN', cause: 'malformed' }],
    [
      'another reference',
      answer(200, { id: 'ch_1', status: 'paid', reference: 'order-2' }),
      { status: 'unknown', state: 'UNKNOWN', cause: 'mismatch' },
    ],
    [
      'another amount',
      answer(200, { id: 'ch_1', status: 'paid', amount: 150001 }),
      { status: 'unknown', state: 'UNKNOWN', cause: 'mismatch' },
    ],
    [
      'an amount that is not exact',
      answer(200, { id: 'ch_1', status: 'paid', amount: 150000.001 }),
      { status: 'unknown', state: 'UNKNOWN', cause: 'unreadable' },
    ],
    [
      'an empty id',
      answer(200, { id: '', status: 'paid' }),
      { status: 'unknown', state: 'UNKNOWN', cause: 'unreadable' },
    ],
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
    const { payments } = await world({ transport: replies({ '/charges': [refused(402, 'poor', 'E7')] }) })
    await assert.rejects(payments.payins.create(payin()), {
      name: 'InsufficientFundsError',
      message: 'acme refused create-charge: poor',
      retryable: false,
      httpStatus: 402,
      providerCode: 'E7',
      providerMessage: 'poor',
    })
    const kept = await payments.payins.retrieve({ reference: 'order-1' })
    assert.equal(kept?.status, 'failed')
    assert.deepEqual(kept.reason, {
      code: 'insufficient_funds',
      message: 'acme refused create-charge: poor',
      providerCode: 'E7',
    })
  })

  it('was first made when it was first tried', async () => {
    const { payments, clock } = await world({ transport: replies({ '/charges': [refused(402, 'poor'), paid] }) })
    await assert.rejects(payments.payins.create(payin()))
    clock.advance(60_000)
    const created = await payments.payins.create(payin())
    assert.deepEqual([created.createdAt, created.updatedAt], ['2031-05-17T12:00:00.000Z', '2031-05-17T12:01:00.000Z'])
    assert.deepEqual(await payments.payins.retrieve({ reference: 'order-1' }), created)
  })

  it('logs an outcome that somebody has to find out', async () => {
    const { payments, log } = await world({ transport: replies({ '/charges': [silence] }) })
    const { operationId } = await payments.payins.create(payin())
    assert.deepEqual(
      log.filter(({ level }) => level === 'warn'),
      [
        {
          level: 'warn',
          fields: {
            operation: operationId,
            kind: 'payin.create',
            provider: 'acme',
            state: 'UNKNOWN',
            cause: 'no_answer',
          },
          message: 'outcome unknown',
        },
      ],
    )
  })
})
