import assert from 'node:assert/strict'
import type { BillonFunds, BillonTarget } from '@polyrail/simulators'
import { postJson } from '../support/client.js'
import { object } from '../support/samples.js'
import { idOf, POOR, refusalOf, startPanel, type Panel } from './panel.js'

const IN_MARCH = new Date('2031-03-02T00:00:00Z')
const PO = { reference: 'po-71' } as const

async function startWithPayout(options: Parameters<typeof startPanel>[0] = {}): Promise<Panel> {
  const panel = await startPanel(options)
  await panel.create()
  return panel
}

describe('billon: actions', () => {
  it('lets a panel user authorise a payout, once', async () => {
    await using panel = await startWithPayout({ requireAuthorization: true })
    const { actions } = panel.simulator
    assert.equal(actions.authorize(PO)['status'], 'READY')
    assert.throws(() => actions.authorize(PO), { code: 'bad_action', message: /READY already/ })
    assert.equal(panel.simulator.ledger.count(), 1)
  })

  it('lets the recipient receive a payout, once, and keeps the money gone', async () => {
    await using panel = await startWithPayout()
    const { actions, clock, ledger } = panel.simulator
    clock.set(IN_MARCH)
    const payout = actions.collect(PO)
    assert.equal(payout['status'], 'RECEIVED')
    assert.match(JSON.stringify(payout['updatedAt']), /^"2031-03-02T00:00:0/)
    assert.throws(() => actions.collect(PO), { code: 'bad_action', message: /RECEIVED already/ })
    assert.deepEqual(
      { ...ledger.entries[1], at: undefined },
      {
        sequence: 2,
        at: undefined,
        type: 'collection',
        endpoint: 'payer',
        providerId: JSON.stringify(payout['id']),
        reference: 'po-71',
        amount: '25.50',
        currency: 'PLN',
      },
    )
    assert.equal(panel.available(), '999974.50')
    clock.set(new Date('2032-01-01T00:00:00Z'))
    assert.equal(panel.available(), '999974.50')
  })

  it('pays nobody before the start, after the end, or without authorisation', async () => {
    await using panel = await startWithPayout()
    await using waiting = await startWithPayout({ requireAuthorization: true })
    const collect = (): unknown => panel.simulator.actions.collect(PO)
    panel.simulator.clock.set(new Date('2031-02-28T23:59:50Z'))
    assert.throws(collect, { code: 'bad_action', message: /startDate/ })
    panel.simulator.clock.set(new Date('2031-03-31T00:00:00Z'))
    assert.throws(collect, { code: 'bad_action', message: /EXPIRED already/ })
    waiting.simulator.clock.set(IN_MARCH)
    assert.throws(() => waiting.simulator.actions.collect(PO), { code: 'bad_action' })
    assert.equal(panel.simulator.ledger.count({ type: 'collection' }), 0)
    assert.equal(waiting.simulator.ledger.count({ type: 'collection' }), 0)
  })

  it('pays from the start on', async () => {
    await using panel = await startWithPayout()
    panel.simulator.clock.set(new Date('2031-03-01T00:00:00Z'))
    assert.equal(panel.simulator.actions.collect(PO)['status'], 'RECEIVED')
  })

  for (const requireAuthorization of [false, true]) {
    it(`frees the amount at the end (requireAuthorization: ${requireAuthorization})`, async () => {
      await using panel = await startWithPayout({ requireAuthorization })
      panel.simulator.clock.set(new Date('2031-03-30T23:59:50Z'))
      assert.equal(panel.available(), '999974.50')
      panel.simulator.clock.set(new Date('2031-03-31T00:00:00Z'))
      assert.equal(panel.available(), '1000000.00')
      assert.throws(() => panel.simulator.actions.expire(PO), { message: /EXPIRED already/ })
      assert.equal(panel.simulator.ledger.count(), 1)
    })
  }

  it('frees the amount once only, however a payout ends', async () => {
    await using panel = await startPanel()
    const id = idOf(await panel.create())
    await panel.cancel(id)
    panel.simulator.clock.set(new Date('2031-04-02T00:00:00Z'))
    assert.equal(panel.available(), '1000000.00')
  })

  it('ends the time of a payout at once', async () => {
    await using panel = await startWithPayout()
    const { actions, clock } = panel.simulator
    clock.set(IN_MARCH)
    const payout = actions.expire(PO)
    assert.equal(payout['status'], 'EXPIRED')
    assert.match(JSON.stringify(payout['endDate']), /^"2031-03-02T00:00:0/)
    assert.equal(panel.available(), '1000000.00')
    assert.throws(() => actions.collect(PO), { message: /EXPIRED already/ })
    clock.set(new Date('2031-04-02T00:00:00Z'))
    assert.equal(panel.available(), '1000000.00')
  })

  it('adds to an account and takes from it', async () => {
    await using panel = await startPanel({ balances: { PLN: '10' } })
    const { actions } = panel.simulator
    assert.deepEqual(actions.fund({ currency: 'PLN', amount: '15.49' }), { currency: 'PLN', available: '25.49' })
    assert.deepEqual(refusalOf(await panel.create()), POOR)
    assert.deepEqual(actions.fund({ currency: 'PLN', amount: '0.01' }), { currency: 'PLN', available: '25.50' })
    assert.equal((await panel.create()).status, 200)
    assert.deepEqual(actions.fund({ currency: 'CHF', amount: '7' }), { currency: 'CHF', available: '7.00' })
    assert.deepEqual(actions.drain({ currency: 'CHF', amount: '2.5' }), { currency: 'CHF', available: '4.50' })
    assert.deepEqual(actions.drain({ currency: 'CHF' }), { currency: 'CHF', available: '0.00' })
    assert.deepEqual(actions.drain({ currency: 'USD' }), { currency: 'USD', available: '0.00' })
  })

  for (const funds of [
    undefined,
    {},
    { currency: 5, amount: '1' },
    { currency: 'PLN' },
    { currency: 'PLN', amount: 1.5 },
    { currency: 'PLN', amount: '-1' },
    { currency: 'PLN', amount: '1.005' },
    { currency: 'PLN', amount: 'all' },
  ]) {
    it(`does not fund by ${JSON.stringify(funds)}`, async () => {
      await using panel = await startPanel()
      assert.throws(() => panel.simulator.actions.fund(funds as BillonFunds), { code: 'bad_action' })
      assert.equal(panel.available(), '1000000.00')
    })
  }

  it('does not take more than there is', async () => {
    await using panel = await startPanel({ balances: { PLN: '1' } })
    assert.throws(() => panel.simulator.actions.drain({ currency: 'PLN', amount: '1.01' }), { code: 'bad_action' })
    assert.equal(panel.available(), '1.00')
  })

  it('wants one payout that exists', async () => {
    await using panel = await startWithPayout()
    await panel.create()
    for (const target of [undefined, {}, { reference: 'nobody' }, { providerId: '1' }, { providerId: 4182 }, PO]) {
      assert.throws(() => panel.simulator.actions.expire(target as BillonTarget), { code: 'bad_action' })
    }
  })

  it('does all of it over HTTP too', async () => {
    await using panel = await startWithPayout({ requireAuthorization: true })
    const { simulator } = panel
    const act = async (name: string, input: unknown): Promise<Readonly<Record<string, unknown>>> =>
      object(await postJson(`${simulator.controlUrl}/actions/${name}`, input))
    simulator.clock.set(IN_MARCH)
    assert.equal((await act('authorize', PO))['status'], 'READY')
    assert.equal((await act('collect', PO))['status'], 'RECEIVED')
    assert.equal((await act('expire', PO))['code'], 'bad_action')
    assert.deepEqual(await act('fund', { currency: 'CHF', amount: '1.5' }), { currency: 'CHF', available: '1.50' })
    assert.deepEqual(await act('drain', { currency: 'CHF' }), { currency: 'CHF', available: '0.00' })
    assert.equal((await act('fund', { currency: 'CHF', amount: 1.5 }))['code'], 'bad_action')
    await panel.logIn()
    assert.deepEqual(await act('revokeTokens', {}), {})
    assert.equal((await panel.create()).status, 401)
  })
})
