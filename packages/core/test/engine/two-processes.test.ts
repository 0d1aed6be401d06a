import assert from 'node:assert/strict'
import { KEY, tokened } from '../support/acme.js'
import { answer, refused, replies, scripted, type Reply } from '../support/transport.js'
import { beside, operationOf, payin, stateOf, until, world, ended } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const paidAs = (id: string) => answer(201, { id, status: 'paid' })

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

describe('calls of one reference in two processes', () => {
  it('send once: the second waits and gets the payin of the first', async () => {
    const reply = held(paid as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    const first = one.payments.payins.create(payin())
    await until(() => reply.written)
    const second = two.payments.payins.create(payin())
    await until(() => one.clock.slept.length > 0)
    reply.release()
    assert.deepEqual(await second, await first)
    assert.equal(two.transport.sent.length, 0)
  })

  for (const [what, reply] of [
    ['declined', answer(200, { id: 'ch_first', status: 'declined' })],
    ['refused', refused(402, 'poor')],
  ] as const) {
    it(`are told what the reference has come to, where the first was ${what} long after it was given up`, async () => {
      const late = held(reply as never)
      const one = await world({ transport: replies({ '/charges': [late.reply] }) })
      const two = await beside(
        one,
        scripted(() => paidAs('ch_second')),
      )
      const first = one.payments.payins.create(payin())
      await until(() => late.written)
      one.clock.advance(60 * 60_000)
      await two.payments.recover()
      const { id } = await operationOf(one.journal)
      await two.payments.operations.settle(id, { outcome: 'not_executed', evidence: 'their list', by: 'dewi' })
      const second = await two.payments.payins.create(payin())
      late.release()
      assert.equal(second.status, 'succeeded')
      assert.deepEqual(await first, second)
      assert.equal(one.transport.sent.length + two.transport.sent.length, 2)
    })
  }

  it('get the same error', async () => {
    const reply = held(refused(402, 'poor', 'E7') as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    const first = assert.rejects(one.payments.payins.create(payin()), {
      code: 'insufficient_funds',
      providerCode: 'E7',
    })
    await until(() => reply.written)
    const second = assert.rejects(two.payments.payins.create(payin()), {
      name: 'InsufficientFundsError',
      code: 'insufficient_funds',
      provider: 'acme',
      reference: 'order-1',
      httpStatus: 402,
      providerCode: 'E7',
      providerMessage: 'poor',
      message: 'acme refused create-charge: poor',
    })
    await until(() => one.clock.slept.length > 0)
    reply.release()
    await first
    await second
    assert.equal(two.transport.sent.length, 0)
  })

  it('are refused with another content while the first is under way elsewhere', async () => {
    const reply = held(paid as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    const first = one.payments.payins.create(payin())
    await until(() => reply.written)
    await assert.rejects(two.payments.payins.create(payin({ description: 'other' })), { code: 'idempotency_conflict' })
    reply.release()
    await first
    assert.equal(two.transport.sent.length, 0)
  })

  it('armed at the same moment send once', async () => {
    const reply = held(paid as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    // Both have found nothing in the journal before one of them writes its intent there.
    const both = Promise.all([one.payments.payins.create(payin()), two.payments.payins.create(payin())])
    await until(() => reply.written || two.transport.sent.length > 0)
    reply.release()
    const [left, right] = await both
    assert.deepEqual(left, right)
    assert.equal(one.transport.sent.length + two.transport.sent.length, 1)
  })

  it('get an unknown payin when the first sender dies, and nothing is sent again', async () => {
    const reply = held(paid as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    void one.payments.payins.create(payin())
    await until(() => reply.written)
    const created = await two.payments.payins.create(payin())
    assert.equal(created.status, 'unknown')
    assert.equal(await stateOf(one.journal), 'UNKNOWN')
    assert.equal((await operationOf(one.journal)).cause, 'lease_expired')
    assert.equal((await two.payments.payins.create(payin())).status, 'unknown')
    assert.equal(two.transport.sent.length, 0)
    assert.ok(Math.max(...one.clock.slept) <= 250)
  })

  it('get an unknown payin when the lease does not end in time', async () => {
    const reply = held(paid as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    void one.payments.payins.create(payin())
    await until(() => reply.written)
    // The journal's own clock stands still, as far as the other process can tell.
    const findOperation = one.journal.findOperation.bind(one.journal)
    Object.assign(one.journal, {
      findOperation: async (key: never) => ({ ...(await findOperation(key)), leaseExpired: false }),
    })
    assert.equal((await two.payments.payins.create(payin())).status, 'unknown')
    assert.equal(two.transport.sent.length, 0)
    reply.release()
  })

  it('give a sender that comes back after its lease the truth, and the journal too', async () => {
    const reply = held(paid as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    const first = one.payments.payins.create(payin())
    await until(() => reply.written)
    assert.equal((await two.payments.payins.create(payin())).status, 'unknown')
    reply.release()
    assert.equal((await first).status, 'succeeded')
    assert.equal((await two.payments.payins.create(payin())).status, 'succeeded')
  })

  it('give a sender that was refused after its lease its error, and both may try again', async () => {
    const reply = held(refused(402, 'poor') as never)
    const one = await world({ transport: replies({ '/charges': [reply.reply] }) })
    const two = await beside(
      one,
      scripted(() => paidAs('ch_second')),
    )
    const first = one.payments.payins.create(payin())
    await until(() => reply.written)
    assert.equal((await two.payments.payins.create(payin())).status, 'unknown')
    reply.release()
    await assert.rejects(first, { code: 'insufficient_funds' })
    assert.equal((await two.payments.payins.create(payin())).status, 'succeeded')
  })

  it('do not send again when the first was refused by its token after its lease', async () => {
    const reply = held(refused(401, 'who') as never)
    const login = answer(200, { token: 'one', seconds: 86_400 })
    const providers = () => [tokened({ apiKey: KEY })]
    const transport = replies({ '/login': [login, login], '/charges': [reply.reply, paid] })
    const one = await world({ transport, providers: providers() })
    const two = await beside(one, replies({}), providers())
    const first = one.payments.payins.create(payin())
    await until(() => reply.written)
    assert.equal((await two.payments.payins.create(payin())).status, 'unknown')
    reply.release()
    await assert.rejects(first, { code: 'authentication_failed' })
    assert.equal(await stateOf(one.journal), 'ABSENT')
    assert.equal(transport.sent.filter(({ path }) => path === '/charges').length, 1)
  })

  it('do not tell the second of a refused token while the first renews it', async () => {
    const renewal = held(answer(200, { token: 'two', seconds: 86_400 }) as never)
    const providers = () => [tokened({ apiKey: KEY })]
    const charge = held(refused(401, 'who') as never)
    const one = await world({
      transport: replies({
        '/login': [answer(200, { token: 'one', seconds: 86_400 }), renewal.reply],
        '/charges': [charge.reply, paid],
      }),
      providers: providers(),
    })
    const two = await beside(
      one,
      replies({ '/login': [answer(200, { token: 'three', seconds: 86_400 })], '/charges': [paidAs('ch_second')] }),
      providers(),
    )
    const first = one.payments.payins.create(payin())
    await until(() => charge.written)
    const second = ended(two.payments.payins.create(payin()))
    await until(() => one.clock.slept.length > 0)
    charge.release()
    await until(() => renewal.written)
    await new Promise((resolve) => setTimeout(resolve, 20))
    renewal.release()
    // An error would have said that this payment was not made and never will be.
    assert.equal((await first).status, 'succeeded')
    assert.equal(await second, 'succeeded')
    const charges = [one, two].flatMap(({ transport }) => transport.sent.filter(({ path }) => path === '/charges'))
    assert.equal(charges.length, 2)
  })
})
