import { day, listOf, positiveInteger, object, optional, price, shaped, text } from './fields.js'

const name = optional(text)

// Neither the date's nor the country's form is documented.
const CARD_HOLDER = object({
  first_name: name,
  middle_name: name,
  last_name: name,
  dob: optional(day),
  email: optional(shaped(/^[^@\s]+@[^@\s]+$/, 'an e-mail address')),
  phone: name,
  address_1: name,
  address_2: name,
  postal_code: name,
  city: name,
  state: name,
  country: optional(shaped(/^[A-Z]{2}$/, 'two capital letters')),
})

const ITEM = object({ item_title: text, item_id: text, item_qty: positiveInteger, item_price: price })

/** What is bought. Items and holder are checked and then forgotten: no answer shows them. */
export const ORDER = object({
  order_id: text,
  order_amount: positiveInteger,
  order_currency: shaped(/^[A-Z]{3}$/, 'a currency of three capital letters'),
  order_items: optional(listOf(ITEM)),
  card_holder: optional(CARD_HOLDER),
})
