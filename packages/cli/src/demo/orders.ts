import type { DemoPayments } from './world.js'

type PayinCommand = Parameters<DemoPayments['payins']['create']>[0]
type PayoutCommand = Parameters<DemoPayments['payouts']['create']>[0]

/** What the merchant asks for; mostly the providers' own documented examples. */
export type Order =
  | { readonly kind: 'payin'; readonly command: PayinCommand }
  | { readonly kind: 'payout'; readonly command: PayoutCommand }

const payin = (command: PayinCommand): Order => ({ kind: 'payin', command })

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

export const linkPayment = payin({
  provider: 'palomma',
  reference: 'order-127',
  amount: { amount: '100000', currency: 'COP' },
  method: { type: 'payment_link' },
  redirectUrl: 'http://merchant.com/checkout',
  customer: {
    reference: 'customer-1',
    name: 'Pepito Perez',
    email: 'pepito@gmail.com',
    phone: '3013111111',
    document: { type: 'cc', number: '1037551022' },
  },
})

const payout = (reference: string, amount: string): Order => ({
  kind: 'payout',
  command: {
    provider: 'palladium',
    reference,
    amount: { amount, currency: 'IDR' },
    destination: { type: 'bank_account', bankCode: 'BCA', accountName: 'Dono Warkop', accountNumber: '12345678' },
    description: 'Bayar Nasabah',
  },
})

export const goodPayout = payout('payout-128', '20000000')
export const lostPayout = payout('payout-129', '5000000')
export const refusedPayout = payout('payout-130', '15000000')

export const allOrders: readonly Order[] = [
  bankTransfer,
  shopPayment,
  qrPayment,
  linkPayment,
  goodPayout,
  lostPayout,
  refusedPayout,
]
