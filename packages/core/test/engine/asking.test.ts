import assert from 'node:assert/strict'
import type { ContainerModule } from 'inversify'
import { defineProvider, memoryJournal, moneyFrom, type MappingContext, type PayinAnswer } from '../../src/index.js'
import { KEY, charge, definition, findable, getCharge, qr, type QrPayin } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { failingAt } from '../support/journal.js'
import { answer, refused, replies, scripted, silence, unreachable, type Reply } from '../support/transport.js'
import { operationOf, payin, stateOf, world } from '../support/world.js'

const waiting = answer(201, { id: 'ch_1', status: 'waiting' })
const says = (status: string, more: object = {}) => answer(200, { id: 'ch_1', status, ...more })
const refresh = { refresh: true }
const order = { reference: 'order-1' }

const asked = (
  byPath: Readonly<Record<string, readonly Reply[]>>,
  providers: readonly ContainerModule[] = [findable({ apiKey: KEY })],
) => world({ transport: replies(byPath), providers })

describe('refresh by the provider id', () => {
  it('records what the provider says', async () => {
    const { payments, journal, clock } = await asked({
      '/charges': [waiting],
      '/charges/ch_1': [says('paid', { amount: 150000 })],
    })
    await payments.payins.create(payin())
    clock.advance(60_000)
    const asking = await payments.payins.retrieve(order, refresh)
    assert.equal(asking?.status, 'succeeded')
    assert.equal(asking.createdAt, '2031-05-17T12:00:00.000Z')
    assert.equal(asking.updatedAt, '2031-05-17T12:01:00.000Z')
    assert.deepEqual(asking.raw, { id: 'ch_1', status: 'paid', amount: 150000 })
    assert.deepEqual(await payments.payins.retrieve({ id: asking.id }), asking)
    assert.deepEqual(await payments.payins.retrieve({ provider: 'findable', providerId: 'ch_1' }), asking)
    const { state, cause } = await operationOf(journal)
    assert.deepEqual([state, cause], ['SUCCEEDED', 'asked'])
  })

  it('is not asked for without being wanted', async () => {
    const { payments, transport } = await asked({ '/charges': [waiting] })
    await payments.payins.create(payin())
    assert.equal((await payments.payins.retrieve(order))?.status, 'pending')
    assert.equal((await payments.payins.retrieve(order, { refresh: false }))?.status, 'pending')
    assert.equal(transport.sent.length, 1)
  })

  const never: readonly (readonly [string, string, string])[] = [
    ['back from the end', 'paid', 'waiting'],
    ['from one end to another', 'paid', 'failed'],
    ['from one end to an expiry', 'declined', 'expired'],
    ['back from a hold', 'held', 'waiting'],
  ]
  for (const [what, before, later] of never) {
    it(`never moves a payin ${what}`, async () => {
      const { payments, journal } = await asked({ '/charges': [says(before)], '/charges/ch_1': [says(later)] })
      const created = await payments.payins.create(payin())
      const { version } = await operationOf(journal)
      assert.deepEqual(await payments.payins.retrieve(order, refresh), created)
      assert.equal((await operationOf(journal)).version, version)
    })
  }

  it('goes on from a hold to the payment', async () => {
    const { payments, journal } = await asked({ '/charges': [says('held')], '/charges/ch_1': [says('paid')] })
    await payments.payins.create(payin())
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'succeeded')
    assert.equal(await stateOf(journal), 'SUCCEEDED')
  })

  it('keeps the operation where the object ends in a way that the operation cannot', async () => {
    const { payments, journal } = await asked({ '/charges': [says('held')], '/charges/ch_1': [says('expired')] })
    await payments.payins.create(payin())
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'expired')
    assert.equal(await stateOf(journal), 'SUCCEEDED')
  })

  const foreign: readonly (readonly [string, Reply])[] = [
    ['id', answer(200, { id: 'ch_2', status: 'paid' })],
    ['reference', says('paid', { reference: 'order-2' })],
    ['amount', says('paid', { amount: 150001 })],
  ]
  for (const [what, reply] of foreign) {
    it(`changes nothing when the answer is about another ${what}`, async () => {
      const { payments } = await asked({ '/charges': [waiting], '/charges/ch_1': [reply] })
      const created = await payments.payins.create(payin())
      assert.deepEqual(await payments.payins.retrieve(order, refresh), created)
      assert.deepEqual(await payments.payins.retrieve(order), created)
    })
  }

  it('rejects when the provider cannot be reached, and the payin stays as it was', async () => {
    const { payments } = await asked({
      '/charges': [waiting],
      '/charges/ch_1': [unreachable, silence, answer(500, '')],
    })
    const created = await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), { code: 'provider_unavailable', retryable: true })
    assert.deepEqual(await payments.payins.retrieve(order), created)
  })

  it('rejects when the provider does not know the id', async () => {
    const { payments } = await asked({ '/charges': [waiting], '/charges/ch_1': [refused(404, 'where')] })
    const created = await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), { code: 'not_found', httpStatus: 404 })
    assert.deepEqual(await payments.payins.retrieve(order), created)
  })

  it('rejects with an error of ours when the answer holds an amount that is not exact', async () => {
    const { payments } = await asked({ '/charges': [waiting], '/charges/ch_1': [says('paid', { amount: 100.005 })] })
    await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), { code: 'invalid_provider_response' })
  })

  it('rejects with an error of ours when the journal cannot store what was said', async () => {
    const clock = manualClock()
    const journal = failingAt(memoryJournal({ clock }), 'observe')
    const transport = replies({ '/charges': [waiting], '/charges/ch_1': [says('paid')] })
    const { payments } = await world({ transport, journal, clock })
    await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), { code: 'journal_unavailable' })
  })

  it('leaves a payin as it is when the adapter finds nothing', async () => {
    const nothing = defineProvider({ ...definition, payins: { qr_code: { ...qr, retrieve: async () => undefined } } })
    const { payments } = await asked({ '/charges': [waiting] }, [nothing({ apiKey: KEY })])
    const created = await payments.payins.create(payin())
    assert.deepEqual(await payments.payins.retrieve(order, refresh), created)
  })

  it('is unsupported where the adapter cannot ask', async () => {
    const { retrieve: _, ...mute } = qr
    const { payments } = await asked({ '/charges': [waiting] }, [
      defineProvider({ ...definition, payins: { qr_code: mute } })({ apiKey: KEY }),
    ])
    await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), {
      code: 'unsupported_operation',
      message: 'acme has no way to ask about one qr_code',
    })
  })

  it('sends nothing that could move money, whatever the adapter calls', async () => {
    const retrieve = async (_: unknown, { call }: Pick<MappingContext, 'call'>): Promise<PayinAnswer> =>
      charge(payin() as QrPayin, { call, before: call, reference: 'order-1', now: 0 })
    const greedy = defineProvider({ ...definition, payins: { qr_code: { ...qr, retrieve } } })
    const { payments, transport } = await asked({ '/charges': [waiting, waiting] }, [greedy({ apiKey: KEY })])
    await payments.payins.create(payin())
    await assert.rejects(payments.payins.retrieve(order, refresh), { code: 'invalid_provider_response' })
    assert.equal(transport.sent.length, 1)
  })

  it('never moves a payin back when somebody else records its end while it is being read', async () => {
    const transport = replies({ '/charges': [waiting], '/charges/ch_1': [says('paid'), says('waiting')] })
    const { payments, journal } = await world({ transport })
    await payments.payins.create(payin())
    const operation = journal.operation.bind(journal)
    let other: Promise<unknown> | undefined
    Object.assign(journal, {
      operation: async (merchant: string, id: string) => {
        // The object was read already; its operation is read only after the other has recorded both.
        if (other === undefined) await (other = payments.payins.retrieve(order, refresh))
        return operation(merchant, id)
      },
    })
    assert.equal((await payments.payins.retrieve(order, refresh))?.status, 'succeeded')
    assert.equal((await payments.payins.retrieve(order))?.status, 'succeeded')
  })

  it('gives what somebody else recorded meanwhile', async () => {
    const transport = replies({ '/charges': [waiting], '/charges/ch_1': [says('paid'), says('paid')] })
    const { payments, journal } = await world({ transport })
    await payments.payins.create(payin())
    const both = await Promise.all([payments.payins.retrieve(order, refresh), payments.payins.retrieve(order, refresh)])
    assert.deepEqual(
      both.map((one) => one?.status),
      ['succeeded', 'succeeded'],
    )
    assert.equal(await stateOf(journal), 'SUCCEEDED')
  })
})

describe('what a mapping that only asks may do', () => {
  it('reads more than once and shows the last body', async () => {
    const retrieve = async (_: unknown, { call }: Parameters<typeof qr.retrieve>[1]): Promise<PayinAnswer> => {
      await call(getCharge, { id: 'ch_1' })
      const { id, amount } = await call(getCharge, { id: 'ch_1-fees' })
      return { providerId: id, status: 'succeeded', fee: moneyFrom(amount ?? 0, 'IDR') }
    }
    const provider = defineProvider({ ...definition, payins: { qr_code: { ...qr, retrieve } } })
    const transport = scripted(({ path }) =>
      path.endsWith('-fees') ? says('paid', { amount: 1500 }) : says('waiting'),
    )
    const { payments } = await world({ transport, providers: [provider({ apiKey: KEY })] })
    await payments.payins.create(payin())
    const asking = await payments.payins.retrieve(order, refresh)
    assert.deepEqual(asking?.fee, { amount: '1500', currency: 'IDR' })
    assert.deepEqual(asking.raw, { id: 'ch_1', status: 'paid', amount: 1500 })
  })
})
