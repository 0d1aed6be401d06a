import type { PayinSample, TokenSample } from '@polyrail/conformance'
import { cancel, capture, refund } from './changes.js'
import { CLIENT_ID, HOLDER, LINE_ITEMS, PAYMENT_ID, WIRE_HOLDER, WIRE_ITEMS, dollars, unrecognized } from './samples.js'

const URLS = { success: 'https://shop.example.com/ok', failure: 'https://shop.example.com/no' }
const ORDER = { order_id: '{reference}', order_amount: 4590, order_currency: 'USD' }
const REQUEST = { external_id: '{reference}', redirect_urls: URLS, order: ORDER }

const NAMES = { id: 'intent_id', reference: 'reference_id' }
const WAITING = {
  status: 'requires_action',
  nextAction: { type: 'redirect', url: `{url}/checkout?client_id=${CLIENT_ID}&intent_id={providerId}` },
}

/** Once somebody has paid, it is the payment. */
const paid = (status: string, also: object = {}) => ({
  status,
  providerId: PAYMENT_ID,
  nextAction: undefined,
  reason: undefined,
  ...also,
})

export const hostedCard: PayinSample = {
  command: { amount: dollars('45.90'), method: { type: 'hosted_card' }, redirectUrl: URLS },
  currencies: {
    USD: { decimals: 2, maximum: '9999999999.99' },
    EUR: { decimals: 2, maximum: '9999999999.99' },
  },
  amount: { at: '/order/order_amount', unit: 'minor' },
  creates: { endpoint: 'POST /intents/payment', request: REQUEST },
  retrieves: { endpoint: 'GET /transaction' },
  names: { ...NAMES, status: 'status' },
  askedAfter: ['checkout'],
  lost: 'harmless',
  created: { ...WAITING, providerId: /^\w+$/, amount: dollars('45.90'), reason: undefined },
  variants: [
    {
      title: 'on a page of its own',
      settings: 'ownPage',
      with: {},
      created: {
        nextAction: { url: `https://pay.shop.example.com/checkout?client_id=${CLIENT_ID}&intent_id={providerId}` },
      },
    },
    {
      title: 'one page to come back to, with everything about the order',
      with: { redirectUrl: 'https://shop.example.com/back', customer: HOLDER, lineItems: LINE_ITEMS },
      request: {
        ...REQUEST,
        redirect_urls: { success: 'https://shop.example.com/back', failure: 'https://shop.example.com/back' },
        order: { ...ORDER, order_items: WIRE_ITEMS, card_holder: WIRE_HOLDER },
      },
    },
  ],
  refused: [{ title: 'no page to come back to', with: { redirectUrl: undefined }, path: 'redirectUrl' }],
  stories: [
    { acts: ['checkout'], expect: paid('authorized', { amountAuthorized: dollars('45.90') }) },
    {
      acts: ['checkout-declined'],
      expect: { ...WAITING, reason: { code: 'declined_once', providerCode: undefined } },
    },
    { acts: ['checkout-declined', 'checkout'], expect: paid('authorized') },
    { acts: ['checkout', 'capture'], expect: paid('succeeded', { amountCaptured: dollars('45.90') }) },
  ],
  words: {
    AUTHORIZED: paid('authorized'),
    PARTIAL_CAPTURED: paid('partially_captured'),
    CAPTURED: paid('succeeded', { settlement: 'pending' }),
    SETTLED: paid('succeeded', { settlement: 'settled' }),
    VOIDED: paid('canceled'),
    EXPIRED: paid('expired'),
    DECLINED: { ...WAITING, reason: { code: 'declined_once', providerCode: undefined } },
    authorized: paid('processing', { reason: unrecognized('authorized') }),
  },
  answers: [
    { title: 'a refund under its reference', to: 'retrieve', edit: { type: 'REFUND' }, expect: 'unbelievable' },
    // Core takes no word of a payment of another amount.
    {
      title: 'another amount under its reference',
      to: 'retrieve',
      edit: { order_amount: 7 },
      expect: { status: 'requires_action', amount: dollars('45.90') },
    },
  ],
  capture: capture({ acts: ['checkout'] }),
  cancel: cancel({ acts: ['checkout'] }),
  refund: refund({ acts: ['checkout', 'capture'] }),
}

export const cardToken: TokenSample = {
  command: { instrument: { type: 'card' } },
  creates: { endpoint: 'POST /intents/card', request: { external_id: '{reference}' } },
  names: NAMES,
  lost: 'blind',
  created: { ...WAITING, providerId: /^\w+$/, token: undefined },
}
