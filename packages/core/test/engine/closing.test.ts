import assert from 'node:assert/strict'
import { KEY, acme } from '../support/acme.js'
import { answer, refused, replies, silence, unreachable, type Reply } from '../support/transport.js'
import { payin, until, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

/** A reply that is given only when the test says so; `written` tells that the request has left. */
const held = (reply: Extract<Reply, { after: unknown }>) => {
  const state = { written: false, release: (): void => undefined }
  const gate = new Promise<void>((resolve) => (state.release = resolve))
  const given: Reply = {
    after: reply.after,
    meanwhile: () => {
      state.written = true
      return gate
    },
  }
  return Object.assign(state, { reply: given })
}

describe('close()', () => {
  it('waits for what is under way, refuses what comes later, and closes transport and journal', async () => {
    const reply = held(silence as never)
    const { payments, transport, journal } = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const running = payments.payins.create(payin())
    await until(() => reply.written)
    let closed = false
    const closing = payments.close().then(() => (closed = true))
    await assert.rejects(payments.payins.create(payin({ reference: 'order-2' })), {
      code: 'journal_unavailable',
      message: 'polyrail was closed',
    })
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(closed, false)
    assert.equal(transport.closed, false)
    reply.release()
    assert.equal((await running).status, 'unknown')
    await closing
    assert.equal(transport.closed, true)
    assert.equal(transport.sent.length, 1)
    await assert.rejects(journal.operation('default', 'op_1'), { code: 'journal_unavailable' })
  })

  it('can be called twice and by `await using`', async () => {
    const { payments, transport } = await world({ transport: replies({ '/charges': [unreachable] }) })
    {
      await using same = payments
      assert.equal(same.merchant, 'default')
    }
    assert.equal(transport.closed, true)
    await payments.close()
    await assert.rejects(payments.payins.create(payin()), { code: 'journal_unavailable' })
  })

  it('does not wait for ever: no new account is tried for a command that is under way', async () => {
    const reply = held(refused(402, 'poor') as never)
    const { payments, transport } = await world({
      transport: replies({ '/charges': [reply.reply, paid] }),
      providers: [tokenless('first'), tokenless('second')],
    })
    const running = payments.payins.create(payin())
    await until(() => reply.written)
    const closing = payments.close()
    reply.release()
    await assert.rejects(running)
    await closing
    assert.equal(transport.sent.length, 1)
  })
})

const tokenless = (name: string) => acme({ apiKey: KEY, name })
