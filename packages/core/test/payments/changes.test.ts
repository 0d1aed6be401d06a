import assert from 'node:assert/strict'
import type { CreatePayin } from '../../src/index.js'
import { refused, silence, unreachable } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { beside, world } from '../support/world.js'

const idr = (amount: string) => ({ amount, currency: 'IDR' })
const CARD: CreatePayin = {
  reference: 'order-1',
  amount: idr('10000'),
  method: { type: 'card', token: 'tok-1234567890' },
  capture: 'manual',
}

const held = async (over: Partial<CreatePayin> = {}) => {
  const vault = startVault()
  const platform = await world({ transport: vault.transport, providers: [vault.provider] })
  const payin = await platform.payments.payins.create({ ...CARD, ...over })
  return { ...platform, vault, payin, providers: [vault.provider] }
}
type Held = Awaited<ReturnType<typeof held>>

const verbs = ({ vault }: Held) => vault.books.map(({ verb, amount }) => `${verb} ${amount}`)

describe('payins.capture', () => {
  it('collects all that is left', async () => {
    const platform = await held()
    assert.equal(platform.payin.status, 'authorized')
    const captured = await platform.payments.payins.capture({ payin: platform.payin.id, reference: 'c-1' })
    assert.deepEqual(
      [captured.status, captured.id, captured.reference, captured.amountCaptured, captured.createdAt],
      ['succeeded', platform.payin.id, 'order-1', idr('10000'), platform.payin.createdAt],
    )
    assert.deepEqual(verbs(platform), ['held 10000', 'capture 10000'])
  })

  it('collects in parts, each under a reference of its own, and gives the last part without an amount', async () => {
    const platform = await held()
    const { payins } = platform.payments
    const { id } = platform.payin
    const first = await payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })
    assert.deepEqual([first.status, first.amountCaptured], ['partially_captured', idr('2500')])
    const last = await payins.capture({ payin: id, reference: 'c-2' })
    assert.deepEqual([last.status, last.amountCaptured], ['succeeded', idr('10000')])
    assert.deepEqual(verbs(platform), ['held 10000', 'capture 2500', 'capture 7500'])
  })

  it('is the same capture under the same reference', async () => {
    const platform = await held()
    const command = { payin: platform.payin.id, amount: idr('2500.00'), reference: 'c-1' }
    const first = await platform.payments.payins.capture(command)
    const again = await platform.payments.payins.capture({ ...command, amount: idr('2500') })
    assert.deepEqual(again, first)
    await assert.rejects(platform.payments.payins.capture({ ...command, amount: idr('2000') }), {
      code: 'idempotency_conflict',
    })
    assert.deepEqual(verbs(platform), ['held 10000', 'capture 2500'])
  })

  it('leaves the payin unknown until somebody knows, and stands in the way of other changes', async () => {
    const platform = await held()
    const { payins } = platform.payments
    const { id } = platform.payin
    platform.vault.faults.push({ verb: 'capture', executed: true })
    const unknown = await payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })
    assert.equal(unknown.status, 'unknown')
    assert.equal((await payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })).status, 'unknown')
    for (const change of [
      payins.capture({ payin: id, reference: 'c-2' }),
      payins.cancel({ payin: id, reference: 'v-1' }),
      platform.payments.refunds.create({ payin: id, reference: 'r-1' }),
    ]) {
      await assert.rejects(change, { code: 'unresolved_operation', blockedBy: unknown.operationId })
    }
    const known = await payins.retrieve({ id }, { refresh: true })
    assert.deepEqual([known?.status, known?.amountCaptured], ['partially_captured', idr('2500')])
    assert.equal((await platform.payments.operations.retrieve(unknown.operationId))?.status, 'succeeded')
    assert.equal((await payins.capture({ payin: id, reference: 'c-2' })).status, 'succeeded')
    assert.deepEqual(verbs(platform), ['held 10000', 'capture 2500', 'capture 7500'])
  })

  it('stays unknown where nothing has moved, or something else has', async () => {
    for (const meanwhile of [0, 1000]) {
      const platform = await held()
      const { id } = platform.payin
      platform.vault.faults.push({ verb: 'capture', executed: false })
      await platform.payments.payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })
      const [hold] = platform.vault.holds.values()
      hold!.captured += meanwhile
      const asked = platform.payments.payins.retrieve({ id }, { refresh: true })
      if (meanwhile === 0) assert.equal((await asked)?.status, 'unknown')
      else await assert.rejects(asked, { code: 'invalid_provider_response' })
      assert.equal((await platform.payments.payins.retrieve({ id }))?.status, 'unknown')
    }
  })

  it('gives the payin back as it was when nothing was sent, and may be tried again', async () => {
    const platform = await held()
    const { payins } = platform.payments
    const command = { payin: platform.payin.id, reference: 'c-1' }
    platform.vault.faults.push({ verb: 'capture', executed: false, reply: unreachable })
    await assert.rejects(payins.capture(command), { code: 'provider_unavailable' })
    const before = await payins.retrieve({ id: platform.payin.id })
    assert.deepEqual([before?.status, before?.operationId], ['authorized', platform.payin.operationId])
    assert.equal((await payins.capture(command)).status, 'succeeded')
  })

  it('gives the payin back as it was when the provider refuses', async () => {
    const platform = await held()
    const { payins } = platform.payments
    const [hold] = platform.vault.holds.values()
    hold!.voided = 10_000
    await assert.rejects(payins.capture({ payin: platform.payin.id, reference: 'c-1' }), { code: 'invalid_state' })
    const after = await payins.retrieve({ id: platform.payin.id })
    assert.deepEqual({ ...after, updatedAt: '' }, { ...platform.payin, updatedAt: '' })
    const seen = await payins.retrieve({ id: platform.payin.id }, { refresh: true })
    assert.deepEqual(seen?.amountCanceled, idr('10000'))
  })

  it('is refused before anything is sent where it cannot be', async () => {
    const platform = await held()
    const { payins } = platform.payments
    const { id } = platform.payin
    const sent = platform.transport.sent.length
    await assert.rejects(payins.capture({ payin: id, amount: idr('10001'), reference: 'a' }), {
      code: 'invalid_request',
      message: /at most 10000/,
    })
    await assert.rejects(payins.capture({ payin: id, amount: { amount: '1', currency: 'USD' }, reference: 'b' }), {
      code: 'invalid_request',
      message: /amount.currency/,
    })
    await assert.rejects(payins.capture({ payin: 'pi_nobody', reference: 'c' }), { code: 'not_found' })
    await assert.rejects(payins.capture({ payin: id, reference: '' }), { code: 'invalid_request' })
    const paid = await payins.create({ reference: 'qr', amount: idr('1'), method: { type: 'qr_code' } })
    await assert.rejects(payins.capture({ payin: paid.id, reference: 'd' }), { code: 'unsupported_operation' })
    assert.equal(platform.transport.sent.length, sent + 1)
    await payins.capture({ payin: id, reference: 'e' })
    await assert.rejects(payins.capture({ payin: id, reference: 'f' }), { code: 'invalid_state' })
    assert.equal(platform.transport.sent.length, sent + 3)
  })

  it('happens once when it is asked for at once, here and in another process', async () => {
    const platform = await held()
    const other = await beside(platform, platform.transport, platform.providers)
    const command = { payin: platform.payin.id, amount: idr('4000'), reference: 'c-1' }
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? other : platform).payments.payins.capture(command)),
    )
    assert.deepEqual(new Set(all.map(({ status }) => status)), new Set(['partially_captured']))
    assert.deepEqual(verbs(platform), ['held 10000', 'capture 4000'])
  })

  it('never collects more than was authorized when different ones are asked for at once', async () => {
    const platform = await held()
    const other = await beside(platform, platform.transport, platform.providers)
    const settled = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? other : platform).payments.payins.capture({
          payin: platform.payin.id,
          amount: idr('3000'),
          reference: `c-${index}`,
        }),
      ),
    )
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 3)
    assert.deepEqual(verbs(platform), ['held 10000', 'capture 3000', 'capture 3000', 'capture 3000'])
  })
})

describe('payins.cancel', () => {
  it('gives back what is held, in part or all that is left', async () => {
    const platform = await held()
    const { payins } = platform.payments
    const { id } = platform.payin
    const part = await payins.cancel({ payin: id, amount: idr('4000'), reference: 'v-1' })
    assert.deepEqual([part.status, part.amountCanceled], ['authorized', idr('4000')])
    await assert.rejects(payins.capture({ payin: id, amount: idr('6001'), reference: 'c-1' }), {
      code: 'invalid_request',
    })
    const rest = await payins.cancel({ payin: id, reference: 'v-2' })
    assert.deepEqual([rest.status, rest.amountCanceled], ['canceled', idr('10000')])
    assert.equal((await platform.payments.operations.retrieve(rest.operationId))?.status, 'succeeded')
    await assert.rejects(payins.cancel({ payin: id, reference: 'v-3' }), { code: 'invalid_state' })
  })

  it('that had no answer is found out', async () => {
    const platform = await held()
    platform.vault.faults.push({ verb: 'void', executed: true })
    const { id } = await platform.payments.payins.cancel({ payin: platform.payin.id, reference: 'v-1' })
    assert.equal((await platform.payments.payins.retrieve({ id }, { refresh: true }))?.status, 'canceled')
  })
})

describe('payouts.cancel', () => {
  const readied = async () => {
    const vault = startVault()
    const platform = await world({ transport: vault.transport, providers: [vault.provider] })
    const payout = await platform.payments.payouts.create({
      reference: 'p-1',
      amount: idr('500'),
      destination: { type: 'recipient', userName: 'anna', notify: false },
    })
    return { ...platform, vault, payout }
  }

  it('takes a payout back', async () => {
    const { payments, payout, vault } = await readied()
    assert.equal(payout.status, 'ready')
    assert.equal((await payments.payouts.cancel({ payout: payout.id, reference: 'x-1' })).status, 'canceled')
    assert.deepEqual(
      vault.books.map(({ verb }) => verb),
      ['payout', 'cancel'],
    )
    await assert.rejects(payments.payouts.cancel({ payout: payout.id, reference: 'x-2' }), { code: 'invalid_state' })
  })

  it('that is refused leaves the payout as it was', async () => {
    const { payments, payout, vault } = await readied()
    vault.faults.push({ verb: 'cancel', executed: true, reply: refused(422, 'too late') })
    await assert.rejects(payments.payouts.cancel({ payout: payout.id, reference: 'x-1' }), { code: 'invalid_state' })
    assert.equal((await payments.payouts.retrieve({ id: payout.id }))?.status, 'ready')
  })

  it('that was lost on its way is asked again, and a yes is believed', async () => {
    const { payments, payout, vault } = await readied()
    vault.faults.push({ verb: 'cancel', executed: false, reply: silence })
    assert.equal((await payments.payouts.cancel({ payout: payout.id, reference: 'x-1' })).status, 'unknown')
    assert.equal((await payments.payouts.retrieve({ id: payout.id }, { refresh: true }))?.status, 'canceled')
  })

  it('that had no answer stays unknown when it is refused the second time: it may have been done by the first', async () => {
    const { payments, payout, vault } = await readied()
    vault.faults.push({ verb: 'cancel', executed: true, reply: silence })
    assert.equal((await payments.payouts.cancel({ payout: payout.id, reference: 'x-1' })).status, 'unknown')
    assert.equal((await payments.payouts.retrieve({ id: payout.id }, { refresh: true }))?.status, 'unknown')
    assert.equal(vault.books.filter(({ verb }) => verb === 'cancel').length, 1)
  })
})
