import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, postJson, send } from '../support/client.js'
import { startReceiver } from '../support/receiver.js'
import { object, VIRTUAL_ACCOUNT } from '../support/samples.js'

describe('callbacks: controls', () => {
  it('sends, waits, shows, releases and sends again', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium')
    const control = async (path: string, body: unknown): Promise<unknown> => {
      const reply = await postJson(`${simulator.controlUrl}${path}`, body)
      assert.equal(reply.status, 200, reply.text)
      return reply.json
    }
    const shown = async (query = ''): Promise<readonly unknown[]> =>
      (await send(`${simulator.controlUrl}/callbacks${query}`)).json as readonly unknown[]
    await control('/callbacks/send-to', { url: receiver.url })
    await control('/faults', { on: 'virtual-account.created', callback: { kind: 'late' } })
    await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    await control('/callbacks/idle', {})
    assert.deepEqual(await shown(), [])
    await control('/callbacks/release', {})
    await control('/callbacks/idle', {})
    assert.deepEqual(await shown(), JSON.parse(JSON.stringify(simulator.callbacks.delivered)))
    assert.deepEqual(await control('/callbacks/resend', { reference: 'ord-7781' }), { count: 1 })
    await control('/callbacks/idle', {})
    assert.deepEqual(await shown('?after=1'), JSON.parse(JSON.stringify(simulator.callbacks.delivered.slice(1))))
    await control('/callbacks/send-to', { url: null })
    assert.equal(receiver.received.length, 2)
  })

  it('says what is wrong', async () => {
    await using simulator = await startSimulator('palladium')
    const codeOf = async (path: string, body: unknown): Promise<unknown> => {
      const reply = await postJson(`${simulator.controlUrl}/callbacks/${path}`, body)
      assert.equal(reply.status, 400, reply.text)
      return object(reply)['code']
    }
    assert.equal(await codeOf('send-to', {}), 'bad_control_request')
    assert.equal(await codeOf('send-to', { url: 5 }), 'bad_control_request')
    assert.equal(await codeOf('send-to', { url: 'hooks' }), 'bad_option')
    assert.equal(await codeOf('resend', { reference: 'nobody' }), 'bad_action')
    assert.equal(await codeOf('resend', { reference: 5 }), 'bad_action')
  })

  it('are not there for a provider without callbacks', async () => {
    await using simulator = await startSimulator('billon')
    const { controls } = object(await send(simulator.controlUrl))
    assert.deepEqual(
      (controls as readonly string[]).filter((control) => control.includes('callbacks')),
      [],
    )
  })
})
