import assert from 'node:assert/strict'
import type { CreatePayout } from '../../src/index.js'
import { silence } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { world } from '../support/world.js'

const TO_ANA: CreatePayout = {
  reference: 'payout-1',
  amount: { amount: '500', currency: 'IDR' },
  destination: { type: 'bank_account', bankCode: '1', accountName: 'Ana', accountNumber: '123' },
}

const started = async () => {
  const vault = startVault()
  return { ...(await world({ transport: vault.transport, providers: [vault.provider] })), vault }
}

describe('a payout that waits for the owner of an account', () => {
  it('sends nothing that pays until the owner has acted, and then pays once', async () => {
    const { payments, vault } = await started()
    const waiting = await payments.payouts.create(TO_ANA)
    assert.deepEqual([waiting.status, waiting.nextAction?.type], ['requires_action', 'redirect'])
    assert.deepEqual(await payments.payouts.retrieve({ id: waiting.id }), waiting)
    assert.equal((await payments.operations.retrieve(waiting.operationId))?.status, 'not_sent')
    assert.equal((await payments.payouts.create(TO_ANA)).id, waiting.id)
    vault.owners.set('o-payout-1', true)
    const paid = await payments.payouts.create(TO_ANA)
    assert.deepEqual([paid.id, paid.status, paid.nextAction], [waiting.id, 'succeeded', undefined])
    assert.deepEqual(await payments.payouts.create(TO_ANA), paid)
    assert.deepEqual(
      vault.books.map(({ verb }) => verb),
      ['payout'],
    )
  })

  it('that was sent and had no answer is not taken for unsent when the owner has taken it back since', async () => {
    const { payments, vault } = await started()
    await payments.payouts.create(TO_ANA)
    vault.owners.set('o-payout-1', true)
    vault.faults.push({ verb: 'payout', executed: true, reply: silence })
    assert.equal((await payments.payouts.create(TO_ANA)).status, 'unknown')
    vault.owners.set('o-payout-1', false)
    assert.equal((await payments.payouts.retrieve({ reference: 'payout-1' }, { refresh: true }))?.status, 'unknown')
    vault.owners.set('o-payout-1', true)
    assert.equal((await payments.payouts.create(TO_ANA)).status, 'unknown')
    assert.equal(vault.books.length, 1)
  })
})
