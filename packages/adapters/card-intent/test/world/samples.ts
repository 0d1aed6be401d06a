import { CardData } from '@polyrail/core'

/** What several samples are about. */
export const dollars = (amount: string) => ({ amount, currency: 'USD' })

export const PAYMENT_ID = /^trx_[0-9A-Z]{26}$/

export const PAN = '4111111111111111'

/** A new object each time: it is no part of what makes a payment the same. */
export const card = (also: object = {}) => ({
  type: 'card' as const,
  card: new CardData({ number: PAN, expiryMonth: 2, expiryYear: 2098, securityCode: '012', ...also }),
})

export const CLIENT_ID = 'acc_tests'

export const unrecognized = (providerCode: string) => ({ code: 'unrecognized_status', providerCode })

export const LINE_ITEMS = [
  { title: 'Notebook', id: 'sku-1', quantity: 2, price: '12.95' },
  { title: 'Pen', quantity: 1, price: '20' },
] as const

export const WIRE_ITEMS = [
  { item_title: 'Notebook', item_id: 'sku-1', item_qty: 2, item_price: 1295 },
  { item_title: 'Pen', item_id: '2', item_qty: 1, item_price: 2000 },
]

export const HOLDER = {
  name: '  Ada  King Lovelace ',
  email: 'ada@example.com',
  phone: '+442071234567',
  address: {
    line1: '12 St James Square',
    line2: 'Flat 3',
    city: 'London',
    state: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
  },
} as const

export const WIRE_HOLDER = {
  first_name: 'Ada',
  last_name: 'King Lovelace',
  email: 'ada@example.com',
  phone: '+442071234567',
  address_1: '12 St James Square',
  address_2: 'Flat 3',
  postal_code: 'SW1Y 4JH',
  city: 'London',
  state: 'London',
  country: 'GB',
}
