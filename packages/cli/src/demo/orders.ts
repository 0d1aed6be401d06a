import type { Money, Payin, Payout, Refund } from '@polyrail/core'
import type { DemoPayments } from './world.js'

type PayinCommand = Parameters<DemoPayments['payins']['create']>[0]
type PayoutCommand = Parameters<DemoPayments['payouts']['create']>[0]

/** What the merchant asks for; mostly the providers' own documented examples. */
export interface Order {
  readonly reference: string
  readonly amount: Money
  /** The merchant's code: the same for the first time and for every time after that. */
  readonly call: (payments: DemoPayments) => Promise<Payin | Payout | Refund>
}

const payin = (command: PayinCommand): Order => ({
  reference: command.reference,
  amount: command.amount,
  call: ({ payins }) => payins.create(command),
})

/** The id of the payment that an order is about. */
const idOf = async (payments: DemoPayments, { reference }: Order, of: 'payins' | 'payouts'): Promise<string> =>
  (await payments[of].retrieve({ reference }))?.id ?? ''

export const bankTransfer = payin({
  provider: 'palladium',
  reference: 'order-124',
  amount: { amount: '10000000', currency: 'IDR' },
  method: { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Test Bersama', singleUse: true },
})

export const shopPayment = payin({
  provider: 'palladium',
  reference: 'order-125',
  amount: { amount: '1000000', currency: 'IDR' },
  method: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Test Bersama' },
})

export const qrPayment = payin({
  provider: 'palladium',
  reference: 'order-126',
  amount: { amount: '200000', currency: 'IDR' },
  method: { type: 'qr_code' },
})

const PEPITO = {
  reference: 'customer-1',
  name: 'Pepito Perez',
  email: 'pepito@gmail.com',
  phone: '3013111111',
  document: { type: 'cc', number: '1037551022' },
} as const

export const linkPayment = payin({
  provider: 'palomma',
  reference: 'order-127',
  amount: { amount: '100000', currency: 'COP' },
  method: { type: 'payment_link' },
  redirectUrl: 'http://merchant.com/checkout',
  customer: PEPITO,
})

export const cardPayment = payin({
  provider: 'card-intent',
  reference: 'order-131',
  amount: { amount: '45.90', currency: 'USD' },
  method: { type: 'hosted_card' },
  redirectUrl: { success: 'https://merchant.com/thanks', failure: 'https://merchant.com/again' },
})

const CAPTURED = { amount: '30', currency: 'USD' }
export const cardCapture: Order = {
  reference: 'capture-132',
  amount: CAPTURED,
  call: async (payments) => {
    const payin = await idOf(payments, cardPayment, 'payins')
    return payments.payins.capture({ payin, reference: 'capture-132', amount: CAPTURED })
  },
}

const REFUNDED = { amount: '12.50', currency: 'USD' }
export const cardRefund: Order = {
  reference: 'refund-133',
  amount: REFUNDED,
  call: async (payments) => {
    const payin = await idOf(payments, cardPayment, 'payins')
    return payments.refunds.create({ payin, reference: 'refund-133', amount: REFUNDED, reason: 'One mug was broken' })
  },
}

const GIVEN_BACK = { amount: '40000', currency: 'COP' }
export const linkRefund: Order = {
  reference: 'refund-134',
  amount: GIVEN_BACK,
  call: async (payments) =>
    payments.refunds.create({
      payin: await idOf(payments, linkPayment, 'payins'),
      reference: 'refund-134',
      amount: GIVEN_BACK,
      via: 'payout',
      provider: 'palomma',
      destination: {
        type: 'bank_account',
        bankCode: 'bancolombia',
        accountType: 'savings',
        accountName: PEPITO.name,
        accountNumber: '91234567890',
      },
      customer: PEPITO,
      redirectUrl: 'http://merchant.com/account',
    }),
}

const send = (command: PayoutCommand): Order => ({
  reference: command.reference,
  amount: command.amount,
  call: ({ payouts }) => payouts.create(command),
})

const payout = (reference: string, amount: string): Order =>
  send({
    provider: 'palladium',
    reference,
    amount: { amount, currency: 'IDR' },
    destination: { type: 'bank_account', bankCode: 'BCA', accountName: 'Dono Warkop', accountNumber: '12345678' },
    description: 'Bayar Nasabah',
  })

export const panelPayout = send({
  provider: 'billon',
  reference: 'payout-135',
  amount: { amount: '25.50', currency: 'PLN' },
  destination: { type: 'recipient', userName: 'anna.k', notify: false },
  description: 'Commission 03',
  project: 'March commissions',
  availableFrom: '2031-03-01T00:00:00Z',
  availableUntil: '2099-03-31T00:00:00Z',
})

export const panelCancel: Order = {
  reference: 'cancel-136',
  amount: panelPayout.amount,
  call: async (payments) =>
    payments.payouts.cancel({ payout: await idOf(payments, panelPayout, 'payouts'), reference: 'cancel-136' }),
}

export const goodPayout = payout('payout-128', '20000000')
export const lostPayout = payout('payout-129', '5000000')
export const refusedPayout = payout('payout-130', '15000000')

export const allOrders: readonly Order[] = [
  bankTransfer,
  shopPayment,
  qrPayment,
  linkPayment,
  cardPayment,
  cardCapture,
  cardRefund,
  linkRefund,
  goodPayout,
  panelPayout,
  panelCancel,
  lostPayout,
  refusedPayout,
]
