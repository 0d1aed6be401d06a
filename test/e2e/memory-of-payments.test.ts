import assert from 'node:assert/strict'
import { createPayments } from '@polyrail/core'
import { palladium } from '@polyrail/palladium'
import { bankPayout, paymentLink, qrCode, retailOutlet, virtualAccount } from '../support/commands.js'
import { CREATIONS, attempts } from '../support/creations.js'
import { JOURNAL_NAMES, journalIn } from '../support/journals.js'
import { silentLogger } from '../support/logger.js'
import { all, startWorld, type World } from '../support/world.js'

for (const journal of JOURNAL_NAMES) {
  describe(`what was paid, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal, timeoutMs: 1_000 })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    const references = async (list: AsyncIterable<{ readonly reference: string }>): Promise<readonly string[]> =>
      (await all(list)).map(({ reference }) => reference)

    it('is listed oldest first, and by each filter', async () => {
      const { payins } = world.payments
      const first = await payins.create(virtualAccount('a'))
      await payins.create(retailOutlet('b'))
      await payins.create(paymentLink('c'))
      world.palladium.actions.settle({ reference: 'a' })
      await payins.retrieve({ reference: 'a' }, { refresh: true })
      assert.deepEqual(await references(payins.list()), ['a', 'b', 'c'])
      assert.deepEqual(await references(payins.list({ provider: 'palladium' })), ['a', 'b'])
      assert.deepEqual(await references(payins.list({ status: 'succeeded' })), ['a'])
      assert.deepEqual(await references(payins.list({ provider: 'palladium', status: 'pending' })), ['b'])
      assert.deepEqual(await references(payins.list({ createdFrom: first.createdAt })), ['a', 'b', 'c'])
      assert.deepEqual(await references(payins.list({ createdTo: first.createdAt })), [])
      assert.deepEqual(await references(payins.list({ createdFrom: '2099-01-01T00:00:00Z' })), [])
      assert.deepEqual(await references(world.payments.payouts.list()), [])
    })

    it('is listed whole when it is longer than a page', async () => {
      const { payins } = world.payments
      const wanted = Array.from({ length: 250 }, (_, index) => `order-${index}`)
      await Promise.all(wanted.map((reference) => payins.create(qrCode(reference))))
      const listed = await references(payins.list())
      assert.deepEqual([...listed].sort(), [...wanted].sort())
    })

    it('is not listed by a filter that does not exist', async () => {
      const { payins, operations } = world.payments
      const wrong = [
        payins.list({ createdFrom: 'yesterday' }),
        payins.list({ amount: '1' } as Record<string, string>),
        operations.list({ status: 'lost' as 'unknown' }),
      ]
      for (const list of wrong) await assert.rejects(all<unknown>(list), { code: 'invalid_request' })
    })

    it('is found by the id, the reference and the provider’s id', async () => {
      const { payments } = world
      const made = await payments.payins.create(virtualAccount('order-1'))
      const { id, provider, providerId = '' } = made
      for (const name of [{ id }, { reference: 'order-1' }, { provider, providerId }] as const) {
        assert.deepEqual(await payments.payins.retrieve(name), made)
      }
      assert.equal(await payments.payouts.retrieve({ id }), undefined)
      assert.equal(await payments.payins.retrieve({ reference: 'order-2' }), undefined)
      await assert.rejects(payments.payins.retrieve({} as { id: string }), { code: 'invalid_request' })
    })

    it('is listed as an operation', async () => {
      const { payments, palladium } = world
      palladium.faults.add({ on: 'create-qris', reply: { kind: 'reset' } })
      const known = await payments.payins.create(virtualAccount('known'))
      const lost = await payments.payins.create(qrCode('lost'))
      const unknown = await all(payments.operations.list({ status: 'unknown' }))
      assert.deepEqual(
        unknown.map(({ id, object, kind, resolution }) => ({ id, object, kind, resolution })),
        [{ id: lost.operationId, object: lost.id, kind: 'payin.create', resolution: 'manual' }],
      )
      assert.equal((await payments.operations.retrieve(known.operationId))?.status, 'pending')
      assert.equal((await all(payments.operations.list())).length, 2)
    })

    it('belongs to its merchant, who has references of his own', async () => {
      const { payments, palladium } = world
      const [jakarta, medan] = [payments.for('jakarta'), payments.for('medan')]
      const ours = await payments.payouts.create(bankPayout('salary-1'))
      const theirs = await jakarta.payouts.create(bankPayout('salary-1'))
      const other = await medan.payouts.create({ ...bankPayout('salary-1'), description: 'Lain' })
      assert.equal(new Set([ours.id, theirs.id, other.id]).size, 3)
      assert.deepEqual([ours.merchant, theirs.merchant, other.merchant], ['default', 'jakarta', 'medan'])
      const sent = palladium.ledger.entries.map(({ reference }) => reference)
      assert.equal(new Set(sent).size, 3)
      assert.equal(sent[0], 'salary-1')
      assert.deepEqual(await jakarta.payouts.create(bankPayout('salary-1')), theirs)
      assert.equal(await medan.payouts.retrieve({ id: theirs.id }), undefined)
      assert.deepEqual(await references(jakarta.payouts.list()), ['salary-1'])
      assert.equal(palladium.ledger.entries.length, 3)
      assert.throws(() => payments.for('a\nb'), { code: 'invalid_request' })
    })

    it('is paid with the merchant’s own account', async () => {
      await using own = await startWorld({ journal: 'memory', palladium: { apiKey: 'key-of-jakarta' } })
      await using payments = await createPayments({
        journal: journalIn(journal, own.folder),
        logger: silentLogger,
        providers: [palladium({ apiKey: 'key-of-the-tests', baseUrl: world.palladium.url })],
        merchants: (merchant) =>
          Promise.resolve([palladium({ apiKey: `key-of-${merchant}`, baseUrl: own.palladium.url })]),
      })
      assert.equal((await payments.for('jakarta').payouts.create(bankPayout('salary-1'))).status, 'processing')
      assert.equal((await payments.payouts.create(bankPayout('salary-1'))).status, 'processing')
      await assert.rejects(payments.for('medan').payouts.create(bankPayout('salary-1')), {
        name: 'AuthenticationError',
      })
      assert.deepEqual([own.palladium.ledger.entries.length, world.palladium.ledger.entries.length], [1, 1])
    })
  })
}

describe('a restart', () => {
  it('keeps everything that is in the sqlite file', async () => {
    await using world = await startWorld({ journal: 'sqlite', timeoutMs: 1_000 })
    world.palladium.faults.add({ on: 'create-qris', reply: { kind: 'reset' } })
    const made = await Promise.all(CREATIONS.map((one, index) => one.create(world.payments, `order-${index}`)))
    const sent = () => CREATIONS.map((creation, index) => attempts(world, creation, `order-${index}`))
    const before = sent()
    await world.payments.close()
    const next = await world.another()
    assert.deepEqual(await Promise.all(CREATIONS.map((one, index) => one.create(next, `order-${index}`))), made)
    assert.deepEqual(sent(), before)
    assert.equal((await all(next.payins.list())).length, 10)
    assert.deepEqual(
      (await all(next.operations.list({ status: 'unknown' }))).map(({ reference }) => reference),
      ['order-2'],
    )
  })
})
