import { defined, wireMinor, type CustomerDetails, type InputOf, type LineItem, type Money } from '@polyrail/core'
import type { createPaymentIntent } from './endpoints.js'

type Order = InputOf<typeof createPaymentIntent>['order']

interface Ordered {
  readonly amount: Money
  readonly customer?: CustomerDetails
  readonly lineItems?: readonly LineItem[]
}

export const toOrder = ({ amount, customer, lineItems }: Ordered, reference: string): Order => ({
  // Searchable, and never answered.
  order_id: reference,
  order_amount: wireMinor(amount),
  order_currency: amount.currency,
  ...defined({
    order_items: lineItems?.map((item, index) => toItem(item, { amount, index })),
    card_holder: customer && toHolder(customer),
  }),
})

const toItem = (
  { title, id, quantity, price }: LineItem,
  { amount: { currency }, index }: { readonly amount: Money; readonly index: number },
) => ({
  item_title: title,
  item_id: id ?? String(index + 1),
  item_qty: quantity,
  // The unit is not stated; like every amount of this wire, in minor units.
  item_price: wireMinor({ amount: price, currency }),
})

const toHolder = ({ name, email, phone, address = {} }: CustomerDetails): NonNullable<Order['card_holder']> => {
  const [first, ...others] = name.trim().split(/\s+/)
  const last = others.join(' ')
  const { line1, line2, city, state, postalCode, country } = address
  const fields = {
    first_name: first,
    last_name: last,
    email,
    phone,
    address_1: line1,
    address_2: line2,
    postal_code: postalCode,
    city,
    state,
    country,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => Boolean(value)))
}
