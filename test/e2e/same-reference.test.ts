import assert from 'node:assert/strict'
import type { CreatePayin, CreatePayout } from '@polyrail/core'
import { bankPayout, customer, paymentLink, virtualAccount } from '../support/commands.js'
import { CREATIONS, attempts, executions } from '../support/creations.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { startWorld, type TestPayments, type World } from '../support/world.js'

const CALLERS = 50

/** Other contents under the reference of an earlier command, each with one difference. */
const OTHERS: readonly { readonly title: string; readonly create: (payments: TestPayments) => Promise<unknown> }[] = [
  ...(
    [
      ['another amount', { amount: { amount: '150001', currency: 'IDR' } }],
      ['another bank', { method: { ...virtualAccount('order-1').method, bankCode: 'BRI' } }],
      ['another kind of account', { method: { ...virtualAccount('order-1').method, singleUse: false } }],
      ['another method', { method: { type: 'qr_code' } }],
      ['an expiry', { expiresAt: '2099-01-01T00:00:00Z' }],
      ['other metadata', { metadata: { cart: '2' } }],
    ] as const satisfies readonly (readonly [string, Partial<CreatePayin>])[]
  ).map(([title, change]) => ({
    title: `a virtual account with ${title}`,
    create: (payments: TestPayments) =>
      payments.payins.create({ ...virtualAccount('order-1'), metadata: { cart: '1' }, ...change }),
  })),
  ...(
    [
      [
        'another account number',
        { destination: { ...bankPayout('order-1').destination, accountNumber: '0098123457' } },
      ],
      ['another description', { description: 'Komisi Juni' }],
    ] as const satisfies readonly (readonly [string, Partial<CreatePayout>])[]
  ).map(([title, change]) => ({
    title: `a payout with ${title}`,
    create: (payments: TestPayments) => payments.payouts.create({ ...bankPayout('order-1'), ...change }),
  })),
  {
    title: 'a payment link at another page',
    create: (payments) =>
      payments.payins.create({ ...paymentLink('link-1'), redirectUrl: 'https://shop.example.com/other' }),
  },
  {
    title: 'a customer with another name',
    create: (payments) => {
      const { customer: laura, ...command } = customer('order-1')
      return payments.customers.create({ ...command, customer: { ...laura, name: 'Laura Gomez' } })
    },
  },
]

for (const journal of JOURNAL_NAMES) {
  describe(`the same reference, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    for (const creation of CREATIONS.filter(({ prepares }) => prepares !== true)) {
      it(`gives ${creation.title} again, unchanged, without another request`, async () => {
        const first = await creation.create(world.payments, 'order-1')
        const sent = attempts(world, creation, 'order-1')
        const again = await creation.create(world.payments, 'order-1')
        const retrieved = creation.unasked ? again : await creation.refresh(world.payments, 'order-1')
        assert.equal(first.status, creation.made)
        assert.deepEqual(again, first)
        assert.equal(retrieved?.id, first.id)
        assert.equal(attempts(world, creation, 'order-1'), sent)
        assert.equal(executions(world, creation, 'order-1'), 1)
      })

      it(`executes ${creation.title} once for ${CALLERS} callers at once`, async () => {
        const callers = Array.from({ length: CALLERS }, () => creation.create(world.payments, 'order-1'))
        const results = await Promise.all(callers)
        assert.equal(new Set(results.map(({ id }) => id)).size, 1)
        assert.deepEqual(new Set(results.map(({ status }) => status)), new Set([creation.made]))
        assert.equal(executions(world, creation, 'order-1'), 1)
      })
    }

    for (const { title, create } of OTHERS) {
      it(`is refused for ${title}, and nothing is sent`, async () => {
        const { payments, palladium, palomma } = world
        await Promise.all([
          payments.payins.create({ ...virtualAccount('order-1'), metadata: { cart: '1' } }),
          payments.payouts.create(bankPayout('order-1')),
          payments.payins.create(paymentLink('link-1')),
          payments.customers.create(customer('order-1')),
        ])
        const sent = palladium.requests.length + palomma.requests.length
        await assert.rejects(create(payments), { name: 'IdempotencyConflictError', code: 'idempotency_conflict' })
        assert.equal(palladium.requests.length + palomma.requests.length, sent)
      })
    }

    it('is refused for other content while the first one is under way', async () => {
      world.palladium.faults.add({ on: 'create-virtual-account', reply: { kind: 'ok', delayMs: 200 } })
      const first = world.payments.payins.create(virtualAccount('order-1'))
      const other = { ...virtualAccount('order-1'), amount: { amount: '1', currency: 'IDR' } }
      await assert.rejects(world.payments.payins.create(other), { code: 'idempotency_conflict' })
      assert.equal((await first).status, 'pending')
      assert.equal(world.palladium.ledger.count({ reference: 'order-1' }), 1)
    })

    it('is executed once by two instances that share the journal', async () => {
      world.palladium.faults.add({ on: 'create-disbursement', reply: { kind: 'ok', delayMs: 200 } })
      const other = await world.another()
      const callers = [world.payments, other, world.payments, other]
      const results = await Promise.all(callers.map(({ payouts }) => payouts.create(bankPayout('order-1'))))
      assert.equal(new Set(results.map(({ id, status }) => `${id} ${status}`)).size, 1)
      assert.equal(world.palladium.ledger.count({ reference: 'order-1' }), 1)
    })

    it('is the same payment when its content is only written in another way', async () => {
      const { provider, reference, amount, method } = virtualAccount('order-1')
      const first = await world.payments.payins.create({ provider, reference, amount, method })
      const rewritten = { amount: '150000.00', currency: 'IDR' }
      const again = await world.payments.payins.create({ method, amount: rewritten, reference, provider })
      assert.deepEqual(again, first)
      assert.equal(world.palladium.ledger.count({ reference: 'order-1' }), 1)
    })

    it('names a payin, a payout and a customer apart', async () => {
      const { payments, palladium, palomma } = world
      await payments.payins.create(virtualAccount('order-1'))
      await payments.payouts.create(bankPayout('order-1'))
      await payments.customers.create(customer('order-1'))
      assert.deepEqual([palladium.ledger.entries.length, palomma.ledger.entries.length], [2, 1])
    })
  })
}
