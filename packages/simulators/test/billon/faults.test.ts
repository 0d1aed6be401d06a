import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '@polyrail/simulators'
import type { Reply } from '../support/client.js'
import { object } from '../support/samples.js'
import { idOf, payoutOf, refusalOf, startPanel } from './panel.js'

async function meet(reply: Fault['reply']): Promise<Reply> {
  await using panel = await startPanel()
  panel.simulator.faults.add({ on: 'create-payment', ...(reply === undefined ? {} : { reply }) })
  const answer = await panel.create()
  assert.equal(panel.simulator.ledger.count({ type: 'payout', reference: 'po-71' }), 1)
  return answer
}

describe('billon: faults', () => {
  it('pays twice from one request, under two ids', async () => {
    await using panel = await startPanel()
    panel.simulator.faults.add({ on: 'create-payment', reference: 'po-71', accept: 'twice' })
    const id = idOf(await panel.create())
    const ids = panel.simulator.ledger.by('po-71').map(({ providerId }) => providerId)
    assert.equal(new Set(ids).size, 2)
    assert.equal(ids[0], String(id))
    assert.equal(panel.available(), '999949.00')
  })

  it('does not pay a second time what the account no longer covers', async () => {
    await using panel = await startPanel({ balances: { PLN: '40' } })
    panel.simulator.faults.add({ on: 'create-payment', accept: 'twice' })
    await panel.create()
    assert.equal(panel.simulator.ledger.count(), 1)
    assert.equal(panel.available(), '14.50')
  })

  it('pays late, although the client was cut off', async () => {
    await using panel = await startPanel()
    panel.simulator.faults.add({ on: 'create-payment', accept: { lateMs: 60 }, reply: { kind: 'reset' } })
    await assert.rejects(panel.create(), { code: 'ECONNRESET' })
    assert.equal(panel.simulator.ledger.count(), 0)
    await sleep(120)
    assert.equal(panel.simulator.ledger.count({ reference: 'po-71' }), 1)
    assert.equal(panel.available(), '999974.50')
  })

  it('pays nothing late that the account no longer covers', async () => {
    await using panel = await startPanel()
    panel.simulator.faults.add({ on: 'create-payment', accept: { lateMs: 60 } })
    assert.equal((await panel.create()).status, 200)
    panel.simulator.actions.drain({ currency: 'PLN' })
    await sleep(120)
    assert.equal(panel.simulator.ledger.count(), 0)
    assert.equal(panel.available(), '0.00')
  })

  it('lets a payout lapse whose time was over before it was executed', async () => {
    await using panel = await startPanel()
    panel.simulator.faults.add({ on: 'create-payment', accept: { lateMs: 60 } })
    await panel.create()
    panel.simulator.clock.set(new Date('2031-04-02T00:00:00Z'))
    await sleep(120)
    assert.equal(panel.simulator.ledger.count({ type: 'payout' }), 1)
    assert.equal(panel.available(), '1000000.00')
  })

  it('answers well and pays nothing', async () => {
    await using panel = await startPanel()
    panel.simulator.faults.add({ on: 'create-payment', accept: 'no' })
    const id = idOf(await panel.create())
    assert.equal(panel.simulator.ledger.count(), 0)
    assert.deepEqual((await panel.cancel(id)).json, { success: 0 })
  })

  it('cancels once what one request cancels twice', async () => {
    await using panel = await startPanel()
    const id = idOf(await panel.create())
    panel.simulator.faults.add({ on: 'cancel-payment', reference: 'po-71', accept: 'twice' })
    assert.deepEqual((await panel.cancel(id)).json, { success: 1 })
    assert.equal(panel.simulator.ledger.count({ type: 'cancellation' }), 1)
    assert.equal(panel.available(), '1000000.00')
  })

  it('cancels nothing late that was received by then', async () => {
    await using panel = await startPanel()
    panel.simulator.clock.set(new Date('2031-03-02T00:00:00Z'))
    await panel.logIn()
    const id = idOf(await panel.create())
    panel.simulator.faults.add({ on: 'cancel-payment', accept: { lateMs: 60 } })
    assert.deepEqual((await panel.cancel(id)).json, { success: 1 })
    panel.simulator.actions.collect({ providerId: String(id) })
    await sleep(120)
    assert.equal(panel.simulator.ledger.count({ type: 'cancellation' }), 0)
    assert.equal(panel.available(), '999974.50')
  })

  it('echoes another description, with another code', async () => {
    const payout = payoutOf(await meet({ kind: 'wrong-reference' }))
    assert.equal(payout['description'], 'Commission 03/2031 #po-71-other')
  })

  it('echoes another amount', async () => {
    assert.equal(payoutOf(await meet({ kind: 'wrong-amount' }))['amount'], 26.5)
  })

  it('answers without an id', async () => {
    assert.ok(!('id' in payoutOf(await meet({ kind: 'missing-id' }))))
  })

  it('answers a status that nobody knows', async () => {
    assert.equal(payoutOf(await meet({ kind: 'unknown-status', status: 'SENT' }))['status'], 'SENT')
  })

  it('writes the amount as text', async () => {
    assert.equal(payoutOf(await meet({ kind: 'wrong-types', shape: 'amount-string' }))['amount'], '25.5')
  })

  it('names the amount twice', async () => {
    assert.match((await meet({ kind: 'duplicate-keys', key: 'amount' })).text, /"amount":25\.5,.*"amount":26\.5\}\]\}$/)
  })

  for (const [form, expected] of [
    ['exponent', /"amount":2\.55e1,/],
    ['hidden-fraction', /"amount":25\.50{10,}1,/],
  ] as const) {
    it(`writes the right amount so strangely that it stays JSON (${form})`, async () => {
      const reply = await meet({ kind: 'number', form })
      assert.match(reply.text, expected)
      assert.equal(payoutOf(reply)['amount'], 25.5)
    })
  }

  it('writes an amount below one with a fraction that a double loses', async () => {
    await using panel = await startPanel()
    for (const amount of ['0.01', '0.5', '0.99']) {
      panel.simulator.faults.add({ on: 'create-payment', reply: { kind: 'number', form: 'hidden-fraction' } })
      const reply = await panel.pay(amount)
      assert.match(reply.text, /"amount":0\.\d{19}1,/)
      assert.equal(payoutOf(reply)['amount'], Number(amount))
    }
  })

  it('writes an amount of seventeen digits', async () => {
    assert.match((await meet({ kind: 'number', form: 'seventeen-digits' })).text, /"amount":25999999999999991,/)
  })

  it('puts an error of any status into its own envelope', async () => {
    const refused = async (status: number) => refusalOf(await meet({ kind: 'error', status, message: 'no' }))
    assert.deepEqual(await refused(400), [400, 'INVALID_PARAMS', []])
    assert.deepEqual(await refused(401), [401, 'UNAUTHORIZED', []])
    assert.deepEqual(await refused(500), [500, 'INTERNAL', []])
    assert.deepEqual(await refused(200), [200, 'INVALID_PARAMS', []])
  })

  it('gives a token whose answer is lost, and no execution to script', async () => {
    await using panel = await startPanel()
    panel.simulator.faults.add({ on: 'authenticate', reply: { kind: 'reset' } })
    await assert.rejects(panel.logIn(), { code: 'ECONNRESET' })
    assert.throws(() => panel.simulator.faults.add({ on: 'authenticate', accept: 'no' }), { code: 'bad_fault' })
    assert.throws(() => panel.simulator.faults.add({ on: 'cancel-payment', lookup: 'down' }), { code: 'bad_fault' })
    assert.equal(typeof object(await panel.logIn())['token'], 'string')
  })
})
