import assert from 'node:assert/strict'
import type { Payout } from '../../src/index.js'
import { answer, replies, silence } from '../support/transport.js'
import { payout, until, world } from '../support/world.js'

const DAY = 24 * 60 * 60_000
const sent = answer(200, { id: 'tr_1', status: 'sent' })

const aged = async (days: number, retention: { readonly forgetAfterDays: number } | false) => {
  const first = await world({ transport: replies({ '/transfers': [sent, silence] }) })
  const ended = await first.payments.payouts.create(payout({ description: 'May', metadata: { invoice: '9' } }))
  const open = await first.payments.payouts.create(
    payout({ reference: 'open', amount: { amount: '5', currency: 'COP' } }),
  )
  first.clock.advance(days * DAY)
  const { journal, clock } = first
  const transport = replies({})
  const second = await world({ transport, journal, clock, retention, recovery: { everyMs: 60_000 } })
  return { ...second, first, ended, open }
}

const requestOf = async ({ journal }: Awaited<ReturnType<typeof aged>>, { operationId }: Payout) =>
  (await journal.operation('default', operationId))?.request

describe('what has ended', () => {
  it('is forgotten after its time, and its reference recognised for ever', async () => {
    const platform = await aged(91, { forgetAfterDays: 90 })
    await until(async () => (await requestOf(platform, platform.ended)) === '{}')
    const { payments, ended, open } = platform
    const kept = await payments.payouts.retrieve({ id: ended.id })
    assert.deepEqual(kept, {
      id: ended.id,
      merchant: 'default',
      provider: 'acme',
      providerId: 'tr_1',
      reference: 'salary-1',
      status: 'succeeded',
      amount: ended.amount,
      destination: { type: 'bank_account' },
      metadata: { invoice: '9' },
      operationId: ended.operationId,
      createdAt: ended.createdAt,
      updatedAt: kept?.updatedAt,
    })
    assert.deepEqual(await payments.payouts.create(payout({ description: 'May', metadata: { invoice: '9' } })), kept)
    await assert.rejects(payments.payouts.create(payout({ description: 'June' })), { code: 'idempotency_conflict' })
    assert.equal((await payments.payouts.retrieve({ id: open.id }))?.destination.type, 'bank_account')
    assert.notEqual(await requestOf(platform, open), '{}', 'what is open is kept whole')
    await payments.close()
  })

  it('is kept before its time, and for ever where nothing is to be forgotten', async () => {
    for (const platform of [await aged(89, { forgetAfterDays: 90 }), await aged(1_000, false)]) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      assert.notEqual(await requestOf(platform, platform.ended), '{}')
      await platform.payments.close()
    }
  })

  it('asks for whole numbers of days', async () => {
    for (const retention of [{ forgetAfterDays: 0 }, {}, true, { forgetAfterDays: '9' }]) {
      await assert.rejects(world({ transport: replies({}), retention: retention as never }), {
        code: 'invalid_configuration',
        message: /retention/,
      })
    }
  })
})
