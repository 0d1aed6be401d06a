import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { answer, replies, scripted, silence, unreachable, type Reply } from '../support/transport.js'
import { payin, stateOf, until, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

describe('a platform whose parts are broken', () => {
  it('by a logger that throws still gets the truth about money', async () => {
    const fails = (): never => {
      throw new Error('the stream is closed')
    }
    const logger = { debug: fails, info: fails, warn: fails, error: fails }
    const { payments, transport } = await world({ transport: replies({ '/charges': [silence] }), logger })
    const status = await payments.payins.create(payin()).then(
      (created) => created.status,
      (error: unknown) => `thrown: ${inspect(error)}`,
    )
    assert.equal(transport.sent.length, 1)
    assert.equal(status, 'unknown')
  })

  it('by a transport that rejects after the write leaves an unknown payin', async () => {
    const honest = scripted(() => paid)
    const transport = {
      ...honest,
      send: async (request: Parameters<typeof honest.send>[0]) => {
        await honest.send(request)
        throw new Error('a bug in the transport')
      },
    }
    const { payments, journal } = await world({ transport })
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('by a transport that rejects before it asks for permission throws', async () => {
    const transport = {
      ...scripted(() => unreachable),
      send: () => Promise.reject(new Error('a bug in the transport')),
    }
    const { payments, journal } = await world({ transport })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    assert.equal(await stateOf(journal), undefined)
  })

  it('by a provider that answers while nobody waits any more still records the truth', async () => {
    let finish: (() => void) | undefined
    const slow = { ...paid, meanwhile: () => new Promise<void>((resolve) => (finish = resolve)) } as Reply
    const { payments, journal } = await world({ transport: replies({ '/charges': [slow] }) })
    void payments.payins.create(payin())
    await until(() => finish !== undefined)
    const closing = payments.close()
    assert.equal(await stateOf(journal), 'SENDING')
    const findOperation = journal.findOperation.bind(journal)
    let state: string | undefined
    Object.assign(journal, {
      close: async () =>
        (state = (await findOperation({ merchant: 'default', kind: 'payin.create', reference: 'order-1' }))?.state),
    })
    finish!()
    await closing
    assert.equal(state, 'SUCCEEDED')
  })
})
