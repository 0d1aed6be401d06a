import assert from 'node:assert/strict'
import { createPayments } from '@polyrail/core'
import { palladium } from '@polyrail/palladium'
import { bankPayout, paymentLink, paymentLinkFor, qrCode, virtualAccount } from '../support/commands.js'
import { JOURNAL_NAMES, journalIn } from '../support/journals.js'
import { silentLogger } from '../support/logger.js'
import { API_KEY, all, startWorld, type World } from '../support/world.js'

const EVER = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }
const idr = (amount: string) => ({ amount, currency: 'IDR' })

for (const journal of JOURNAL_NAMES) {
  describe(`what an account tells, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal, palladium: { disbursableBalance: 1_000_000n } })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    const kinds = async (provider: string): Promise<Readonly<Record<string, string>>> => {
      const balances = await world.payments.balances.retrieve({ provider })
      return Object.fromEntries(balances.map(({ kind, amount, currency }) => [kind, `${amount} ${currency}`]))
    }

    it('has a balance that a payout and a payment change', async () => {
      const { payments } = world
      await payments.payouts.create(bankPayout('payout-1'))
      await payments.payins.create(virtualAccount('order-1'))
      world.palladium.actions.settle({ reference: 'order-1' })
      const balances = await kinds('palladium')
      assert.deepEqual([balances['payout'], balances['withdrawable']], ['741600 IDR', '141600 IDR'])
    })

    it('has money that is not settled yet', async () => {
      await world.payments.payins.create(paymentLink('order-1'))
      world.palomma.actions.settle({ reference: 'order-1' })
      assert.equal((await kinds('palomma'))['unsettled'], '83500 COP')
    })

    it('has a statement with what came in and what went out', async () => {
      const { payments } = world
      await payments.payouts.create(bankPayout('payout-1'))
      await payments.payins.create(virtualAccount('order-1'))
      world.palladium.actions.settle({ reference: 'order-1' })
      const lines = await all(payments.statements.list({ provider: 'palladium', ...EVER }))
      assert.deepEqual(
        lines.map(({ direction, amount, fee }) => ({ direction, amount, fee })),
        [
          { direction: 'out', amount: idr('250000'), fee: idr('8400') },
          { direction: 'in', amount: idr('150000'), fee: idr('8400') },
        ],
      )
    })

    it('lists its payins over all pages, and says which are ours', async () => {
      const { payments } = world
      const references = Array.from({ length: 230 }, (_, index) => `order-${index}`)
      await payments.payins.create(paymentLinkFor('payer', 'order-first'))
      const made = await Promise.all(
        references.map((reference) => payments.payins.create(paymentLinkFor('payer', reference))),
      )
      const listed = await all(payments.payins.listAtProvider({ provider: 'palomma', ...EVER }))
      const ids = new Map(made.map(({ id, reference }) => [reference, id]))
      assert.equal(listed.length, 231)
      assert.equal(new Set(listed.map(({ providerId }) => providerId)).size, 231)
      assert.deepEqual(
        listed.filter(({ reference = '', payin }) => reference !== 'order-first' && payin !== ids.get(reference)),
        [],
      )
    })

    it('refuses a period that is none', async () => {
      const { payins } = world.payments
      const backwards = { provider: 'palomma', from: EVER.to, to: EVER.from }
      await assert.rejects(all(payins.listAtProvider(backwards)), { code: 'invalid_request' })
      assert.equal(world.palomma.requests.length, 0)
    })

    it('is asked in vain for what it cannot do', async () => {
      const { payments } = world
      const statements = payments.statements.list({ provider: 'billon', ...EVER })
      await assert.rejects(all(statements), { code: 'unsupported_operation' })
      const listed = payments.payins.listAtProvider({ provider: 'palladium', ...EVER })
      await assert.rejects(all(listed), { code: 'unsupported_operation' })
      assert.equal(world.palladium.requests.length + world.billon.requests.length, 0)
    })
  })

  describe(`several accounts, on the ${journal} journal`, () => {
    const route = async (world: World) => {
      const backup = await startWorld({ journal: 'memory' })
      const payments = await createPayments({
        journal: journalIn(journal, backup.folder),
        logger: silentLogger,
        timeoutMs: 500,
        providers: [
          palladium({ apiKey: API_KEY, baseUrl: world.palladium.url, name: 'first' }),
          palladium({ apiKey: API_KEY, baseUrl: backup.palladium.url, name: 'second' }),
        ],
      })
      const close = async (): Promise<void> => {
        await payments.close()
        await backup[Symbol.asyncDispose]()
      }
      return { payments, backup, [Symbol.asyncDispose]: close }
    }

    const { provider: _, ...payout } = bankPayout('payout-1')
    const { provider: __, ...qris } = qrCode('order-1')

    it('serve a command by the next one where the first proves that nothing was executed', async () => {
      await using world = await startWorld({ journal: 'memory', palladium: { disbursableBalance: 0n } })
      await using routed = await route(world)
      const { payments, backup } = routed
      const paid = await payments.payouts.create(payout)
      assert.deepEqual([paid.provider, paid.status], ['second', 'processing'])
      world.palladium.actions.fund(1_000_000n)
      assert.equal((await payments.payouts.create(payout)).id, paid.id)
      assert.deepEqual([world.palladium.ledger.entries.length, backup.palladium.ledger.entries.length], [0, 1])
    })

    it('serve a command by the next one where the first cannot be reached', async () => {
      await using world = await startWorld({ journal: 'memory' })
      await using routed = await route(world)
      await world.palladium.refuseConnections()
      const made = await routed.payments.payins.create(qris)
      await world.palladium.allowConnections()
      assert.equal(made.provider, 'second')
      assert.deepEqual(await routed.payments.payins.create(qris), made)
      assert.equal(world.palladium.ledger.entries.length, 0)
    })

    it('never pay a second time where the first one is silent', async () => {
      await using world = await startWorld({ journal: 'memory' })
      await using routed = await route(world)
      const { payments, backup } = routed
      world.palladium.faults.add({ on: 'create-disbursement', reply: { kind: 'reset' } })
      const lost = await payments.payouts.create(payout)
      const again = await payments.payouts.create(payout)
      assert.deepEqual([lost.status, lost.provider, again.status, again.id], ['unknown', 'first', 'unknown', lost.id])
      assert.deepEqual([world.palladium.ledger.entries.length, backup.palladium.requests.length], [1, 0])
    })
  })
}
