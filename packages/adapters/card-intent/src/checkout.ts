import type { NextAction, Place } from '@polyrail/core'
import type { CardIntentConfig } from './config.js'

const PAGES = new Map([
  ['live', 'https://checkout.us.payapex.com'],
  ['test', 'https://test.checkout.us.payapex.com'],
])

/** Where an account's payers type their cards. */
export interface Checkout {
  readonly url: string
  readonly clientId: string
}

/** The page of the environment; at another host it is not told, and looked for at the same one. */
export const checkoutOf = ({ clientId, checkoutUrl }: CardIntentConfig, { baseUrl, environment }: Place): Checkout => ({
  clientId,
  url: checkoutUrl ?? PAGES.get(environment ?? '') ?? `${baseUrl}/checkout`,
})

/** The merchant puts the address together: the answer to an intent has none. */
export const hostedPage = ({ url, clientId }: Checkout, intent: string): NextAction => ({
  type: 'redirect',
  url: `${url}?client_id=${encodeURIComponent(clientId)}&intent_id=${encodeURIComponent(intent)}`,
})
