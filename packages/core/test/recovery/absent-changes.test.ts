import assert from 'node:assert/strict'
import { memoryJournal, type CreatePayin, type Journal, type Payments } from '../../src/index.js'
import { silence } from '../support/transport.js'
import { startVault, type Vault } from '../support/vault.js'
import { beside, world, type World } from '../support/world.js'

const MINUTE = 60_000
const idr = (amount: string) => ({ amount, currency: 'IDR' })
const order: CreatePayin = {
  reference: 'order-1',
  amount: idr('100000'),
  method: { type: 'card', token: 'tok_1' },
  capture: 'manual',
}
const capture = ({ payins }: Payments, id: string, reference: string) =>
  payins.capture({ payin: id, reference, amount: idr('1000') })

/** A capture that was lost, was not executed, and counts as absent. */
const absentCapture = async (vault: Vault, { payments, clock }: World) => {
  const { id } = await payments.payins.create(order)
  vault.faults.push({ verb: 'capture', executed: false, reply: silence })
  const lost = await capture(payments, id, 'capture-1')
  for (const minutes of [31, 31, 1]) {
    clock.advance(minutes * MINUTE)
    await payments.recover()
  }
  assert.equal((await payments.operations.retrieve(lost.operationId))?.status, 'absent')
  return { id, absent: lost.operationId }
}

describe('a capture that counts as not executed', () => {
  it('does not take the capture that was made again for the absent one', async () => {
    const vault = startVault()
    const platform = await world({ transport: vault.transport, providers: [vault.provider] })
    const { payments, clock } = platform
    const { id, absent } = await absentCapture(vault, platform)
    assert.equal((await capture(payments, id, 'capture-1')).status, 'partially_captured')
    clock.advance(120 * MINUTE)
    await payments.recover()
    const now = await payments.payins.retrieve({ id })
    const operation = await payments.operations.retrieve(absent)
    assert.deepEqual([now?.status, operation?.status], ['partially_captured', 'absent'])
  })

  it('leaves an absent capture alone when two others were made since', async () => {
    const vault = startVault()
    const platform = await world({ transport: vault.transport, providers: [vault.provider] })
    const { payments, clock } = platform
    const { id, absent } = await absentCapture(vault, platform)
    await capture(payments, id, 'capture-2')
    await capture(payments, id, 'capture-3')
    clock.advance(120 * MINUTE)
    await payments.recover()
    assert.equal((await payments.operations.retrieve(absent))?.status, 'absent')
  })

  it('does not give the payin as if it were captured, when the capture is settled as not executed meanwhile', async () => {
    const vault = startVault()
    const memory = memoryJournal()
    let meanwhile: (() => Promise<unknown>) | undefined
    const journal: Journal = {
      ...memory,
      findOperation: async (key) => {
        const found = await memory.findOperation(key)
        await meanwhile?.()
        return found
      },
    }
    const one = await world({ transport: vault.transport, providers: [vault.provider], journal })
    const two = await beside({ ...one, journal: memory }, vault.transport, [vault.provider])
    const { id } = await one.payments.payins.create(order)
    await capture(one.payments, id, 'capture-1')
    vault.faults.push({ verb: 'capture', executed: false, reply: silence })
    const { operationId } = await capture(one.payments, id, 'capture-2')
    meanwhile = async () => {
      meanwhile = undefined
      await two.payments.operations.settle(operationId, { outcome: 'not_executed', evidence: 'the panel', by: 'ana' })
    }
    const again = await capture(one.payments, id, 'capture-2')
    const captured = vault.books.filter(({ verb }) => verb === 'capture').length
    assert.deepEqual([again.status, captured], ['partially_captured', 2])
  })
})
