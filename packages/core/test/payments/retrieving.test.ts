import assert from 'node:assert/strict'
import { defineProvider, type Call } from '../../src/index.js'
import { KEY, definition, getCharge, toBank } from '../support/acme.js'
import { answer, replies } from '../support/transport.js'
import { payin, payout, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

describe('payins.retrieve', () => {
  it('finds a payin by id, by reference and by the provider id', async () => {
    const { payments } = await world({ transport: replies({ '/charges': [paid] }) })
    const created = await payments.payins.create(payin())
    assert.deepEqual(await payments.payins.retrieve({ id: created.id }), created)
    assert.deepEqual(await payments.payins.retrieve({ reference: 'order-1' }), created)
    assert.deepEqual(await payments.payins.retrieve({ provider: 'acme', providerId: 'ch_1' }), created)
  })

  it('finds nothing where there is nothing', async () => {
    const { payments } = await world({ transport: replies({ '/charges': [paid] }) })
    const { id } = await payments.payins.create(payin())
    assert.equal(await payments.payins.retrieve({ id: 'pi_0' }), undefined)
    assert.equal(await payments.payins.retrieve({ provider: 'other', providerId: 'ch_1' }), undefined)
    assert.equal(await payments.payouts.retrieve({ id }), undefined)
    assert.equal(await payments.payouts.retrieve({ reference: 'order-1' }, { refresh: true }), undefined)
  })

  for (const selector of [
    undefined,
    null,
    {},
    { id: '' },
    { id: 7 },
    { id: 'a', reference: 'b' },
    { providerId: 'a' },
    { provider: 'a' },
    { merchant: 'b', id: 'a' },
    ['id'],
    'pi_1',
  ]) {
    it(`refuses the selector ${JSON.stringify(selector)}`, async () => {
      const { payments } = await world({ transport: replies({}) })
      await assert.rejects(async () => payments.payins.retrieve(selector as never), {
        code: 'invalid_request',
        issues: [{ path: '', message: 'expected { id }, { reference } or { provider, providerId }, each a text' }],
      })
    })
  }

  it('refreshes a payout too', async () => {
    const bank = {
      ...toBank,
      retrieve: async (_: unknown, { call }: { call: Call }) => ({
        providerId: (await call(getCharge, { id: 'tr_1' })).id,
        status: 'succeeded' as const,
      }),
    }
    const provider = defineProvider({ ...definition, payouts: { bank_account: bank } })
    const transport = replies({
      '/transfers': [answer(200, { id: 'tr_1', status: 'queued' })],
      '/charges/tr_1': [answer(200, { id: 'tr_1', status: 'sent' })],
    })
    const { payments } = await world({ transport, providers: [provider({ apiKey: KEY })] })
    assert.equal((await payments.payouts.create(payout())).status, 'processing')
    assert.equal((await payments.payouts.retrieve({ reference: 'salary-1' }, { refresh: true }))?.status, 'succeeded')
  })

  it('says so where a payout cannot be asked about', async () => {
    const { payments } = await world({
      transport: replies({ '/transfers': [answer(200, { id: 'tr_1', status: 'queued' })] }),
    })
    await payments.payouts.create(payout())
    await assert.rejects(payments.payouts.retrieve({ reference: 'salary-1' }, { refresh: true }), {
      code: 'unsupported_operation',
      message: 'acme has no way to ask about one payout to a bank_account',
    })
  })
})
