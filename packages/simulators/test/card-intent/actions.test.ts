import assert from 'node:assert/strict'
import type { CardIntentTarget } from '@polyrail/simulators'
import { postJson } from '../support/client.js'
import { idOf, object } from '../support/samples.js'
import { PAYMENT_INTENT, startApi, sums, textOf } from './api.js'

describe('card-intent: actions', () => {
  it('settles now, and never twice', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay())
    assert.throws(() => api.simulator.actions.settle({ providerId: id }), { code: 'bad_action' })
    await api.capture(id, { amount: 2000 })
    assert.equal(api.simulator.actions.settle({ reference: 'pay-1' })['status'], 'PARTIAL_SETTLED')
    assert.throws(() => api.simulator.actions.settle({ providerId: id }), /nothing to settle/)
    await api.capture(id)
    assert.equal(api.simulator.actions.settle({ providerId: id })['status'], 'SETTLED')
    const { updated_at } = await api.retrieve(id)
    api.simulator.clock.advance(2 * 86_400_000)
    await api.logIn()
    assert.equal((await api.retrieve(id))['updated_at'], updated_at)
  })

  it('expires a hold now', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay())
    assert.deepEqual(sums(api.simulator.actions.expire({ providerId: id })), ['EXPIRED', 4590, 0, 0, 0])
    assert.throws(() => api.simulator.actions.expire({ providerId: id }), /is EXPIRED and holds nothing/)
    assert.equal((await api.capture(id)).status, 409)
  })

  it('charges back everything that is left', async () => {
    await using api = await startApi()
    const id = idOf(await api.pay({ operation: 'authcap' }))
    await api.refund(id)
    const before = await api.retrieve(id)
    const chargeback = api.simulator.actions.chargeback({ reference: 'pay-1' })
    const { id: chargebackId, updated_at, ...rest } = chargeback
    assert.deepEqual(rest, {
      type: 'CHARGEBACK',
      status: 'CAPTURED',
      order_amount: 3090,
      order_currency: 'USD',
      amount_authorized: 0,
      amount_captured: 3090,
      amount_voided: 0,
      amount_refunded: 0,
      external_id: 'pay-1',
    })
    assert.deepEqual(await api.retrieve(textOf(chargeback, 'id')), chargeback)
    assert.deepEqual(await api.retrieve(id), before)
    assert.equal(object(await api.get('/transaction?type=external_id&id=pay-1'))['id'], id)
    const { sequence, at, ...entry } = api.simulator.ledger.by('pay-1')[1] ?? {}
    assert.deepEqual(entry, {
      type: 'chargeback',
      endpoint: 'payer',
      providerId: chargebackId,
      parent: id,
      reference: 'pay-1',
      amount: '30.90',
      currency: 'USD',
    })
  })

  it('charges back no more than is left', async () => {
    await using api = await startApi()
    const providerId = idOf(await api.pay({ operation: 'authcap' }))
    const { actions, ledger } = api.simulator
    assert.throws(() => actions.chargeback({ providerId, amount: 4591n }), /4590 of trx_\w+ can be charged back/)
    assert.throws(() => actions.chargeback({ providerId, amount: 0n }), { code: 'bad_action' })
    assert.equal(actions.chargeback({ providerId, amount: 4000n })['order_amount'], 4000)
    assert.equal(actions.chargeback({ providerId })['order_amount'], 590)
    assert.throws(() => actions.chargeback({ providerId }), /^SimulatorError: 0 of/)
    assert.equal(ledger.count({ type: 'chargeback', parent: providerId }), 2)
  })

  it('charges back payments only', async () => {
    await using api = await startApi()
    const refund = idOf(await api.refund(idOf(await api.pay({ operation: 'authcap' }))))
    const authorised = idOf(await api.pay({ external_id: 'pay-2' }))
    assert.throws(() => api.simulator.actions.chargeback({ providerId: refund }), { code: 'bad_action' })
    assert.throws(() => api.simulator.actions.chargeback({ providerId: authorised }), { code: 'bad_action' })
  })

  for (const target of [
    {},
    { providerId: 'trx_1' },
    { reference: 7 },
    { providerId: 'a', reference: 'b' },
    null,
    'x',
  ]) {
    it(`finds nothing for ${JSON.stringify(target)}`, async () => {
      await using api = await startApi()
      for (const name of ['tokenize', 'checkout', 'settle', 'expire', 'chargeback'] as const) {
        assert.throws(() => api.simulator.actions[name](target as CardIntentTarget), { code: 'bad_action' })
      }
    })
  }

  it('does all of it from another process', async () => {
    await using api = await startApi()
    const act = async (name: string, input: unknown) =>
      object(await postJson(`${api.simulator.controlUrl}/actions/${name}`, input))
    await api.post('/intents/card', { external_id: 'user-7' })
    await api.post('/intents/payment', PAYMENT_INTENT)
    assert.match(
      String((await act('tokenize', { reference: 'user-7', card: { name: 'DECLINE' } }))['token']),
      /DECLINE$/,
    )
    const { redirectUrl } = await act('checkout', { reference: 'hosted-1', pan: '4000000000000002' })
    assert.match(String(redirectUrl), /^https:\/\/shop\.example\.com\/no\?trx_id=trx_/)
    const providerId = idOf(await api.pay())
    await api.capture(providerId, { amount: 2000 })
    assert.equal((await act('settle', { providerId }))['status'], 'PARTIAL_SETTLED')
    assert.equal((await act('expire', { providerId }))['status'], 'SETTLED')
    assert.equal((await act('chargeback', { providerId, amount: 500 }))['order_amount'], 500)
    assert.equal((await act('chargeback', { providerId, amount: 0.5 }))['code'], 'bad_action')
    assert.deepEqual(await act('revokeTokens', {}), {})
    assert.equal((await api.get(`/transactions/${providerId}`)).status, 401)
  })
})
