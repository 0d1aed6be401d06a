import {
  defined,
  undefinedIfNotFound,
  ConfigurationError,
  Type,
  ValidationError,
  cardDetails,
  decimalsOf,
  type InputOf,
  type PayinMethodDefinition,
} from '@polyrail/core'
import { change } from './changes.js'
import type { Checkout } from './checkout.js'
import { createTransaction, retrieveTransaction } from './endpoints.js'
import { hostedCard } from './hosted.js'
import { toOrder } from './orders.js'
import { refund } from './refunds.js'
import { fromPayment } from './transactions.js'

const DEFAULT_CURRENCIES = ['USD', 'EUR']
/** Of this wire's integers, by the samples; no limit is stated. */
const LARGEST_MINOR = 999_999_999_999n

interface Rules {
  readonly currencies?: readonly string[]
  readonly allowRawCards?: boolean
  readonly checkout: Checkout
}

export const payinsOf = ({ currencies = DEFAULT_CURRENCIES, allowRawCards = false, checkout }: Rules) => {
  const limits = Object.fromEntries(currencies.map((currency) => [currency, limitsOf(currency)]))
  const card: PayinMethodDefinition<'card'> = {
    currencies: limits,
    accepts: Type.Object({}),
    uses: ['capture', 'customer', 'lineItems'],
    sends: createTransaction,
    create: async ({ method, capture, ...ordered }, { call, reference }) => {
      const made = await call(createTransaction, {
        operation: capture === 'manual' ? 'authorize' : 'authcap',
        external_id: reference,
        order: toOrder(ordered, reference),
        ...('token' in method ? { token: method.token } : toCard(method.card, allowRawCards)),
      })
      return fromPayment(made)
    },
    retrieve: ({ providerId }, { call }) =>
      call(retrieveTransaction, { trx_id: providerId }).then(fromPayment, undefinedIfNotFound),
    capture: change('capture'),
    cancel: change('void'),
    refund,
  }
  return { card, hosted_card: hostedCard({ currencies: limits, checkout }) }
}

const limitsOf = (currency: string) => {
  const decimals = decimalsOf(currency)
  if (decimals === undefined) {
    throw new ConfigurationError([{ path: 'currencies', message: `${currency} is not a currency of ISO 4217` }])
  }
  const maximum = LARGEST_MINOR.toString()
  const whole = maximum.slice(0, maximum.length - decimals)
  return { decimals, maximum: decimals === 0 ? maximum : `${whole}.${maximum.slice(maximum.length - decimals)}` }
}

/** In a look-up the card is gone, and not needed. */
const toCard = (data: unknown, isAllowed: boolean): Pick<InputOf<typeof createTransaction>, 'card'> => {
  if (!isAllowed) {
    throw new ValidationError([
      { path: 'method.card', message: 'is refused, unless allowRawCards is set for the account' },
    ])
  }
  const card = cardDetails(data)
  if (card === undefined) return {}
  const { number, expiryMonth, expiryYear, securityCode, holder, postalCode, country } = card
  return {
    card: defined({
      pan: number,
      expiry: `${String(expiryMonth).padStart(2, '0')}${expiryYear}`,
      code: securityCode,
      name: holder,
      country,
      zip: postalCode,
    }),
  }
}
