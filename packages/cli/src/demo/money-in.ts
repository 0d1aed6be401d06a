import type { NextAction } from '@polyrail/core'
import { attempt } from './attempt.js'
import type { Moment, Step } from './chapter.js'
import {
  bankTransfer,
  cardCapture,
  cardPayment,
  cardRefund,
  linkPayment,
  linkRefund,
  qrPayment,
  shopPayment,
  type Order,
} from './orders.js'
import type { World } from './world.js'

const step = (id: string, title: string, order: Order) => ({
  id,
  part: 'Money in',
  title,
  reference: order.reference,
  amount: order.amount,
})

export const moneyIn: readonly Step[] = [
  {
    ...step('virtual-account', 'Bank transfer to a BNI virtual account', bankTransfer),
    play: async (world) => [
      await opened(world, bankTransfer),
      await paid(world, bankTransfer, (reference) => {
        world.palladium.actions.pay({ reference })
        world.palladium.actions.settle({ reference })
        return 'The payer transfers the money. polyrail asks the provider: it is there.'
      }),
    ],
  },
  {
    ...step('alfamart', 'Cash at an Alfamart shop', shopPayment),
    play: async (world) => [await opened(world, shopPayment)],
  },
  {
    ...step('qris', 'QR code (QRIS)', qrPayment),
    play: async (world) => [await opened(world, qrPayment)],
  },
  {
    ...step('payment-link', 'Payment link in Colombia', linkPayment),
    play: async (world) => [
      await opened(world, linkPayment),
      await paid(world, linkPayment, (reference) => {
        world.palomma.actions.pay({ reference })
        world.palomma.actions.settle({ reference })
        return 'The payer confirms, the bank approves. polyrail asks the provider: it is there.'
      }),
    ],
  },
  {
    ...step('hosted-card', 'Card on a hosted page', cardPayment),
    play: async (world) => [
      await opened(world, cardPayment),
      await paid(world, cardPayment, (reference) => {
        world.cards.actions.checkout({ reference })
        return 'The payer types the card there. polyrail asks the provider: it is authorized.'
      }),
      await done(world, cardCapture, 'One mug of two is in stock: 30 USD are captured.'),
      await done(world, cardRefund, 'It arrives broken: 12.50 USD are given back.'),
    ],
  },
  {
    ...step('refund-by-payout', 'Money back for the payment link', linkRefund),
    part: 'Money back',
    play: async (world) => [
      await done(world, linkRefund, 'The provider refunds no links, so 40,000 of the 100,000 go out as a payout.'),
      await tooMuch(world),
    ],
  },
]

const done = async (world: World, order: Order, text: string): Promise<Moment> => {
  const { facts } = await attempt(world, order)
  return { text, ...facts }
}

/** More than what is left is refused, whatever the path. */
const tooMuch = async (world: World): Promise<Moment> => {
  const amount = { amount: '60001', currency: 'COP' }
  const again: Order = {
    reference: 'refund-too-much',
    amount,
    call: async ({ payins, refunds }) => {
      const payin = (await payins.retrieve({ reference: linkPayment.reference }))?.id ?? ''
      const destination = { type: 'saved', target: 'any' } as const
      return refunds.create({ payin, reference: 'refund-too-much', amount, via: 'payout', destination })
    },
  }
  const { facts } = await attempt(world, again)
  return { text: 'Another 60,001 COP would be more than is left: nothing is sent.', status: facts.status }
}

const opened = async (world: World, order: Order): Promise<Moment> => {
  const { payment, facts } = await attempt(world, order)
  return { ...(payment?.nextAction === undefined ? { text: 'Asked for.' } : invitation(payment.nextAction)), ...facts }
}

/** More does not fit on a line, and nobody types it. */
const LONGEST = 66

/** What the merchant shows to the payer. */
const invitation = (action: NextAction): Pick<Moment, 'text' | 'qrCode'> => {
  switch (action.type) {
    case 'transfer_to_virtual_account':
      return { text: `Ready: ${action.bankCode} account ${action.accountNumber}, ${action.accountName}.` }
    case 'pay_at_outlet':
      return { text: `Ready: the payer shows the code ${action.paymentCode} at the till.` }
    case 'show_qr_code':
      return { text: 'Ready: the payer scans this. (Simulated: no app can pay it.)', qrCode: action.payload }
    case 'redirect':
      return { text: `Ready: ${action.url.length > LONGEST ? `${action.url.slice(0, LONGEST)}…` : action.url}` }
  }
}

const paid = async (world: World, { reference }: Order, pay: (reference: string) => string): Promise<Moment> => {
  const text = pay(reference)
  const payin = await world.payments.payins.retrieve({ reference }, { refresh: true })
  return { text, reference, ...(payin === undefined ? {} : { status: payin.status }) }
}
