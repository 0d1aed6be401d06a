import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, postJson, send } from '../support/client.js'
import { createLink, DISBURSEMENT, idOf, object, QRIS } from '../support/samples.js'

describe('control server', () => {
  it('tells what it can do', async () => {
    await using simulator = await startSimulator('palladium')
    const { name, url, controls } = object(await send(simulator.controlUrl))
    assert.equal(name, 'palladium')
    assert.equal(url, simulator.url)
    assert.deepEqual(controls, [
      'GET /',
      'GET /ledger',
      'GET /requests',
      'GET /faults',
      'POST /faults',
      'DELETE /faults',
      'GET /clock',
      'POST /clock/advance',
      'POST /clock/set',
      'POST /connections/refuse',
      'POST /connections/allow',
      'GET /callbacks',
      'POST /callbacks/send-to',
      'POST /callbacks/idle',
      'POST /callbacks/release',
      'POST /callbacks/resend',
      'POST /actions/pay',
      'POST /actions/settle',
      'POST /actions/expire',
      'POST /actions/fund',
      'POST /actions/drain',
    ])
  })

  it('shows the ledger, all of it, by reference, or what is new', async () => {
    await using simulator = await startSimulator('palladium')
    await postForm(`${simulator.url}/create-qris`, QRIS)
    await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    const ledger = async (query: string): Promise<unknown> =>
      (await send(`${simulator.controlUrl}/ledger${query}`)).json
    assert.deepEqual(await ledger(''), simulator.ledger.entries)
    assert.deepEqual(await ledger('?reference=po-5512'), simulator.ledger.by('po-5512'))
    assert.deepEqual(await ledger('?after=1'), simulator.ledger.entries.slice(1))
  })

  it('shows the requests', async () => {
    await using simulator = await startSimulator('palladium')
    await postForm(`${simulator.url}/create-qris`, QRIS)
    const { json } = await send(`${simulator.controlUrl}/requests`)
    assert.deepEqual(json, JSON.parse(JSON.stringify(simulator.requests)))
    assert.equal((json as { verdict: string }[])[0]?.verdict, 'accepted')
  })

  it('adds, shows and clears faults', async () => {
    await using simulator = await startSimulator('palladium')
    const url = `${simulator.controlUrl}/faults`
    const fault = { on: 'create-qris', times: 2, accept: 'no', reply: { kind: 'error', status: 503 } }
    assert.deepEqual((await postJson(url, fault)).json, { fault, hits: 0 })
    assert.equal((await postForm(`${simulator.url}/create-qris`, QRIS)).status, 503)
    assert.deepEqual((await send(url)).json, [{ fault, hits: 1 }])
    assert.equal((await send(url, { method: 'DELETE' })).status, 200)
    assert.equal((await postForm(`${simulator.url}/create-qris`, QRIS)).status, 200)
  })

  it('moves the clock', async () => {
    await using simulator = await startSimulator('palladium')
    const control = simulator.controlUrl
    const set = await postJson(`${control}/clock/set`, { date: '2031-05-19T03:00:00.000Z' })
    assert.match(String(object(set)['now']), /^2031-05-19T03:00:0/)
    await postJson(`${control}/clock/advance`, { ms: 3_600_000 })
    assert.match(String(object(await send(`${control}/clock`))['now']), /^2031-05-19T04:00:0/)
    assert.match(simulator.clock.now().toISOString(), /^2031-05-19T04:00:0/)
  })

  it('pays, settles, and moves the wallet', async () => {
    await using simulator = await startSimulator('palladium', { disbursableBalance: 0n })
    const id = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    const act = async (name: string, input: unknown): Promise<Readonly<Record<string, unknown>>> =>
      object(await postJson(`${simulator.controlUrl}/actions/${name}`, input))
    assert.equal((await act('pay', { providerId: id }))['status'], 'pending')
    assert.equal((await act('settle', { reference: 'ord-7783' }))['status'], 'done')
    assert.deepEqual(await act('fund', { amount: '500' }), { disbursable: '500' })
    assert.deepEqual(await act('drain', { amount: 200 }), { disbursable: '300' })
    assert.deepEqual(await act('drain', {}), { disbursable: '0' })
  })

  it('declines a link', async () => {
    await using simulator = await startSimulator('palomma')
    await createLink(simulator)
    const reply = await postJson(`${simulator.controlUrl}/actions/decline`, {
      reference: 'ord-9001',
      statusMessage: 'INVALID_ACCOUNT',
    })
    assert.equal(object(reply)['statusMessage'], 'INVALID_ACCOUNT')
  })

  it('refuses and allows connections', async () => {
    await using simulator = await startSimulator('palladium')
    await postJson(`${simulator.controlUrl}/connections/refuse`, {})
    await assert.rejects(send(`${simulator.url}/me`), { code: 'ECONNREFUSED' })
    await postJson(`${simulator.controlUrl}/connections/allow`, {})
    assert.equal((await send(`${simulator.url}/me`)).status, 200)
  })

  it('answers a mistake with 400 and says which', async () => {
    await using simulator = await startSimulator('palomma')
    const control = simulator.controlUrl
    const codeOf = async (path: string, body: unknown): Promise<unknown> => {
      const reply = await postJson(`${control}${path}`, body)
      assert.equal(reply.status, 400, reply.text)
      return object(reply)['code']
    }
    assert.equal(await codeOf('/faults', { accept: 'maybe' }), 'bad_fault')
    assert.equal(await codeOf('/actions/pay', {}), 'bad_action')
    assert.equal(await codeOf('/actions/pay', { reference: 5 }), 'bad_action')
    assert.equal(await codeOf('/actions/decline', { reference: 'x', statusMessage: 'NO' }), 'bad_action')
    assert.equal(await codeOf('/clock/advance', { ms: 'soon' }), 'bad_action')
    assert.equal(await codeOf('/clock/advance', {}), 'bad_action')
    assert.equal(await codeOf('/clock/set', {}), 'bad_action')
    assert.equal(await codeOf('/faults', '{'), 'bad_control_request')
    assert.equal(await codeOf('/faults', '[]'), 'bad_control_request')
    assert.equal((await send(`${control}/nothing`)).status, 404)
  })

  it('does not take what a page in a browser could post', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postJson(`${simulator.controlUrl}/faults`, { accept: 'no' }, { 'content-type': 'text/plain' })
    assert.equal(reply.status, 400)
    assert.deepEqual(simulator.faults.active, [])
  })
})
