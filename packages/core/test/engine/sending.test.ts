import assert from 'node:assert/strict'
import { KEY } from '../support/acme.js'
import { answer, answered, replies, silence, unreachable } from '../support/transport.js'
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
    const seen: Reply = {
      after: answered(201, { id: 'ch_1', status: 'paid' }),
      meanwhile: async () => (during = await stateOf(journal)),
    }
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

describe('the time between the intent and the write', () => {
  const guarded = (advance: 'advance' | 'jump', ms: number) =>
    it(`sends nothing when ${advance === 'jump' ? 'the wall clock jumps' : 'the process stops'} for ${ms} ms in between`, async () => {
      const { payments, transport, journal, clock } = await world({ transport: replies({ '/charges': [paid, paid] }) })
      const arm = journal.arm.bind(journal)
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

  it('sends nothing when the process stops and the wall clock is set back over the same time', async () => {
    const { payments, transport, journal, clock } = await world({ transport: replies({ '/charges': [paid] }) })
    const arm = journal.arm.bind(journal)
    const stopped = (): void => {
      clock.advance(60_000)
      clock.jump(-60_000)
    }
    Object.assign(journal, { arm: async (intent: never) => arm(intent).finally(stopped) })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    assert.equal(transport.sent.length, 0)
  })

  it('writes up to two seconds after the intent', async () => {
    const { payments, journal, clock } = await world({ transport: replies({ '/charges': [paid] }) })
    const arm = journal.arm.bind(journal)
    Object.assign(journal, { arm: async (intent: never) => arm(intent).finally(() => clock.advance(2_000)) })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
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
