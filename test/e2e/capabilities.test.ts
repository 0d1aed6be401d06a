import assert from 'node:assert/strict'
import type { Payin, Payout, ProviderInformation } from '@polyrail/core'
import {
  bankPayout,
  card,
  customer,
  debit,
  hostedCard,
  panelPayout,
  paymentLink,
  payinSource,
  payoutTarget,
  pesoPayout,
  qrCode,
  retailOutlet,
  savedPayout,
  virtualAccount,
} from '../support/commands.js'
import { PROVIDERS, all, startWorld, type ProviderName, type World } from '../support/world.js'

type Make<Made> = (world: World, reference: string) => Promise<Made>

const source = async ({ payments, palomma }: World, reference: string): Promise<string> => {
  const { id } = await payments.tokens.create(payinSource(`${reference}-source`))
  palomma.actions.authorize({ reference: `${reference}-source` })
  return id
}

/** One of every method that any provider takes. */
const PAYINS: Readonly<Record<ProviderName, Readonly<Record<string, Make<Payin>>>>> = {
  palladium: {
    virtual_account: ({ payments }, reference) => payments.payins.create(virtualAccount(reference)),
    retail_outlet: ({ payments }, reference) => payments.payins.create(retailOutlet(reference)),
    qr_code: ({ payments }, reference) => payments.payins.create(qrCode(reference)),
  },
  palomma: {
    payment_link: ({ payments }, reference) => payments.payins.create(paymentLink(reference)),
    bank_debit: async (world, reference) =>
      world.payments.payins.create(debit(reference, await source(world, reference))),
  },
  billon: {},
  'card-intent': {
    card: ({ payments }, reference) => payments.payins.create(card(reference, 'manual')),
    hosted_card: async ({ payments, 'card-intent': cards }, reference) => {
      const { id } = await payments.payins.create(hostedCard(reference))
      cards.actions.checkout({ reference })
      return (await payments.payins.retrieve({ id }, { refresh: true }))!
    },
  },
}

const PAYOUTS: Readonly<Record<ProviderName, Readonly<Record<string, Make<Payout>>>>> = {
  palladium: { bank_account: ({ payments }, reference) => payments.payouts.create(bankPayout(reference)) },
  palomma: {
    bank_account: ({ payments }, reference) => payments.payouts.create(pesoPayout(reference)),
    saved: async ({ payments }, reference) => {
      const { id } = await payments.tokens.create(payoutTarget(`${reference}-target`))
      return payments.payouts.create(savedPayout(reference, id))
    },
  },
  billon: { recipient: ({ payments }, reference) => payments.payouts.create(panelPayout(reference)) },
  'card-intent': {},
}

const EVER = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }

const requests = (world: World): number => PROVIDERS.reduce((sum, name) => sum + world[name].requests.length, 0)

describe('what the capabilities say', () => {
  let world: World
  let known: ReadonlyMap<string, ProviderInformation['capabilities']>

  before(async () => {
    world = await startWorld({ journal: 'memory' })
    known = new Map((await world.payments.providers.list()).map(({ name, capabilities }) => [name, capabilities]))
  })

  after(() => world[Symbol.asyncDispose]())

  /** True: it can be done. False: it throws before anything is sent. */
  const agrees = async (capable: boolean, act: () => Promise<unknown>): Promise<void> => {
    const before = requests(world)
    if (capable) {
      await act()
      assert.ok(requests(world) > before, 'nothing was sent')
      return
    }
    await assert.rejects(act(), { code: 'unsupported_operation' })
    assert.equal(requests(world), before)
  }

  it('names every method and destination that is tried here, and no other', () => {
    for (const name of PROVIDERS) {
      assert.deepEqual(Object.keys(known.get(name)!.payins).sort(), Object.keys(PAYINS[name]).sort())
      assert.deepEqual(Object.keys(known.get(name)!.payouts).sort(), Object.keys(PAYOUTS[name]).sort())
    }
  })

  for (const name of PROVIDERS) {
    for (const [type, make] of Object.entries(PAYINS[name])) {
      it(`is what ${name} does with a ${type}`, async () => {
        const { payins, refunds } = world.payments
        const can = known.get(name)!.payins[type]!
        const reference = `${name}-${type}`
        const { id: payin } = await make(world, reference)
        await agrees(can.retrieve, () => payins.retrieve({ id: payin }, { refresh: true }))
        await agrees(can.capture, () => payins.capture({ payin, reference }))
        if (can.capture) {
          assert.equal(can.partialRefund, can.refund)
          const { amount } = (await payins.retrieve({ id: payin }))!
          await agrees(can.refund, () => refunds.create({ payin, reference, amount: { ...amount, amount: '1' } }))
        } else {
          await agrees(can.refund, () => refunds.create({ payin, reference }))
        }
        const { id: another } = await make(world, `${reference}-2`)
        await agrees(can.cancel, () => payins.cancel({ payin: another, reference }))
      })
    }

    for (const [type, make] of Object.entries(PAYOUTS[name])) {
      it(`is what ${name} does with a payout to a ${type}`, async () => {
        const { payouts } = world.payments
        const can = known.get(name)!.payouts[type]!
        const { id: payout } = await make(world, `${name}-${type}`)
        await agrees(can.retrieve, () => payouts.retrieve({ id: payout }, { refresh: true }))
        await agrees(can.cancel, () => payouts.cancel({ payout, reference: `${name}-${type}` }))
      })
    }

    it(`is what ${name} does with accounts, customers, lists and stored instruments`, async () => {
      const { customers, balances, statements, payins, tokens } = world.payments
      const can = known.get(name)!
      await agrees(can.balances, () => balances.retrieve({ provider: name }))
      await agrees(can.statements, () => all(statements.list({ provider: name, ...EVER })))
      await agrees(can.listAtProvider, () => all(payins.listAtProvider({ provider: name, ...EVER })))
      await agrees(can.customers, () => customers.create({ ...customer(`${name}-customer`), provider: name }))
      for (const instrument of [{ type: 'card' } as const, payinSource('x').instrument, payoutTarget('x').instrument]) {
        const command = { ...payinSource(`${name}-${instrument.type}`), provider: name, instrument }
        await agrees(can.tokens[instrument.type] !== undefined, () => tokens.create(command))
      }
    })
  }
})

describe('a payin that its provider does not give back', () => {
  it('is refunded by payouts, in parts and by several providers, and never more than it brought', async () => {
    await using world = await startWorld({ journal: 'sqlite' })
    const { payins, refunds } = world.payments
    const { id: payin } = await payins.create(paymentLink('order-1'))
    world.palomma.actions.settle({ reference: 'order-1' })
    const paid = (await payins.retrieve({ id: payin }, { refresh: true }))!
    const { destination, customer: owner, redirectUrl } = pesoPayout('x')
    const command = { payin, via: 'payout', destination, customer: owner, redirectUrl } as const
    const part = { amount: '20000', currency: 'COP' }
    const first = await refunds.create({ ...command, reference: 'refund-1', amount: part })
    assert.deepEqual([first.status, first.provider, first.via], ['pending', 'palomma', 'payout'])
    const others = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => refunds.create({ ...command, reference: `r-${index}`, amount: part })),
    )
    const given = 20_000 * (1 + others.filter(({ status }) => status === 'fulfilled').length)
    assert.ok(given <= Number(paid.amount.amount) && given + 20_000 > Number(paid.amount.amount))
    assert.equal(world.palomma.ledger.count({ type: 'payout_request' }), given / 20_000)
    world.palomma.actions.settle({ reference: 'refund-1' })
    assert.equal((await refunds.retrieve({ id: first.id }, { refresh: true }))?.status, 'succeeded')
    assert.deepEqual((await payins.retrieve({ id: payin }))?.amountRefunded, part)
  })
})
