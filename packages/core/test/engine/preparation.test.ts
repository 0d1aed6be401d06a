import assert from 'node:assert/strict'
import { memoryJournal } from '../../src/index.js'
import { KEY, prepared } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { failingAt } from '../support/journal.js'
import { answer, bodyOf, refused, replies, silence, unreachable, type Reply } from '../support/transport.js'
import { operationOf, payin, stateOf, until, world, ended } from '../support/world.js'

const person = answer(200, { person: 'p_1' })
const paid = answer(201, { id: 'ch_1', status: 'paid' })
const paths = (transport: { readonly sent: readonly { readonly path: string }[] }) =>
  transport.sent.map(({ path }) => path)

const steps = (byPath: Readonly<Record<string, readonly Reply[]>>) =>
  world({ transport: replies(byPath), providers: [prepared({ apiKey: KEY })] })

describe('a payin with a preparing step', () => {
  it('does both, and the second carries what the first answered', async () => {
    const { payments, transport, journal } = await steps({ '/persons': [person], '/charges': [paid] })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    assert.deepEqual(paths(transport), ['/persons', '/charges'])
    assert.deepEqual(bodyOf(transport.sent[1]!), { reference: 'order-1', amount: 150000, person: 'p_1' })
    const { steps: done, attempt, step } = await operationOf(journal)
    assert.deepEqual([done, attempt, step], [{ 'create-person': '{"person":"p_1"}' }, 2, 'create-charge'])
  })

  const second: readonly (readonly [string, Reply, string])[] = [
    ['no connection', unreachable, 'provider_unavailable'],
    ['refused credentials', refused(401, 'who'), 'authentication_failed'],
  ]
  for (const [what, reply, code] of second) {
    it(`goes on after the step when the same reference is used after ${what}`, async () => {
      const { payments, transport } = await steps({ '/persons': [person], '/charges': [reply, paid] })
      await assert.rejects(payments.payins.create(payin()), { code })
      assert.equal((await payments.payins.retrieve({ reference: 'order-1' }))?.status, 'failed')
      assert.equal((await payments.payins.create(payin())).status, 'succeeded')
      assert.equal(paths(transport).filter((path) => path === '/persons').length, 1)
    })
  }

  it('does not repeat the step after a refusal of the payment, however often it is refused', async () => {
    const { payments, transport } = await steps({
      '/persons': [person, person, person],
      '/charges': [refused(402, 'poor'), refused(402, 'poor'), paid],
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'insufficient_funds' })
    await assert.rejects(payments.payins.create(payin()), { code: 'insufficient_funds' })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    assert.deepEqual(paths(transport), ['/persons', '/charges', '/charges', '/charges'])
  })

  it('is unknown when the payment is, and nothing is sent again', async () => {
    const { payments, transport, journal } = await steps({ '/persons': [person], '/charges': [silence, paid] })
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.deepEqual(paths(transport), ['/persons', '/charges'])
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('is unknown when the step is, and nothing is sent again', async () => {
    const { payments, transport, journal } = await steps({ '/persons': [silence, person], '/charges': [paid] })
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.deepEqual(paths(transport), ['/persons'])
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('throws when the step is refused, and does it again at the next call', async () => {
    const { payments, transport, journal } = await steps({
      '/persons': [refused(400, 'no'), person],
      '/charges': [paid],
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_rejected' })
    assert.equal(await stateOf(journal), 'DECLINED')
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    assert.deepEqual(paths(transport), ['/persons', '/persons', '/charges'])
  })

  it('goes on after the step in another process when the first one dies between the two', async () => {
    let reached = false
    const clock = manualClock()
    const journal = memoryJournal({ clock })
    // The connection for the second call never opens, and then the process is gone.
    const hangs: Reply = await Promise.resolve(paid)
    const dying = replies({ '/persons': [person] })
    const send = dying.send.bind(dying)
    dying.send = (request) => {
      if (request.path === '/persons') return send(request)
      reached = true
      return new Promise(() => undefined)
    }
    const first = await world({ transport: dying, journal, clock, providers: [prepared({ apiKey: KEY })] })
    void first.payments.payins.create(payin())
    await until(() => reached)
    assert.equal(await stateOf(journal), 'NOT_SENT')
    const transport = replies({ '/charges': [hangs] })
    const second = await world({ transport, journal, clock, providers: [prepared({ apiKey: KEY })] })
    assert.equal((await second.payments.payins.retrieve({ reference: 'order-1' }))?.reason?.code, 'interrupted')
    assert.equal((await second.payments.payins.create(payin())).status, 'succeeded')
    assert.deepEqual(paths(transport), ['/charges'])
    assert.deepEqual(bodyOf(transport.sent[0]!), { reference: 'order-1', amount: 150000, person: 'p_1' })
  })

  it('sends no payment when the step cannot be recorded', async () => {
    const clock = manualClock()
    const transport = replies({ '/persons': [person], '/charges': [paid] })
    const journal = failingAt(memoryJournal({ clock }), 'record')
    const { payments } = await world({ transport, journal, clock, providers: [prepared({ apiKey: KEY })] })
    const status = await ended(payments.payins.create(payin()))
    assert.ok(['unknown', 'journal_unavailable'].includes(status), status)
    assert.deepEqual(paths(transport), ['/persons'])
  })

  it('does the step again at another account: what one account knows, the other does not', async () => {
    const transport = replies({
      '/persons': [person, answer(200, { person: 'p_of_second' })],
      '/charges': [refused(402, 'poor'), paid],
    })
    const providers = [prepared({ apiKey: KEY, name: 'first' }), prepared({ apiKey: 'key-of-second', name: 'second' })]
    const { payments } = await world({ transport, providers })
    const created = await payments.payins.create(payin())
    assert.deepEqual([created.status, created.provider], ['succeeded', 'second'])
    assert.deepEqual(paths(transport), ['/persons', '/charges', '/persons', '/charges'])
    assert.deepEqual(bodyOf(transport.sent[3]!), { reference: 'order-1', amount: 150000, person: 'p_of_second' })
  })
})
