import { createHash } from 'node:crypto'
import { CardData, type CreateCustomer, type CreatePayin, type CreatePayout, type CreateToken } from '@polyrail/core'

export const virtualAccount = (reference: string) =>
  ({
    provider: 'palladium',
    reference,
    amount: { amount: '150000', currency: 'IDR' },
    method: { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Contoh Jaya', singleUse: true },
  }) as const satisfies CreatePayin

export const retailOutlet = (reference: string) =>
  ({
    provider: 'palladium',
    reference,
    amount: { amount: '85000', currency: 'IDR' },
    method: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Contoh Jaya' },
  }) as const satisfies CreatePayin

export const qrCode = (reference: string) =>
  ({
    provider: 'palladium',
    reference,
    amount: { amount: '42000', currency: 'IDR' },
    method: { type: 'qr_code' },
  }) as const satisfies CreatePayin

/** A recipient of its own for each reference: a second payout to one whose first is unresolved would be refused. */
const numberFor = (reference: string): string =>
  String(createHash('sha256').update(reference).digest().readUInt32BE(0)).padStart(10, '0')

export const bankPayout = (reference: string) =>
  ({
    provider: 'palladium',
    reference,
    amount: { amount: '250000', currency: 'IDR' },
    destination: {
      type: 'bank_account',
      bankCode: 'BCA',
      accountName: 'Sri Rahayu',
      accountNumber: numberFor(reference),
    },
    description: 'Komisi Mei',
  }) as const satisfies CreatePayout

const LAURA = {
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '3005550142',
  document: { type: 'cc', number: '52834410' },
} as const

export const customer = (reference: string) =>
  ({ provider: 'palomma', reference, customer: LAURA }) as const satisfies CreateCustomer

/** A link for a payer who is not on file: it takes two calls, the customer's and the link's. */
export const paymentLink = (reference: string) =>
  ({
    provider: 'palomma',
    reference,
    amount: { amount: '84000', currency: 'COP' },
    method: { type: 'payment_link' },
    customer: LAURA,
    description: 'Pedido 9001',
    redirectUrl: 'https://shop.example.com/return',
  }) as const satisfies CreatePayin

/** A link for a payer who may be on file under the merchant's own reference. */
export const paymentLinkFor = (payer: string, reference: string) =>
  ({ ...paymentLink(reference), customer: { ...LAURA, reference: payer } }) as const satisfies CreatePayin

const CARD = { number: '4111111111111111', expiryMonth: 12, expiryYear: 2098, securityCode: '012' }

/** With a new object for the card each time: it is no part of what makes a payment the same. */
export const card = (reference: string, capture: 'automatic' | 'manual' = 'automatic') =>
  ({
    provider: 'card-intent',
    reference,
    amount: { amount: '45.90', currency: 'USD' },
    method: { type: 'card', card: new CardData(CARD) },
    capture,
  }) as const satisfies CreatePayin

export const hostedCard = (reference: string) =>
  ({
    provider: 'card-intent',
    reference,
    amount: { amount: '45.90', currency: 'USD' },
    method: { type: 'hosted_card' },
    redirectUrl: { success: 'https://shop.example.com/ok', failure: 'https://shop.example.com/no' },
  }) as const satisfies CreatePayin

export const panelPayout = (reference: string) =>
  ({
    provider: 'billon',
    reference,
    amount: { amount: '25.50', currency: 'PLN' },
    destination: { type: 'recipient', userName: `anna.${reference}`, notify: false },
    description: 'Commission 03/2098',
    project: 'March commissions',
    availableFrom: '2031-03-01T00:00:00Z',
    availableUntil: '2098-03-31T00:00:00Z',
  }) as const satisfies CreatePayout

const ACCOUNT = { bankCode: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' } as const
const PAGE = 'https://shop.example.com/return'

export const payinSource = (reference: string) =>
  ({
    provider: 'palomma',
    reference,
    instrument: { type: 'payin_source', ...ACCOUNT },
    customer: LAURA,
    redirectUrl: PAGE,
  }) as const satisfies CreateToken

export const payoutTarget = (reference: string) =>
  ({
    provider: 'palomma',
    reference,
    instrument: { type: 'payout_target', ...ACCOUNT },
    customer: LAURA,
    redirectUrl: PAGE,
  }) as const satisfies CreateToken

export const savedPayout = (reference: string, target: string) =>
  ({
    provider: 'palomma',
    reference,
    amount: { amount: '120000', currency: 'COP' },
    destination: { type: 'saved', target },
  }) as const satisfies CreatePayout

export const pesoPayout = (reference: string) =>
  ({
    provider: 'palomma',
    reference,
    amount: { amount: '120000', currency: 'COP' },
    destination: { type: 'bank_account', accountName: LAURA.name, ...ACCOUNT },
    customer: LAURA,
    redirectUrl: PAGE,
  }) as const satisfies CreatePayout

export const debit = (reference: string, source: string) =>
  ({
    provider: 'palomma',
    reference,
    amount: { amount: '39000', currency: 'COP' },
    method: { type: 'bank_debit', source },
  }) as const satisfies CreatePayin
