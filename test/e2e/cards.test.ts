import assert from 'node:assert/strict'
import fc from 'fast-check'
import { minorUnits, type PaymentError } from '@polyrail/core'
import { card, hostedCard } from '../support/commands.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { all, startWorld, type World } from '../support/world.js'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const DAY_MS = 86_400_000
const refresh = { refresh: true }

for (const journal of JOURNAL_NAMES) {
  describe(`a card, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    it('is authorized, captured in part, voided for the rest, refunded in part, and settled', async () => {
      const { payins, refunds } = world.payments
      const authorized = await payins.create(card('order-1', 'manual'))
      assert.deepEqual([authorized.status, authorized.amountAuthorized], ['authorized', usd('45.90')])
      const { id: payin } = authorized
      const captured = await payins.capture({ payin, amount: usd('20'), reference: 'c-1' })
      assert.deepEqual([captured.status, captured.amountCaptured], ['partially_captured', usd('20')])
      const voided = await payins.cancel({ payin, reference: 'v-1' })
      assert.deepEqual([voided.status, voided.amountCanceled], ['succeeded', usd('25.90')])
      const refund = await refunds.create({ payin, amount: usd('7.50'), reference: 'r-1' })
      assert.deepEqual([refund.status, refund.amount], ['succeeded', usd('7.50')])
      await assert.rejects(refunds.create({ payin, amount: usd('12.51'), reference: 'r-2' }), {
        code: 'invalid_request',
      })
      world['card-intent'].clock.advance(2 * DAY_MS)
      const settled = await payins.retrieve({ id: payin }, refresh)
      assert.deepEqual([settled?.settlement, settled?.amountRefunded], ['settled', usd('7.50')])
      assert.deepEqual(
        world['card-intent'].ledger.entries.map(({ type, amount, reference }) => `${type} ${amount} ${reference}`),
        ['authorization 45.90 order-1', 'capture 20.00 c-1', 'void 25.90 v-1', 'refund 7.50 r-1'],
      )
    })

    it('that its issuer declines is a result, and the reference stays declined', async () => {
      const { payins } = world.payments
      const declined = await payins.create({ ...card('order-1'), amount: usd('45.13') })
      assert.deepEqual([declined.status, declined.reason], ['declined', { code: 'declined' }])
      assert.deepEqual(await payins.create({ ...card('order-1'), amount: usd('45.13') }), declined)
      assert.equal(world['card-intent'].ledger.count({ type: 'decline' }), 1)
    })

    it('on the hosted page is found out by asking, whatever the browser says, and can be captured', async () => {
      const { payins } = world.payments
      const { actions } = world['card-intent']
      const waiting = await payins.create(hostedCard('order-1'))
      assert.equal(waiting.status, 'requires_action')
      assert.equal(waiting.nextAction?.type, 'redirect')
      assert.equal((await payins.retrieve({ reference: 'order-1' }, refresh))?.status, 'requires_action')
      actions.checkout({ reference: 'order-1', pan: '4000000000000002' })
      const declined = await payins.retrieve({ reference: 'order-1' }, refresh)
      assert.deepEqual([declined?.status, declined?.reason?.code], ['requires_action', 'declined_once'])
      actions.checkout({ reference: 'order-1' })
      const paid = await payins.retrieve({ reference: 'order-1' }, refresh)
      assert.deepEqual([paid?.status, paid?.providerId?.slice(0, 4)], ['authorized', 'trx_'])
      const captured = await payins.capture({ payin: waiting.id, reference: 'c-1' })
      assert.equal(captured.status, 'succeeded')
    })

    it('token is made on the page, and pays', async () => {
      const { payins, tokens } = world.payments
      await tokens.create({ provider: 'card-intent', reference: 'card-1' })
      const { token } = world['card-intent'].actions.tokenize({ reference: 'card-1' })
      const { card: _, ...method } = { ...card('order-1').method, token }
      const paid = await payins.create({ ...card('order-1'), method })
      assert.deepEqual([paid.status, paid.method], ['succeeded', { type: 'card', token: '[token]' }])
      const { items } = { items: await all(world.payments.payins.list()) }
      assert.ok(!JSON.stringify(items).includes(token))
    })

    it('authorization that lapses is expired', async () => {
      const { payins } = world.payments
      const { id } = await payins.create(card('order-1', 'manual'))
      world['card-intent'].clock.advance(8 * DAY_MS)
      assert.equal((await payins.retrieve({ id }, refresh))?.status, 'expired')
      await assert.rejects(payins.capture({ payin: id, reference: 'c-1' }), { code: 'invalid_state' })
    })

    it('list at the provider holds each payment once, also those that are not ours', async () => {
      const { payins } = world.payments
      const made = await Promise.all(Array.from({ length: 25 }, (_, index) => payins.create(card(`order-${index}`))))
      const today = new Date(world['card-intent'].clock.now()).toISOString().slice(0, 10)
      const from = `${today}T00:00:00Z`
      const to = new Date(Date.parse(from) + DAY_MS).toISOString()
      const listed = await all(payins.listAtProvider({ provider: 'card-intent', from, to }))
      assert.deepEqual(new Set(listed.map(({ payin }) => payin)), new Set(made.map(({ id }) => id)))
      assert.equal(listed.length, 25)
      assert.deepEqual(
        await all(
          payins.listAtProvider({ provider: 'card-intent', from: to, to: `${today.slice(0, 3)}9-01-01T00:00:00Z` }),
        ),
        [],
      )
    })
  })
}

type Verb = 'capture' | 'cancel' | 'refund'
type Step = readonly [verb: Verb, cents: number, fault: 'none' | 'lost' | 'unsent']

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom<Verb>('capture', 'cancel', 'refund'),
  fc.integer({ min: 1, max: 600 }),
  fc.constantFrom('none', 'none', 'none', 'lost', 'unsent'),
)
const EXPECTED = [
  'invalid_request',
  'invalid_state',
  'unresolved_operation',
  'provider_unavailable',
  'provider_rejected',
]

describe('any sequence of captures, voids and refunds by two callers', () => {
  it('never captures more than was authorized, never refunds more than was captured, and agrees with the ledger', async () => {
    await using world = await startWorld({ journal: 'sqlite' })
    const other = await world.another()
    const { ledger, faults } = world['card-intent']
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        round += 1
        faults.clear()
        const name = `p-${round}`
        const authorized = await world.payments.payins.create({ ...card(name, 'manual'), amount: usd('10.00') })
        const run = async ([verb, cents, fault]: Step, index: number): Promise<void> => {
          const { payins, refunds } = index % 2 ? other : world.payments
          const reference = `${name}-${index}`
          const on = verb === 'refund' ? 'create-refund' : 'change-transaction'
          if (fault === 'lost') faults.add({ on, reference, reply: { kind: 'close' } })
          if (fault === 'unsent') faults.add({ on, reference, accept: 'no', reply: { kind: 'error', status: 400 } })
          const amount = usd((cents / 100).toFixed(2))
          const command = { payin: authorized.id, amount, reference }
          const call =
            verb === 'capture'
              ? payins.capture(command)
              : verb === 'cancel'
                ? payins.cancel(command)
                : refunds.create(command)
          await call.catch((error: unknown) => {
            assert.ok(EXPECTED.includes((error as PaymentError).code), String(error))
          })
        }
        await Promise.all(steps.map(run))
        const sum = (type: 'capture' | 'void' | 'refund'): bigint =>
          ledger.entries
            .filter((entry) => entry.type === type && (entry.parent ?? entry.providerId) === authorized.providerId)
            .reduce((total, { amount = '0' }) => total + minorUnits(usd(amount)), 0n)
        assert.ok(sum('capture') + sum('void') <= 1_000n)
        assert.ok(sum('refund') <= sum('capture'))
        for (const { reference = '' } of ledger.entries) assert.equal(ledger.count({ reference }), 1)
        const now = await world.payments.payins.retrieve({ id: authorized.id }, { refresh: true })
        assert.deepEqual(
          [now?.amountCaptured, now?.amountCanceled].map((money) => money && minorUnits(money)),
          [sum('capture'), sum('void')],
        )
      }),
      { numRuns: 60 },
    )
  })
})
