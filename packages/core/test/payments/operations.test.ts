import assert from 'node:assert/strict'
import { KEY, findable } from '../support/acme.js'
import { answer, refused, replies, silence } from '../support/transport.js'
import { all, payin, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

describe('operations', () => {
  it('tell what was asked and what is known', async () => {
    const { payments } = await world({ transport: replies({ '/charges': [paid] }) })
    const created = await payments.payins.create(payin())
    assert.deepEqual(await payments.operations.retrieve(created.operationId), {
      id: created.operationId,
      merchant: 'default',
      kind: 'payin.create',
      reference: 'order-1',
      provider: 'acme',
      providerId: 'ch_1',
      providerReference: 'order-1',
      status: 'succeeded',
      resolution: 'manual',
      object: created.id,
      cause: 'answered',
      attempts: 1,
      tried: [],
      createdAt: '2031-05-17T12:00:00.000Z',
      updatedAt: '2031-05-17T12:00:00.000Z',
    })
    assert.equal(await payments.operations.retrieve('op_0'), undefined)
  })

  it('of a call that can be looked up say so', async () => {
    const { payments } = await world({
      transport: replies({ '/charges': [silence] }),
      providers: [findable({ apiKey: KEY })],
    })
    const { operationId } = await payments.payins.create(payin())
    assert.equal((await payments.operations.retrieve(operationId))?.resolution, 'lookup')
  })

  it('are listed by status and provider', async () => {
    const { payments } = await world({
      transport: replies({
        '/charges': [
          paid,
          silence,
          refused(400, 'no'),
          answer(200, { id: 'ch_4', status: 'declined' }),
          refused(401, 'who'),
        ],
      }),
    })
    for (const reference of ['a', 'b', 'c', 'd', 'e'])
      await payments.payins.create(payin({ reference })).catch(() => undefined)
    const listed = async (filter: object) =>
      (await all(payments.operations.list(filter))).map(({ reference }) => reference).join()
    assert.equal(await listed({}), 'a,b,c,d,e')
    assert.equal(await listed({ status: 'unknown' }), 'b')
    assert.equal(await listed({ status: 'refused' }), 'c')
    assert.equal(await listed({ status: 'declined' }), 'd')
    assert.equal(await listed({ status: 'not_sent' }), 'e')
    assert.equal(await listed({ status: 'pending' }), '')
    assert.equal(await listed({ provider: 'acme' }), 'a,b,c,d,e')
    assert.equal(await listed({ provider: 'other' }), '')
    for (const status of ['lost', 'constructor']) {
      await assert.rejects(listed({ status }), {
        issues: [{ path: 'status', message: 'is not a status of an operation' }],
      })
    }
  })

  it('of a sender that has crashed are unknown', async () => {
    const { payments, clock, transport } = await world({
      transport: replies({ '/charges': [{ ...silence, meanwhile: () => new Promise(() => undefined) }] }),
    })
    void payments.payins.create(payin())
    while (transport.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    assert.deepEqual(
      (await all(payments.operations.list())).map(({ status }) => status),
      ['sending'],
    )
    clock.advance(45_001)
    assert.deepEqual(
      (await all(payments.operations.list({ status: 'unknown' }))).map(({ cause }) => cause),
      ['lease_expired'],
    )
  })
})
