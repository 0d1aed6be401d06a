import type { PayinSample, Setup } from '@polyrail/conformance'
import { cancel, capture, refund } from './changes.js'
import { HOLDER, LINE_ITEMS, PAN, PAYMENT_ID, WIRE_HOLDER, WIRE_ITEMS, card, dollars, unrecognized } from './samples.js'

const ORDER = { order_id: '{reference}', order_amount: 4590, order_currency: 'USD' }
const WIRE_CARD = { pan: PAN, expiry: '022098', code: '012' }
const REQUEST = { operation: 'authcap', external_id: '{reference}', order: ORDER, card: WIRE_CARD }

const MANUAL = { with: { capture: 'manual' } } as const

const captured = { status: 'succeeded', reason: undefined, settlement: 'pending' }
const authorized = { status: 'authorized', reason: undefined, settlement: undefined }
const declined = { status: 'declined', settlement: undefined, reason: { code: 'declined', providerCode: undefined } }

/** A card that its holder has typed on the page of an intent. */
const byToken = async ({ payments, provider, reference, act }: Setup) => {
  const { providerId = '' } = await payments.tokens.create({ provider, reference: `${reference}-card` })
  const { token } = (await act('tokenize', { reference: `${reference}-card`, providerId })) as {
    readonly token: string
  }
  return { method: { type: 'card', token } } as const
}

/** What was taken of 45.90 and what is still open decide what a word means. */
const sums = (edit: Readonly<Record<string, unknown>>, expect: object, title: string) =>
  ({ title, to: 'create', edit, expect: { reason: undefined, ...expect } }) as const

export const cardPayin: PayinSample = {
  command: () => Promise.resolve({ amount: dollars('45.90'), method: card() }),
  currencies: {
    USD: { decimals: 2, maximum: '9999999999.99' },
    EUR: { decimals: 2, maximum: '9999999999.99' },
  },
  amount: { at: '/order/order_amount', unit: 'minor' },
  creates: { endpoint: 'POST /transactions', request: REQUEST },
  retrieves: { endpoint: 'GET /transactions/{id}' },
  names: { id: 'id', status: 'status', amount: 'order_amount', reference: 'external_id' },
  lost: 'found',
  others: [
    { title: 'another type', edit: { type: 'REFUND' }, unclear: true },
    { title: 'another currency', edit: { order_currency: 'EUR' }, unclear: true },
    { title: 'no reference', edit: { external_id: null }, unclear: true },
  ],
  secrets: [PAN],
  created: {
    ...captured,
    providerId: PAYMENT_ID,
    method: { type: 'card', card: '[card]' },
    amount: dollars('45.90'),
    amountAuthorized: dollars('45.90'),
    amountCaptured: dollars('45.90'),
    amountCanceled: dollars('0'),
    amountRefunded: dollars('0'),
    nextAction: undefined,
  },
  variants: [
    {
      title: 'authorized only',
      with: { capture: 'manual' },
      request: { ...REQUEST, operation: 'authorize' },
      created: { ...authorized, amountAuthorized: dollars('45.90'), amountCaptured: dollars('0') },
    },
    {
      title: 'captured at once, as it was asked for',
      with: { capture: 'automatic' },
      request: REQUEST,
      created: captured,
    },
    {
      title: 'by token',
      with: byToken,
      request: { ...REQUEST, card: undefined, token: /./ },
      created: { method: { type: 'card', token: '[token]' } },
    },
    {
      title: 'everything about the card and its holder',
      with: {
        method: card({ expiryMonth: 11, holder: 'ADA LOVELACE', postalCode: 'SW1Y 4JH', country: 'GB' }),
        customer: HOLDER,
        lineItems: LINE_ITEMS,
      },
      request: {
        ...REQUEST,
        card: { ...WIRE_CARD, expiry: '112098', name: 'ADA LOVELACE', zip: 'SW1Y 4JH', country: 'GB' },
        order: { ...ORDER, order_items: WIRE_ITEMS, card_holder: WIRE_HOLDER },
      },
    },
    {
      title: 'a card without a code, of somebody with one name',
      with: { method: card({ securityCode: undefined }), customer: { name: 'Ada' } },
      request: {
        ...REQUEST,
        card: { ...WIRE_CARD, code: undefined },
        order: { ...ORDER, card_holder: { first_name: 'Ada' } },
      },
    },
    {
      title: 'in euros',
      with: { amount: { amount: '0.07', currency: 'EUR' } },
      request: { ...REQUEST, order: { ...ORDER, order_amount: 7, order_currency: 'EUR' } },
      created: { amount: { amount: '0.07', currency: 'EUR' }, amountCaptured: { amount: '0.07', currency: 'EUR' } },
    },
    {
      title: 'in yen, which have no decimals',
      settings: 'abroad',
      with: { amount: { amount: '500', currency: 'JPY' } },
      request: { ...REQUEST, order: { ...ORDER, order_amount: 500, order_currency: 'JPY' } },
      created: { amount: { amount: '500', currency: 'JPY' } },
    },
    {
      title: 'in dinars, which have three',
      settings: 'abroad',
      with: { amount: { amount: '999999999.999', currency: 'KWD' } },
      request: { ...REQUEST, order: { ...ORDER, order_amount: 999999999999, order_currency: 'KWD' } },
      created: { amount: { amount: '999999999.999', currency: 'KWD' } },
    },
    {
      title: 'as much as there is in yen',
      settings: 'abroad',
      with: { amount: { amount: '999999999999', currency: 'JPY' } },
      created: { amount: { amount: '999999999999', currency: 'JPY' } },
    },
    {
      title: 'that its issuer declines',
      with: { amount: dollars('45.13') },
      created: { ...declined, amountAuthorized: dollars('0'), amountCaptured: dollars('0') },
    },
  ],
  refused: [
    {
      title: 'a raw card, where they are not taken',
      settings: 'noRawCards',
      with: {},
      path: 'method.card',
    },
    {
      title: 'too many yen',
      settings: 'abroad',
      with: { amount: { amount: '1000000000000', currency: 'JPY' } },
      path: 'amount.amount',
    },
    {
      title: 'too many dinars',
      settings: 'abroad',
      with: { amount: { amount: '1000000000.000', currency: 'KWD' } },
      path: 'amount.amount',
    },
  ],
  refusedByProvider: [
    {
      title: 'a token that nobody made',
      with: { method: { type: 'card', token: 'no-such-token' } },
      code: 'provider_rejected',
      providerCode: 'invalid_request',
    },
  ],
  stories: [
    { acts: ['settle'], expect: { ...captured, settlement: 'settled' } },
    { acts: ['expire'], with: { capture: 'manual' }, expect: { status: 'expired', reason: undefined } },
  ],
  words: {
    DECLINED: declined,
    VOIDED: { status: 'canceled', reason: undefined, settlement: undefined },
    EXPIRED: captured,
    CAPTURED: captured,
    PARTIAL_SETTLED: { ...captured, settlement: 'partial' },
    SETTLED: { ...captured, settlement: 'settled' },
    AUTHORIZED: authorized,
    PARTIAL_CAPTURED: { ...authorized, status: 'partially_captured' },
    captured: { status: 'processing', settlement: undefined, reason: unrecognized('captured') },
  },
  answers: [
    sums(
      { status: 'CAPTURED', amount_captured: 4000 },
      { status: 'partially_captured', settlement: 'pending' },
      'a part is open',
    ),
    sums(
      { status: 'PARTIAL_SETTLED', amount_captured: 4000 },
      { status: 'partially_captured', settlement: 'partial' },
      'a part is settled, and a part open',
    ),
    sums(
      { status: 'PARTIAL_SETTLED', amount_captured: 4000, amount_voided: 590 },
      { status: 'succeeded', settlement: 'partial', amountCanceled: dollars('5.90') },
      'a part is settled, and the rest was given back',
    ),
    sums(
      { status: 'SETTLED', amount_captured: 4000 },
      { status: 'succeeded', settlement: 'settled', amountCaptured: dollars('40') },
      'all is settled, whatever is open',
    ),
    sums(
      { status: 'SETTLED', amount_refunded: 590 },
      { status: 'succeeded', amountRefunded: dollars('5.90') },
      'a part was refunded',
    ),
    sums(
      { status: 'EXPIRED', amount_captured: 0 },
      { status: 'expired', settlement: undefined, amountCaptured: dollars('0') },
      'it lapsed before anything was captured',
    ),
    sums(
      { status: 'EXPIRED', amount_captured: 2000 },
      { status: 'succeeded', settlement: 'pending', amountCaptured: dollars('20') },
      'a part was captured before it lapsed',
    ),
    sums({ external_id: null }, captured, 'no reference'),
    { title: 'a refund', to: 'create', edit: { type: 'REFUND' }, expect: 'unbelievable' },
    { title: 'another currency', to: 'create', edit: { order_currency: 'EUR' }, expect: 'unbelievable' },
    { title: 'an amount below zero', to: 'create', edit: { amount_voided: -1 }, expect: 'unbelievable' },
    { title: 'a refund in place of it', to: 'retrieve', edit: { type: 'REFUND' }, expect: 'unbelievable' },
  ],
  capture: capture(MANUAL),
  cancel: cancel(MANUAL),
  refund: refund({}),
}
