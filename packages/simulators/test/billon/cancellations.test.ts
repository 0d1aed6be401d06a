import assert from 'node:assert/strict'
import { idOf, INVALID, refusalOf, startPanel } from './panel.js'

describe('billon: cancellations', () => {
  it('cancels a payout, frees its amount and writes it on the ledger', async () => {
    await using panel = await startPanel()
    const id = idOf(await panel.create())
    assert.equal(panel.available(), '999974.50')
    const reply = await panel.cancel(id)
    assert.equal(reply.status, 200)
    assert.equal(reply.text, '{"success":1}')
    assert.equal(panel.available(), '1000000.00')
    const entry = panel.simulator.ledger.entries[1]
    assert.deepEqual(
      { ...entry, at: undefined },
      {
        sequence: 2,
        at: undefined,
        type: 'cancellation',
        endpoint: 'cancel-payment',
        providerId: String(id),
        reference: 'po-71',
        amount: '25.50',
        currency: 'PLN',
      },
    )
  })

  it('cancels what waits for a panel user', async () => {
    await using panel = await startPanel({ requireAuthorization: true })
    const id = idOf(await panel.create())
    assert.deepEqual((await panel.cancel(id)).json, { success: 1 })
    assert.throws(() => panel.simulator.actions.authorize({ reference: 'po-71' }), { code: 'bad_action' })
  })

  it('counts only what was really cancelled, without a word about the rest', async () => {
    await using panel = await startPanel()
    const [open, cancelled, received, lapsed] = [
      idOf(await panel.create()),
      idOf(await panel.create()),
      idOf(await panel.create()),
      idOf(await panel.create()),
    ]
    await panel.cancel(cancelled)
    panel.simulator.actions.expire({ providerId: String(lapsed) })
    panel.simulator.clock.set(new Date('2031-03-02T00:00:00Z'))
    panel.simulator.actions.collect({ providerId: String(received) })
    await panel.logIn()
    const reply = await panel.cancel(cancelled, received, lapsed, 99_999, -1, open)
    assert.equal(reply.status, 200)
    assert.deepEqual(reply.json, { success: 1 })
    assert.equal(panel.simulator.ledger.count({ type: 'cancellation' }), 2)
    assert.equal(panel.simulator.ledger.count({ type: 'cancellation', providerId: String(open) }), 1)
    assert.equal(panel.available(), '999974.50')
  })

  it('answers 0 when nothing was cancelled', async () => {
    await using panel = await startPanel()
    const id = idOf(await panel.create())
    await panel.cancel(id)
    assert.deepEqual((await panel.cancel(id)).json, { success: 0 })
    assert.deepEqual((await panel.cancel(1)).json, { success: 0 })
    assert.equal(panel.simulator.ledger.count({ type: 'cancellation' }), 1)
    assert.equal(panel.available(), '1000000.00')
  })

  it('counts an id once that is named twice', async () => {
    await using panel = await startPanel()
    const id = idOf(await panel.create())
    assert.deepEqual((await panel.cancel(id, id)).json, { success: 1 })
    assert.equal(panel.simulator.ledger.count({ type: 'cancellation' }), 1)
    assert.equal(panel.available(), '1000000.00')
  })

  it('cancels several at once, each with its own entry', async () => {
    await using panel = await startPanel()
    const first = idOf(await panel.create({ description: 'one #a', currency: 'EUR' }))
    const second = idOf(await panel.create({ description: 'two', currency: 'GBP' }))
    assert.deepEqual((await panel.cancel(first, second)).json, { success: 2 })
    assert.deepEqual(
      panel.simulator.ledger.entries.slice(2).map(({ type, providerId, currency }) => [type, providerId, currency]),
      [
        ['cancellation', String(first), 'EUR'],
        ['cancellation', String(second), 'GBP'],
      ],
    )
    assert.equal(panel.simulator.ledger.by('a').length, 2)
    assert.ok(!('reference' in (panel.simulator.ledger.entries[3] ?? {})))
  })

  it('is logged with the reference of the first payout that it names', async () => {
    await using panel = await startPanel()
    const first = idOf(await panel.create({ description: 'one #a' }))
    const second = idOf(await panel.create({ description: 'two #b' }))
    const logged = async (...ids: readonly unknown[]): Promise<unknown> => {
      await panel.cancel(...ids)
      return panel.simulator.requests.at(-1)?.reference
    }
    assert.equal(await logged(second, first), 'b')
    assert.equal(await logged(99_999, first), undefined)
    assert.equal(await logged(String(first)), undefined)
    assert.equal(await logged(), undefined)
  })

  for (const body of [
    {},
    { ids: [] },
    { ids: 4182 },
    { ids: '4182' },
    { ids: null },
    { ids: ['4182'] },
    { ids: [4182.5] },
    { ids: [null] },
    { ids: [[4182]] },
    { ids: [1e300] },
    { ids: [4182], id: 4182 },
  ]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      await using panel = await startPanel()
      await panel.create()
      assert.deepEqual(refusalOf(await panel.post('cancel', body)), INVALID)
      assert.equal(panel.simulator.ledger.count({ type: 'cancellation' }), 0)
    })
  }
})
