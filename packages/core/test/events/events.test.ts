import assert from 'node:assert/strict'
import type { ContainerModule } from 'inversify'
import { memoryJournal, type Journal, type Payin, type PaymentEvent } from '../../src/index.js'
import { KEY, acme, findable, prepared, tokened } from '../support/acme.js'
import { answer, refused, replies, silence, unreachable, type Reply } from '../support/transport.js'
import { beside, payin, until, world, type World } from '../support/world.js'

const found = (reference: string, status: string): Reply =>
  answer(200, { id: `ch_${reference}`, status, reference, amount: 150000 })

const made = (reference: string) => found(reference, 'waiting')
const FAST = { everyMs: 2 }

const platformWith = (charges: readonly Reply[], journal: Journal = memoryJournal()): Promise<World> =>
  world({ transport: replies({ '/charges': charges }), providers: [findable({ apiKey: KEY })], journal })

const shown = (events: readonly PaymentEvent[]) => events.map(({ type, object }) => `${type} ${object.reference}`)

const collector = () => {
  const events: PaymentEvent[] = []
  return { events, handler: (event: PaymentEvent) => void events.push(event) }
}

describe('events', () => {
  it('tell each status that a payment comes to, once it is recorded', async () => {
    const found1 = answer(200, [{ id: 'ch_order-1', status: 'paid', reference: 'order-1', amount: 150000 }])
    const { payments } = await platformWith([silence, found1, refused(402, 'poor')])
    const { events, handler } = collector()
    await payments.events.subscribe(handler, { name: 'ledger', ...FAST })
    await payments.payins.create(payin())
    await until(() => events.length === 1)
    await payments.recover()
    await payments.payins.create(payin({ reference: 'order-2' })).catch(() => undefined)
    await until(() => events.length === 3)
    assert.deepEqual(shown(events), ['payin.unknown order-1', 'payin.succeeded order-1', 'payin.failed order-2'])
    const [unknown, succeeded] = events
    assert.equal(unknown?.object.status, 'unknown', 'as it was then')
    assert.deepEqual(succeeded?.object, await payments.payins.retrieve({ reference: 'order-1' }))
    assert.equal(succeeded?.merchant, 'default')
    assert.equal(succeeded.occurredAt, succeeded.object.updatedAt)
    assert.equal(new Set(events.map(({ id }) => id)).size, 3)
  })

  it('do not tell what one call has come to on its way: a preparation, a token that was renewed, another account', async () => {
    const named = (name: string) => acme({ apiKey: KEY, name, baseUrl: `https://${name}.test` })
    const person = answer(200, { person: 'p_1' })
    const poor = refused(402, 'poor')
    const login = answer(200, { token: 'one', seconds: 86_400 })
    const calls: readonly (readonly [Readonly<Record<string, readonly Reply[]>>, readonly ContainerModule[]])[] = [
      [{ '/persons': [person, person], '/charges': [made('order-1'), poor] }, [prepared({ apiKey: KEY })]],
      [
        { '/login': [login, login], '/charges': [refused(401, 'who'), made('order-1'), poor] },
        [tokened({ apiKey: KEY })],
      ],
      [{ '/charges': [refused(401, 'who'), made('order-1'), poor, poor] }, [named('first'), named('second')]],
    ]
    for (const [byPath, providers] of calls) {
      const { payments } = await world({ transport: replies(byPath), providers })
      const { events, handler } = collector()
      await payments.events.subscribe(handler, { name: 'ledger', ...FAST })
      await payments.payins.create(payin())
      await payments.payins.create(payin({ reference: 'order-2' })).catch(() => undefined)
      await until(() => events.length >= 2)
      assert.deepEqual(shown(events), ['payin.pending order-1', 'payin.failed order-2'])
    }
  })

  it('tell of a call that was interrupted on its way, once nobody can go on with it', async () => {
    const transport = replies({ '/persons': [answer(200, { person: 'p_1' })], '/charges': [unreachable] })
    const { payments, journal, clock } = await world({ transport, providers: [prepared({ apiKey: KEY })] })
    const { events, handler } = collector()
    await payments.events.subscribe(handler, { name: 'ledger', ...FAST })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    const early = await payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
    assert.deepEqual([early?.status, events.length], ['failed', 0], 'the call may still be under way')
    clock.advance(5 * 60_000)
    await payments.recover()
    await until(() => events.length === 1)
    assert.deepEqual(shown(events), ['payin.failed order-1'])
    assert.equal((events[0]?.object as Payin).reason?.code, 'interrupted')
    const { operationId = '' } = events[0]?.object ?? {}
    const history = async () => (await journal.history('default', operationId)).length
    const before = await history()
    await payments.recover()
    assert.equal(await history(), before, 'it is told once')
  })

  it('go on after a restart from where they were, and lose nothing that happened meanwhile', async () => {
    const inner = memoryJournal()
    const journal = { ...inner, close: async () => undefined }
    const one = await platformWith([made('a')], journal)
    const first = collector()
    await one.payments.events.subscribe(first.handler, { name: 'ledger', ...FAST })
    await one.payments.payins.create(payin({ reference: 'a' }))
    await until(() => first.events.length === 1)
    await one.payments.close()
    const two = await platformWith([made('b')], journal)
    await two.payments.payins.create(payin({ reference: 'b' }))
    await two.payments.close()
    const three = await platformWith([made('c')], journal)
    const second = collector()
    await three.payments.events.subscribe(second.handler, { name: 'ledger', ...FAST })
    await three.payments.payins.create(payin({ reference: 'c' }))
    await until(() => second.events.length === 2)
    assert.deepEqual(shown(second.events), ['payin.pending b', 'payin.pending c'])
    assert.deepEqual(await three.payments.events.subscribers(), [{ name: 'ledger', behind: 0 }])
  })

  it('are told again to a handler that fails, in order for each object, while those of others go on', async () => {
    const paid = answer(200, [{ id: 'ch_a', status: 'paid', reference: 'a', amount: 150000 }])
    const platform = await platformWith([silence, paid, made('b')])
    const { payments, clock } = platform
    const told: string[] = []
    let fails = true
    await payments.events.subscribe(
      (event) => {
        if (fails && event.object.reference === 'a') throw new Error('the ledger is down')
        told.push(`${event.type} ${event.object.reference}`)
      },
      { name: 'ledger', ...FAST },
    )
    await payments.payins.create(payin({ reference: 'a' }))
    await payments.recover()
    await payments.payins.create(payin({ reference: 'b' }))
    await until(() => told.length === 1)
    assert.deepEqual(told, ['payin.pending b'])
    const untold = await payments.events.untold('ledger')
    assert.deepEqual(
      untold.map(({ event, tries, cause }) => [event.type, tries, cause]),
      [
        ['payin.unknown', 1, 'the ledger is down'],
        ['payin.succeeded', 0, 'behind another'],
      ],
    )
    fails = false
    clock.advance(999)
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(told.length, 1, 'not before its time')
    clock.advance(1)
    await until(() => told.length === 3)
    assert.deepEqual(told.slice(1), ['payin.unknown a', 'payin.succeeded a'])
    assert.deepEqual(await payments.events.untold('ledger'), [])
  })

  it('are given up after many failures, shown to a person, and told when he says so', async () => {
    const platform = await platformWith([made('a'), made('b')])
    const { payments, clock, log } = platform
    let calls = 0
    let fails = true
    await payments.events.subscribe(
      () => {
        calls += 1
        if (fails) throw new Error('no')
      },
      { name: 'ledger', ...FAST },
    )
    await payments.payins.create(payin({ reference: 'a' }))
    for (let tries = 1; tries <= 16; tries += 1) {
      await until(() => calls === tries)
      // What came of it is stored before the time goes on.
      await until(async () => (await payments.events.untold('ledger'))[0]?.tries === tries)
      clock.advance(60 * 60_000)
    }
    const [untold] = await payments.events.untold('ledger')
    assert.deepEqual([untold?.tries, untold?.nextTryAt], [16, undefined])
    assert.ok(log.some(({ message }) => message === 'event needs attention'))
    await assert.rejects(payments.events.retry('ledger', 'ev_1'), { code: 'not_found' })
    fails = false
    await payments.events.retry('ledger', untold?.event.id ?? '')
    await until(() => calls === 17)
    await until(async () => (await payments.events.untold('ledger')).length === 0)
  })

  it('are told by one of several processes, and by another one when that one stops', async () => {
    const one = await platformWith([made('a'), made('c')])
    const two = await beside(one, replies({ '/charges': [made('b')] }), [findable({ apiKey: KEY })])
    const [first, second] = [collector(), collector()]
    const subscription = await one.payments.events.subscribe(first.handler, { name: 'ledger', ...FAST })
    await two.payments.events.subscribe(second.handler, { name: 'ledger', ...FAST })
    await one.payments.payins.create(payin({ reference: 'a' }))
    await two.payments.payins.create(payin({ reference: 'b' }))
    await until(() => first.events.length === 2)
    assert.equal(second.events.length, 0)
    await subscription.stop()
    await one.payments.payins.create(payin({ reference: 'c' }))
    one.clock.advance(5_000)
    const takenOver = await two.payments.events.subscribe(second.handler, { name: 'ledger', ...FAST })
    await until(() => second.events.length === 1)
    assert.deepEqual(shown([...first.events, ...second.events]), [
      'payin.pending a',
      'payin.pending b',
      'payin.pending c',
    ])
    await takenOver.stop()
  })

  it('of one merchant are told to those who ask for that one', async () => {
    const { payments } = await platformWith([made('a'), answer(200, { id: 'ch_b', status: 'waiting' })])
    const [all, shop] = [collector(), collector()]
    await payments.events.subscribe(all.handler, { name: 'ledger', ...FAST })
    await payments.for('shop').events.subscribe(shop.handler, { name: 'ledger', ...FAST })
    await payments.payins.create(payin({ reference: 'a' }))
    await payments.for('shop').payins.create(payin({ reference: 'b' }))
    await until(() => all.events.length === 2 && shop.events.length === 1)
    assert.deepEqual(shown(shop.events), ['payin.pending b'])
    await payments.for('shop').events.unsubscribe('ledger')
    assert.deepEqual(
      (await payments.events.subscribers()).map(({ merchant }) => merchant),
      [undefined],
    )
  })

  it('are waited for when the platform is closed, and none is told afterwards', async () => {
    const { payments } = await platformWith([made('a')])
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let begun = false
    await payments.events.subscribe(
      () => {
        begun = true
        return held
      },
      { name: 'ledger', ...FAST },
    )
    await payments.payins.create(payin({ reference: 'a' }))
    await until(() => begun)
    let closed = false
    const closing = payments.close().then(() => (closed = true))
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(closed, false)
    release()
    await closing
  })

  it('say what they expect of whoever subscribes', async () => {
    const { payments } = await platformWith([])
    const subscribe = payments.events.subscribe.bind(payments.events) as (...args: unknown[]) => Promise<unknown>
    await assert.rejects(subscribe(undefined, { name: 'a' }), { message: /handler: expected a function/ })
    for (const options of [
      undefined,
      {},
      { name: '' },
      { name: 'a b' },
      { name: 'a', everyMs: 0 },
      { name: 'a', x: 1 },
    ]) {
      await assert.rejects(
        subscribe(() => undefined, options),
        { code: 'invalid_request' },
      )
    }
  })
})
