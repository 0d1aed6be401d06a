import assert from 'node:assert/strict'
import type { ContainerModule } from 'inversify'
import { defineProvider, lookup, type MappingContext, type PayinAnswer } from '../../src/index.js'
import {
  KEY,
  acme,
  charge,
  chargePerson,
  createPerson,
  definition,
  findCharges,
  findable,
  lookups,
  qr,
  type QrPayin,
} from '../support/acme.js'
import { answer, refused, replies, silence, type Reply } from '../support/transport.js'
import { beside, payin, stateOf, until, world } from '../support/world.js'

const says = (status: string, more: object = {}) => answer(200, { id: 'ch_1', status, ...more })
const refresh = { refresh: true }
const order = { reference: 'order-1' }

const asked = (
  byPath: Readonly<Record<string, readonly Reply[]>>,
  providers: readonly ContainerModule[] = [findable({ apiKey: KEY })],
) => world({ transport: replies(byPath), providers })

describe('refresh of an unknown outcome by our reference', () => {
  const found = answer(200, [{ id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 }])

  it('finds the payin and records it, without sending anything that could move money', async () => {
    const { payments, transport, journal } = await asked({ '/charges': [silence, found] })
    const created = await payments.payins.create(payin())
    assert.equal(created.status, 'unknown')
    const asking = await payments.payins.retrieve(order, refresh)
    assert.deepEqual([asking?.status, asking?.providerId, asking?.id], ['succeeded', 'ch_9', created.id])
    assert.deepEqual(
      transport.sent.map(({ method, path }) => `${method} ${path}`),
      ['POST /charges', 'GET /charges?reference=order-1'],
    )
    assert.equal(await stateOf(journal), 'SUCCEEDED')
    assert.deepEqual(await payments.payins.create(payin()), asking)
  })

  it('uses kept connections for a call that can be looked up', async () => {
    const { payments, transport } = await asked({ '/charges': [silence, found] })
    await payments.payins.create(payin())
    await payments.payins.retrieve(order, refresh)
    assert.deepEqual(
      transport.sent.map(({ fresh }) => fresh),
      [false, false],
    )
  })

  it('leaves it unknown when there is no trace: absence is decided elsewhere', async () => {
    const { payments, transport, journal } = await asked({ '/charges': [silence, answer(200, [])] })
    const created = await payments.payins.create(payin())
    assert.deepEqual(await payments.payins.retrieve(order, refresh), created)
    assert.equal(await stateOf(journal), 'UNKNOWN')
    assert.deepEqual(await payments.payins.create(payin()), created)
    assert.equal(transport.sent.length, 2)
  })

  it('leaves it unknown where the adapter cannot look it up', async () => {
    const { payments, transport } = await asked({ '/charges': [silence] }, [acme({ apiKey: KEY })])
    const created = await payments.payins.create(payin())
    assert.deepEqual(await payments.payins.retrieve(order, refresh), created)
    assert.equal(transport.sent.length, 1)
  })

  it('leaves it unknown when the adapter swallows that there is no trace', async () => {
    const create = async (command: QrPayin, context: MappingContext): Promise<PayinAnswer> =>
      charge(command, context).catch(() => ({ providerId: 'made-up', status: 'failed' as const }))
    const swallowing = defineProvider({ ...definition, lookups, payins: { qr_code: { ...qr, create } } })
    const { payments, journal } = await asked({ '/charges': [silence, answer(200, [])] }, [swallowing({ apiKey: KEY })])
    await payments.payins.create(payin())
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'unknown')
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('does not ask about what was proved to be not executed', async () => {
    const { payments, transport } = await asked({ '/charges': [refused(402, 'poor')] })
    await assert.rejects(payments.payins.create(payin()))
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'failed')
    assert.equal(transport.sent.length, 1)
  })

  it('rejects when the look-up fails, and it stays unknown', async () => {
    const { payments } = await asked({ '/charges': [silence, refused(404, 'where')] })
    await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), { code: 'not_found' })
    assert.equal((await payments.payins.retrieve(order))?.status, 'unknown')
  })

  it('records nothing over a payment that is just being sent', async () => {
    let release = (): void => undefined
    const slow: Reply = {
      ...says('waiting'),
      meanwhile: () => new Promise<void>((resolve) => (release = resolve)),
    }
    const one = await asked({ '/charges': [slow] })
    const two = await beside(one, replies({ '/charges': [found] }), [findable({ apiKey: KEY })])
    const first = one.payments.payins.create(payin())
    await until(() => one.transport.sent.length === 1)
    assert.equal((await two.payments.payins.retrieve(order, refresh))?.status, 'unknown')
    release()
    assert.equal((await first).status, 'pending')
    assert.equal((await two.payments.payins.retrieve(order))?.status, 'pending')
  })

  it('resolves a payin whose sender has died', async () => {
    const one = await asked({ '/charges': [{ ...silence, meanwhile: () => new Promise(() => undefined) }] })
    void one.payments.payins.create(payin())
    await until(() => one.transport.sent.length === 1)
    one.clock.advance(3_600_000)
    const two = await beside(one, replies({ '/charges': [found] }), [findable({ apiKey: KEY })])
    assert.equal((await two.payments.payins.retrieve(order, refresh))?.status, 'succeeded')
    assert.equal(await stateOf(one.journal), 'SUCCEEDED')
  })
})

describe('refresh of an unknown preparing step', () => {
  const people = [
    lookup(createPerson, async ({ reference }, { call }) => {
      const [found] = await call(findCharges, { reference: `person-${reference}` })
      return found && { person: found.id }
    }),
  ]
  const provider = defineProvider({
    ...definition,
    lookups: people,
    payins: { qr_code: { ...qr, create: chargePerson } },
  })
  const providers = () => [provider({ apiKey: KEY })]
  const person = answer(200, [{ id: 'p_1', status: 'kept' }])

  it('that is found lets the same reference go on after it', async () => {
    const paid = says('paid')
    const { payments, transport, journal } = await asked(
      { '/persons': [silence], '/charges': [person, paid] },
      providers(),
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    const asking = await payments.payins.retrieve(order, refresh)
    assert.deepEqual([asking?.status, asking?.reason?.code], ['failed', 'interrupted'])
    assert.equal(await stateOf(journal), 'ABSENT')
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    assert.deepEqual(
      transport.sent.map(({ method, path }) => `${method} ${path}`),
      ['POST /persons', 'GET /charges?reference=person-order-1', 'POST /charges'],
    )
    assert.match(String(transport.sent[2]!.body), /"person":"p_1"/)
  })

  it('that is not found leaves the payin unknown', async () => {
    const { payments, journal } = await asked({ '/persons': [silence], '/charges': [answer(200, [])] }, providers())
    await payments.payins.create(payin())
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'unknown')
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('is not looked up again once it is known to be done', async () => {
    const all = defineProvider({
      ...definition,
      lookups: [...people, ...lookups],
      payins: { qr_code: { ...qr, create: chargePerson } },
    })
    const transport = replies({
      '/persons': [answer(200, { person: 'p_1' })],
      '/charges': [silence, answer(200, [{ id: 'ch_1', status: 'paid', reference: 'order-1' }])],
    })
    const { payments } = await world({ transport, providers: [all({ apiKey: KEY })] })
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'succeeded')
    assert.equal(transport.sent.at(-1)!.path, '/charges?reference=order-1')
  })
})
