import assert from 'node:assert/strict'
import { KEY, tokened } from '../support/acme.js'
import { answer, refused, replies } from '../support/transport.js'
import { operationOf, payin, stateOf, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid', reference: 'order-1', amount: 150000 })

describe('a refused token', () => {
  const token = (text: string) => answer(200, { token: text, seconds: 86_400 })

  it('is renewed once, and the payin is sent again as a second attempt of the same operation', async () => {
    const transport = replies({ '/login': [token('one'), token('two')], '/charges': [refused(401, 'who'), paid] })
    const { payments, journal } = await world({ transport, providers: [tokened({ apiKey: KEY })] })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    const sent = transport.sent.filter(({ path }) => path === '/charges')
    assert.deepEqual(
      sent.map(({ headers }) => headers['authorization']),
      ['Bearer one', 'Bearer two'],
    )
    const operation = await operationOf(journal)
    assert.deepEqual([operation.state, operation.attempt, operation.generation], ['SUCCEEDED', 2, 1])
  })

  it('is not renewed twice', async () => {
    const transport = replies({
      '/login': [token('one'), token('two'), token('three')],
      '/charges': [refused(401, 'who'), refused(401, 'who'), paid],
    })
    const { payments, journal } = await world({ transport, providers: [tokened({ apiKey: KEY })] })
    await assert.rejects(payments.payins.create(payin()), { code: 'authentication_failed', httpStatus: 401 })
    assert.deepEqual(
      transport.sent.map(({ path }) => path),
      ['/login', '/charges', '/login', '/charges'],
    )
    const operation = await operationOf(journal)
    assert.deepEqual([operation.state, operation.attempt], ['NOT_SENT', 2])
  })

  it('that cannot be renewed leaves proof that nothing was executed', async () => {
    const transport = replies({ '/login': [token('one'), answer(500, {})], '/charges': [refused(401, 'who')] })
    const { payments, journal } = await world({ transport, providers: [tokened({ apiKey: KEY })] })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    assert.equal(await stateOf(journal), 'NOT_SENT')
  })
})
