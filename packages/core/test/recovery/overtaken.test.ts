import assert from 'node:assert/strict'
import { answer } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { world } from '../support/world.js'

const WINDOW = 30 * 60_000
const idr = (amount: string) => ({ amount, currency: 'IDR' })
const card = {
  ...{ reference: 'order-1', amount: idr('10000'), capture: 'manual' as const },
  method: { type: 'card' as const, token: 'tok-1234567890' },
}

describe('what a provider says while somebody else records something', () => {
  it('shows a payout as canceled when the repeat has canceled it, whatever a person said just before', async () => {
    const vault = startVault()
    const { payments } = await world({ transport: vault.transport, providers: [vault.provider] })
    const { id } = await payments.payouts.create({
      ...{ reference: 'salary-1', amount: idr('5000') },
      destination: { type: 'recipient', userName: 'ana', notify: false },
    })
    vault.faults.push({ verb: 'cancel', executed: false })
    const { operationId } = await payments.payouts.cancel({ payout: id, reference: 'cancel-1' })
    const meanwhile = () =>
      payments.operations.settle(operationId, { outcome: 'not_executed', evidence: 'ready in the panel', by: 'dewi' })
    vault.faults.push({ verb: 'cancel', executed: true, reply: { ...answer(200, { done: true }), meanwhile } })
    for (let pass = 0; pass < 5; pass += 1) await payments.recover()
    assert.deepEqual(
      vault.books.map(({ verb }) => verb),
      ['payout', 'cancel'],
    )
    const status = (await payments.payouts.retrieve({ id }))?.status
    assert.notEqual(status, 'ready', 'the books say canceled: shown canceled, or unknown to a person, never ready')
  })

  it('keeps what turns up late of a capture although the payin is looked at in the same pass', async () => {
    const vault = startVault()
    const { payments, clock } = await world({ transport: vault.transport, providers: [vault.provider] })
    const { id } = await payments.payins.create(card)
    vault.faults.push({ verb: 'capture', executed: false })
    const capture = () => payments.payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })
    const lost = await capture()
    for (const ms of [WINDOW, WINDOW, 1]) {
      await payments.recover()
      clock.advance(ms)
    }
    assert.equal((await payments.operations.retrieve(lost.operationId))?.status, 'absent')
    const hold = vault.holds.get('h-1')
    assert.ok(hold)
    hold.captured = 2500
    clock.advance(2 * 60 * 60_000)
    await payments.recover()
    const status = (await payments.operations.retrieve(lost.operationId))?.status
    await capture()
    assert.equal(hold.captured, 2500, `it was absent for us still (${String(status)}), and was captured a second time`)
  })
})
