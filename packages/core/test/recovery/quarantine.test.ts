import assert from 'node:assert/strict'
import { memoryJournal, type Journal } from '../../src/index.js'
import { KEY, findable } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, replies } from '../support/transport.js'
import { payin, payout, stateOf, world } from '../support/world.js'

const made = answer(200, { id: 'ch_1', status: 'waiting', reference: 'order-1', amount: 150000 })
const sent = answer(200, { id: 'tr_1', status: 'sent' })
const HOUR = 60 * 60_000

/** A journal that was put back from a copy. */
const putBack = () => {
  const clock = manualClock()
  const journal = memoryJournal({ clock })
  const released: unknown[] = []
  const quarantined: Journal = {
    ...journal,
    open: async () => ({
      ...(await journal.open()),
      quarantine: { since: clock.now(), why: 'the journal lacks 2 sends' },
    }),
    release: async (decision) => void released.push(decision),
  }
  return { clock, journal: quarantined, released }
}

describe('a journal that was lost or put back from a copy', () => {
  it('pays nothing out where nobody can be asked, until a person has compared', async () => {
    const { clock, journal, released } = putBack()
    const { payments, transport, log } = await world({
      transport: replies({ '/transfers': [sent], '/charges': [made] }),
      journal,
      clock,
    })
    await assert.rejects(payments.payouts.create(payout()), {
      code: 'provider_unavailable',
      retryable: false,
      message: /lacks 2 sends.*nothing was sent/,
    })
    assert.equal(transport.sent.length, 0)
    assert.ok(log.some(({ message }) => message === 'journal in quarantine'))
    assert.equal((await payments.payins.create(payin())).status, 'pending', 'what can be paid later is no payout')
    await assert.rejects(payments.operations.release({ by: '', evidence: '' }), { code: 'invalid_request' })
    await payments.operations.release({ by: 'dewi', evidence: 'compared 412 payouts' })
    assert.deepEqual(released, [{ by: 'dewi', evidence: 'compared 412 payouts' }])
    assert.equal((await payments.payouts.create(payout())).status, 'succeeded')
  })

  it('goes on by itself after a day', async () => {
    const { clock, journal } = putBack()
    const { payments } = await world({ transport: replies({ '/transfers': [sent] }), journal, clock })
    clock.advance(24 * HOUR)
    assert.equal((await payments.payouts.create(payout())).status, 'succeeded')
  })

  it('looks for what it does not remember before it sends, and takes what is found for the answer', async () => {
    const { clock, journal } = putBack()
    const found = answer(200, [{ id: 'ch_7', status: 'paid', reference: 'order-1', amount: 150000 }])
    const { payments, transport } = await world({
      transport: replies({ '/charges': [found, answer(200, []), made] }),
      providers: [findable({ apiKey: KEY })],
      journal,
      clock,
    })
    const payment = await payments.payins.create(payin())
    assert.deepEqual([payment.status, payment.providerId], ['succeeded', 'ch_7'])
    assert.equal(await stateOf(journal), 'SUCCEEDED')
    assert.deepEqual(
      transport.sent.map(({ method }) => method),
      ['GET'],
    )
    const other = await payments.payins.create(payin({ reference: 'order-2' }))
    assert.equal(other.status, 'unknown', 'the answer is about order-1, which is not believed')
    assert.deepEqual(
      transport.sent.map(({ method }) => method),
      ['GET', 'GET', 'POST'],
    )
  })
})
