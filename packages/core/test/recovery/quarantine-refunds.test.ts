import assert from 'node:assert/strict'
import { memoryJournal, type Journal } from '../../src/index.js'
import { manualClock } from '../support/clock.js'
import { startVault } from '../support/vault.js'
import { payin, world } from '../support/world.js'

const idr = (amount: string) => ({ amount, currency: 'IDR' })
const card = {
  ...{ reference: 'order-1', amount: idr('10000'), capture: 'manual' as const },
  method: { type: 'card' as const, token: 'tok-1234567890' },
}

describe('refunds while the journal may lack sends', () => {
  it('gives nothing back in quarantine that may have been given back already and cannot be asked about', async () => {
    const vault = startVault()
    const clock = manualClock()
    const inner = memoryJournal({ clock })
    const before = await world({ transport: vault.transport, providers: [vault.provider], clock, journal: inner })
    const { id } = await before.payments.payins.create(card)
    await before.payments.payins.capture({ payin: id, reference: 'c-1' })
    // The refund that the copy does not remember.
    vault.books.push({ verb: 'refund', reference: 'r-1', amount: 4000 })
    const since = clock.now()
    const journal: Journal = {
      ...inner,
      open: async () => ({ ...(await inner.open()), quarantine: { since, why: 'the journal lacks 1 send' } }),
    }
    const after = await world({ transport: vault.transport, providers: [vault.provider], clock, journal })
    const again = after.payments.refunds.create({ payin: id, amount: idr('4000'), reference: 'r-1' })
    await again.catch(() => undefined)
    assert.equal(vault.books.filter(({ verb }) => verb === 'refund').length, 1, 'it was given back twice')
    await assert.rejects(again, { code: 'journal_unavailable' })
  })

  it('gives back a refund by payout that the journal remembers, in quarantine too', async () => {
    const clock = manualClock()
    const inner = memoryJournal({ clock })
    const vault = startVault()
    const one = await world({ transport: vault.transport, providers: [vault.provider], clock, journal: inner })
    const { id } = await one.payments.payins.create(payin({ amount: idr('5000') }))
    const refund = {
      ...{ payin: id, via: 'payout' as const, reference: 'r-1', amount: idr('4000') },
      destination: { type: 'recipient' as const, userName: 'ana', notify: false },
    }
    const made = await one.payments.refunds.create(refund)
    const journal: Journal = {
      ...inner,
      open: async () => ({ ...(await inner.open()), quarantine: { since: clock.now(), why: 'lacks 1 send' } }),
    }
    const two = await world({ transport: vault.transport, providers: [vault.provider], clock, journal })
    assert.deepEqual(await two.payments.refunds.create(refund), made)
  })
})
