import assert from 'node:assert/strict'
import { defineProvider, lookup, type CreatePayout } from '../../src/index.js'
import { KEY, definition, toBank } from '../support/acme.js'
import { answer, replies, silence, type Reply } from '../support/transport.js'
import { payout, world } from '../support/world.js'

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
