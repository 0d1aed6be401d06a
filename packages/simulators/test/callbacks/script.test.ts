import assert from 'node:assert/strict'
import { startSimulator, type Fault } from '@polyrail/simulators'
import { postForm } from '../support/client.js'
import { startReceiver } from '../support/receiver.js'
import { object, VIRTUAL_ACCOUNT } from '../support/samples.js'

describe('callbacks: the script of faults', () => {
  it('strikes the event and the reference that are named, as often as it is told to', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    const create = async (reference: string): Promise<unknown> =>
      await postForm(`${simulator.url}/create-virtual-account`, { ...VIRTUAL_ACCOUNT, external_id: reference })
    simulator.faults.add({ on: 'virtual-account.paid', reference: 'b', times: 2, callback: { kind: 'never' } })
    await create('a')
    await create('b')
    simulator.actions.pay({ reference: 'a' })
    simulator.actions.pay({ reference: 'b' })
    await simulator.callbacks.idle()
    assert.equal(receiver.received.length, 3)
    assert.equal(simulator.faults.active[0]?.hits, 1)
    simulator.faults.clear()
    assert.deepEqual(simulator.faults.active, [])
  })

  it('leaves requests alone, and is left alone by them', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.faults.add({ callback: { kind: 'never' } })
    simulator.faults.add({ on: 'create-virtual-account', reply: { kind: 'wrong-amount' } })
    const reply = await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    assert.equal(object(reply)['amount'], 150_001)
    assert.deepEqual(simulator.faults.active, [])
    assert.deepEqual(simulator.callbacks.delivered, [])
  })

  const misspelt: readonly (readonly [string, unknown])[] = [
    ['an unknown kind', { callback: { kind: 'lost' } }],
    ['no kind', { callback: {} }],
    ['an unknown key', { callback: { kind: 'late', lateMs: 5 } }],
    ['a negative time', { callback: { kind: 'late', byMs: -1 } }],
    ['no copies', { callback: { kind: 'twice', count: 0 } }],
    ['an endpoint', { on: 'create-virtual-account', callback: { kind: 'never' } }],
    ['an unknown event', { on: 'qris.settled', callback: { kind: 'never' } }],
    ['a creation that is not told', { on: 'qris.created', callback: { kind: 'forged' } }],
    ['what no create brings about', { on: 'qris.paid', callback: { kind: 'before-reply' } }],
    ['reordering of one', { callback: { kind: 'reordered' } }],
    ['reordering without an end', { times: 'always', callback: { kind: 'reordered' } }],
    ['a reply as well', { callback: { kind: 'never' }, reply: { kind: 'ok' } }],
    ['an execution as well', { callback: { kind: 'never' }, accept: 'no' }],
  ]
  for (const [what, fault] of misspelt) {
    it(`refuses ${what}`, async () => {
      await using simulator = await startSimulator('palladium')
      assert.throws(() => simulator.faults.add(fault as Fault), { name: 'SimulatorError', code: 'bad_fault' })
    })
  }
})
