import assert from 'node:assert/strict'
import { defineProvider, lookup, type CreatePayout } from '../../src/index.js'
import { KEY, definition, lookups, toBank } from '../support/acme.js'
import { answer, replies, scripted, silence, type Reply } from '../support/transport.js'
import { payin, payout, world } from '../support/world.js'

const sent = answer(200, { id: 'tr_1', status: 'sent' })
const NOT = { outcome: 'not_executed', evidence: 'not in the panel', by: 'dewi' } as const

/** A call that is refused by the journal has opened its connection already, and taken a reply with it. */
const platform = (transfers: readonly Reply[], limits = {}) =>
  world({ transport: replies({ '/transfers': transfers }), limits })

const to = (reference: string, accountNumber: string): CreatePayout => ({
  ...payout({ reference }),
  destination: { type: 'bank_account', bankCode: '007', accountName: 'Ana Gómez', accountNumber },
})

describe('a payout at a provider that cannot be asked', () => {
  it('is refused while another one of the amount to the recipient is unresolved, under whatever reference', async () => {
    const { payments, transport } = await platform([silence, sent, sent, sent])
    const first = await payments.payouts.create(to('a', '123-456'))
    await assert.rejects(payments.payouts.create(to('b', '123456')), {
      code: 'unresolved_operation',
      blockedBy: first.operationId,
    })
    assert.equal(transport.sent.length, 1)
    assert.equal((await payments.payouts.create(to('c', '999'))).status, 'succeeded')
    const other = { ...to('d', '123-456'), amount: { amount: '1500.51', currency: 'COP' } }
    assert.equal((await payments.payouts.create(other)).status, 'succeeded')
  })

  it('is sent all the same when the caller knows of the other one, and then both stand in the way', async () => {
    const { payments } = await platform([silence, silence, sent, sent])
    const first = await payments.payouts.create(to('a', '1'))
    const acknowledged = { ...to('b', '1'), acknowledgeUnresolved: first.operationId }
    const second = await payments.payouts.create(acknowledged)
    assert.equal(second.status, 'unknown')
    const create = (known: string) => payments.payouts.create({ ...to('c', '1'), acknowledgeUnresolved: known })
    await assert.rejects(create(first.operationId), { code: 'unresolved_operation', blockedBy: second.operationId })
    // Who knows of the second one knows of the first, which it has named.
    assert.equal((await create(second.operationId)).status, 'succeeded')
    assert.equal((await payments.payouts.create(to('b', '1'))).id, second.id, 'the same payout, with or without')
  })

  it('is free again when the other one is settled', async () => {
    const { payments } = await platform([silence, sent])
    const { operationId } = await payments.payouts.create(to('a', '1'))
    await payments.operations.settle(operationId, NOT)
    assert.equal((await payments.payouts.create(to('b', '1'))).status, 'succeeded')
  })

  it('waits for another one that is being sent', async () => {
    let release = (): void => undefined
    const slow = { ...sent, meanwhile: () => new Promise<void>((resolve) => (release = resolve)) }
    const { payments, transport } = await platform([slow, sent, sent])
    const first = payments.payouts.create(to('a', '1'))
    while (transport.sent.length === 0) await new Promise(setImmediate)
    const second = payments.payouts.create(to('b', '1'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(transport.sent.length, 1)
    release()
    assert.deepEqual([(await first).status, (await second).status], ['succeeded', 'succeeded'])
  })

  it('refuses to acknowledge what is not there', async () => {
    const { payments, transport } = await platform([sent])
    await assert.rejects(payments.payouts.create({ ...to('a', '1'), acknowledgeUnresolved: 'op_0' }), {
      code: 'invalid_request',
      message: /acknowledgeUnresolved/,
    })
    assert.equal(transport.sent.length, 0)
  })

  it('is refused when too many are unresolved at the account, until some are settled', async () => {
    const { payments, transport } = await platform([silence, silence, silence, silence, silence, sent], {
      circuit: false,
    })
    const unknown = []
    for (const reference of ['a', 'b', 'c', 'd', 'e'])
      unknown.push(await payments.payouts.create(to(reference, reference)))
    await assert.rejects(payments.payouts.create(to('f', 'f')), {
      code: 'provider_unavailable',
      message: /5 payouts at acme/,
    })
    assert.equal(transport.sent.length, 5)
    await payments.operations.settle(unknown[0]?.operationId ?? '', NOT)
    assert.equal((await payments.payouts.create(to('f', 'f'))).status, 'succeeded')
  })

  it('is refused when too many payouts are unresolved, however many older payins are unknown too', async () => {
    const { payments, transport } = await platform([], { circuit: false, unresolved: 1 })
    for (let index = 0; index < 12; index += 1) {
      assert.equal((await payments.payins.create(payin({ reference: `order-${String(index)}` }))).status, 'unknown')
    }
    assert.equal((await payments.payouts.create(to('a', 'a'))).status, 'unknown')
    await assert.rejects(payments.payouts.create(to('b', 'b')), { message: /1 payouts at acme/ })
    assert.equal(transport.sent.length, 13)
  })

  it('is refused in its turn too: of many that come at once no more are sent than may be unresolved', async () => {
    const transport = scripted(() => silence)
    const { payments } = await world({ transport, limits: { circuit: false, writes: 1, unresolved: 3 } })
    const calls = Array.from({ length: 30 }, (_, index) =>
      payments.payouts.create(to(`p-${String(index)}`, String(index))),
    )
    await Promise.allSettled(calls)
    // The outcome of the last one may not be recorded yet when the next has its turn.
    assert.ok(transport.sent.length <= 4, `${String(transport.sent.length)} were sent`)
  })

  it('is refused at any account: by its name, and by the router where silence has closed the first one', async () => {
    const named = (name: string, more = {}) =>
      defineProvider({ ...definition, ...more, name })({ apiKey: KEY, baseUrl: `https://${name}.invalid/v1` })
    const transport = scripted(({ baseUrl }) => (baseUrl.includes('first') ? silence : sent))
    const { payments } = await world({
      transport,
      providers: [named('first'), named('second'), named('asked', { lookups })],
    })
    const unknown = []
    for (const account of ['1', '2', '3', '4', '5']) {
      const payout = await payments.payouts.create(to(`p-${account}`, account))
      assert.deepEqual([payout.status, payout.provider], ['unknown', 'first'])
      unknown.push(payout)
    }
    const refused = { code: 'unresolved_operation', blockedBy: unknown[0]?.operationId }
    await assert.rejects(payments.payouts.create(to('again', '1')), refused)
    for (const provider of ['second', 'asked'])
      await assert.rejects(payments.payouts.create({ ...to('again', '1'), provider }), refused)
    assert.equal((await payments.payouts.create(to('other', '6'))).provider, 'second')
    assert.equal(transport.sent.length, 6)
  })

  it('that gives back a payin waits for the one before it, whoever knows of that', async () => {
    const rupiah = defineProvider({
      ...definition,
      payouts: { bank_account: { ...toBank, currencies: { IDR: { decimals: 0 } } } },
    })
    const paid = answer(200, { id: 'ch_1', status: 'paid', reference: 'order-1', amount: 150000 })
    const { payments, transport } = await world({
      transport: replies({ '/charges': [paid], '/transfers': [silence, sent] }),
      providers: [rupiah({ apiKey: KEY })],
    })
    const { id } = await payments.payins.create(payin())
    const refund = (reference: string, accountNumber: string, acknowledgeUnresolved?: string) =>
      payments.refunds.create({
        ...{ payin: id, via: 'payout' as const, reference, amount: { amount: '50000', currency: 'IDR' } },
        destination: to(reference, accountNumber).destination,
        ...(acknowledgeUnresolved === undefined ? {} : { acknowledgeUnresolved }),
      })
    const first = await refund('r-1', '1')
    assert.equal(first.status, 'unknown')
    const refused = { code: 'unresolved_operation', blockedBy: first.operationId }
    for (const account of ['1', '2']) await assert.rejects(refund('r-2', account, first.operationId), refused)
    assert.equal(transport.sent.length, 2)
  })

  it('is none where the provider can be asked', async () => {
    const [createTransfer] = [toBank.create]
    const asked = defineProvider({
      ...definition,
      name: 'asked',
      lookups: [lookup({ ...transferEndpoint } as never, async () => undefined)],
      payouts: { bank_account: { ...toBank, create: createTransfer } },
    })
    const { payments } = await world({
      transport: replies({ '/transfers': [silence, sent] }),
      providers: [asked({ apiKey: KEY })],
    })
    await payments.payouts.create(to('a', '1'))
    assert.equal((await payments.payouts.create(to('b', '1'))).status, 'succeeded')
  })
})

const transferEndpoint = { name: 'create-transfer', effect: 'once', preparation: false }
