import assert from 'node:assert/strict'
import { answer, refused, replies, scripted, type Reply } from '../support/transport.js'
import { payin, payout, until, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const paidAs = (id: string) => answer(201, { id, status: 'paid' })

/** A reply that is given only when the test says so; `written` tells that the request has left. */
const held = (reply: Extract<Reply, { after: unknown }>) => {
  const state = { written: false, release: (): void => undefined }
  const gate = new Promise<void>((resolve) => (state.release = resolve))
  const given: Reply = {
    after: reply.after,
    meanwhile: () => {
      state.written = true
      return gate
    },
  }
  return Object.assign(state, { reply: given })
}

describe('calls of one reference in one process', () => {
  it('send once and get the same payin, fifty at once', async () => {
    const { payments, transport } = await world({ transport: scripted((_, count) => paidAs(`ch_${count}`)) })
    const created = await Promise.all(Array.from({ length: 50 }, () => payments.payins.create(payin())))
    assert.equal(transport.sent.length, 1)
    for (const one of created) assert.deepEqual(one, created[0])
  })

  it('get the same error, fifty at once, and nothing is sent twice', async () => {
    const { payments, transport } = await world({ transport: replies({ '/charges': [refused(402, 'poor')] }) })
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => payments.payins.create(payin())))
    assert.equal(transport.sent.length, 1)
    for (const result of results) {
      assert.equal(result.status === 'rejected' && (result.reason as { code: string }).code, 'insufficient_funds')
    }
  })

  it('are refused while the first is under way when their content differs', async () => {
    const first = held(paid as never)
    const { payments, transport } = await world({ transport: replies({ '/charges': [first.reply] }) })
    const running = payments.payins.create(payin())
    await until(() => first.written)
    await assert.rejects(payments.payins.create(payin({ amount: { amount: '150001', currency: 'IDR' } })), {
      name: 'IdempotencyConflictError',
      code: 'idempotency_conflict',
      message: 'The reference "order-1" was used before with a different content',
    })
    first.release()
    assert.equal((await running).status, 'succeeded')
    assert.equal(transport.sent.length, 1)
  })

  const others: readonly (readonly [string, Parameters<typeof payin>[0]])[] = [
    ['amount', { amount: { amount: '150001', currency: 'IDR' } }],
    ['description', { description: 'other' }],
    ['metadata', { metadata: { shop: '8' } }],
    ['expiry', { expiresAt: '2032-01-01T00:00:00Z' }],
  ]
  for (const [what, change] of others) {
    it(`are refused afterwards when their ${what} differs, and nothing is sent`, async () => {
      const { payments, transport } = await world({ transport: scripted(() => paid) })
      await payments.payins.create(payin({ metadata: { shop: '7' } }))
      await assert.rejects(payments.payins.create(payin({ metadata: { shop: '7' }, ...change })), {
        code: 'idempotency_conflict',
      })
      assert.equal(transport.sent.length, 1)
    })
  }

  it('are the same payment however the amount is written', async () => {
    const { payments, transport } = await world({
      transport: scripted(() => answer(200, { id: 'tr_1', status: 'sent' })),
    })
    const first = await payments.payouts.create(payout({ amount: { amount: '1500.5', currency: 'COP' } }))
    assert.deepEqual(await payments.payouts.create(payout({ amount: { amount: '1500.50', currency: 'COP' } })), first)
    assert.deepEqual(first.amount, { amount: '1500.50', currency: 'COP' })
    assert.equal(transport.sent.length, 1)
  })

  it('say what was commanded, whatever the caller makes of the command afterwards', async () => {
    const { payments, transport } = await world({
      transport: scripted(() => answer(200, { id: 'tr_1', status: 'sent' })),
    })
    const destination = { type: 'bank_account' as const, bankCode: '007', accountName: 'Ana', accountNumber: '111' }
    const first = payments.payouts.create(payout({ destination }))
    destination.accountNumber = '222'
    assert.deepEqual((await first).destination, { ...destination, accountNumber: '111' })
    assert.match(String(transport.sent[0]!.body), /"account":"111"/)
  })

  it('of two references do not wait for each other', async () => {
    const first = held(paid as never)
    const { payments } = await world({ transport: replies({ '/charges': [first.reply, paidAs('ch_2')] }) })
    const running = payments.payins.create(payin())
    await until(() => first.written)
    assert.equal((await payments.payins.create(payin({ reference: 'order-2' }))).status, 'succeeded')
    first.release()
    await running
  })
})
