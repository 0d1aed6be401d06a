import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, send } from '../support/client.js'
import { createLink, idOf, QRIS } from '../support/samples.js'

describe('faults: look-ups', () => {
  it('finds a link only when the index has caught up, by the clock', async () => {
    await using simulator = await startSimulator('palomma')
    const id = idOf(await createLink(simulator))
    simulator.faults.add({ lookup: { lagMs: 60_000 }, times: 'always' })
    const found = async (): Promise<readonly unknown[]> => [
      (await send(`${simulator.url}/payinLinks?reference=ord-9001`)).json,
      (await send(`${simulator.url}/payinLinks/${id}`)).status,
    ]
    assert.deepEqual(await found(), [{ items: [], cursor: null, count: 0 }, 404])
    simulator.clock.advance(60_000)
    const [page, status] = await found()
    assert.equal((page as { count: number }).count, 1)
    assert.equal(status, 200)
  })

  it('never finds it', async () => {
    await using simulator = await startSimulator('palladium')
    const id = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    simulator.faults.add({ lookup: 'missing', times: 'always' })
    simulator.clock.advance(86_400_000)
    const reply = await send(`${simulator.url}/query-qris?id=${id}`)
    assert.deepEqual([reply.status, reply.json], [200, []])
    simulator.faults.clear()
    assert.equal(idOf(await send(`${simulator.url}/query-qris?id=${id}`)), id)
  })

  it('finds everything twice', async () => {
    await using simulator = await startSimulator('palomma')
    const link = await createLink(simulator)
    simulator.faults.add({ on: 'list-payin-links', lookup: 'duplicates' })
    const { json } = await send(`${simulator.url}/payinLinks?reference=ord-9001`)
    assert.deepEqual(json, { items: [link.json, link.json], cursor: null, count: 2 })
  })

  it('finds a queried object twice', async () => {
    await using simulator = await startSimulator('palladium')
    const id = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    simulator.faults.add({ on: 'query-qris', reference: 'ord-7783', lookup: 'duplicates' })
    const { json } = await send(`${simulator.url}/query-qris?id=${id}`)
    assert.equal((json as unknown[]).length, 2)
  })

  it('is down, while creates work', async () => {
    await using simulator = await startSimulator('palomma')
    simulator.faults.add({ lookup: 'down', times: 'always' })
    assert.equal((await createLink(simulator)).status, 200)
    const reply = await send(`${simulator.url}/payinLinks`)
    assert.deepEqual([reply.status, reply.json], [500, { message: 'Server Error' }])
  })
})
