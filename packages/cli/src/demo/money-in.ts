import type { NextAction } from '@polyrail/core'
import { attempt } from './attempt.js'
import type { Moment, Step } from './chapter.js'
import { bankTransfer, linkPayment, qrPayment, shopPayment, type Order } from './orders.js'
import type { World } from './world.js'

const step = (id: string, title: string, order: Order) => ({
  id,
  part: 'Money in',
  title,
  reference: order.command.reference,
  amount: order.command.amount,
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
]

const opened = async (world: World, order: Order): Promise<Moment> => {
  const { payment, facts } = await attempt(world, order)
  return { ...(payment?.nextAction === undefined ? { text: 'Asked for.' } : invitation(payment.nextAction)), ...facts }
}

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
      return { text: `Ready: ${action.url}` }
  }
}

const paid = async (world: World, { command }: Order, pay: (reference: string) => string): Promise<Moment> => {
  const { reference } = command
  const text = pay(reference)
  const payin = await world.payments.payins.retrieve({ reference }, { refresh: true })
  return { text, reference, ...(payin === undefined ? {} : { status: payin.status }) }
}
