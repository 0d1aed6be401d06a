import type { PayinSample } from '@polyrail/conformance'
import { preparations } from './payers.js'
import { ID, LAURA, NOT_OURS, PAGE, ended, fees, pesos, unrecognized } from './samples.js'

const COMMAND = {
  amount: pesos('84000'),
  method: { type: 'payment_link' },
  customer: LAURA,
  description: 'Pedido 9001',
  redirectUrl: PAGE,
} as const

const REQUEST = {
  type: 'general',
  customerId: ID,
  redirectUrl: PAGE,
  amount: 84000,
  availableTypes: ['pse', 'bancolombiaButton', 'nequiButton', 'card', 'bancolombiaCollect'],
  reference: '{reference}',
  description: 'Pedido 9001',
}

/** The provider takes a time within a week. */
const TOMORROW = Math.floor(Date.now() / 1000) * 1000 + 86_400_000
const IN_BOGOTA = new Date(TOMORROW - 5 * 3_600_000).toISOString().slice(0, 19)

const open = { status: 'pending', reason: undefined }
const paying = { status: 'processing', nextAction: undefined, reason: undefined }
const paid = { status: 'succeeded', nextAction: undefined, reason: undefined }

const leadingTo = (paymentUrl: string, url?: string) =>
  ({
    title: `a page at ${paymentUrl}`,
    to: 'create',
    edit: { paymentUrl },
    expect: url === undefined ? 'unbelievable' : { ...open, nextAction: { type: 'redirect', url } },
  }) as const

const expiring = (expiration: string | null, expiresAt: string | undefined) =>
  ({
    title: `an expiration of ${String(expiration)}`,
    to: 'create',
    edit: { expiration },
    expect: { ...open, expiresAt },
  }) as const

const PAID = [
  { acts: ['pay'], expect: paying },
  { acts: ['settle'], expect: { ...paid, amountCaptured: pesos('84000') } },
  { acts: ['expire'], expect: { status: 'expired', nextAction: undefined, reason: { code: 'expired' } } },
  { acts: ['decline'], expect: { status: 'failed', reason: { code: 'declined_by_bank' } } },
] as const

export const paymentLink: PayinSample = {
  command: COMMAND,
  currencies: { COP: { decimals: 0, minimum: '1501', maximum: '2000000' } },
  amount: { at: '/amount', unit: 'major' },
  expires: true,
  creates: { endpoint: 'POST /payinLinks', request: REQUEST },
  retrieves: { endpoint: 'GET /payinLinks/{id}' },
  names: { id: 'id', status: 'status', amount: 'amount', reference: 'reference' },
  lost: 'found',
  others: [{ title: 'another customer', edit: { customerId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }, unclear: true }, NOT_OURS],
  seesTwo: true,
  created: {
    ...open,
    providerId: ID,
    amount: pesos('84000'),
    amountCaptured: pesos('0'),
    nextAction: { type: 'redirect', url: 'http://payments.palomma.com/payinLinks?payinLinkId={providerId}' },
  },
  variants: [
    {
      title: 'with two ways of paying, until a time in Bogotá',
      with: {
        method: { type: 'payment_link', availableTypes: ['pse', 'card'] },
        expiresAt: new Date(TOMORROW + 750).toISOString(),
        customer: { ...LAURA, reference: 'payer-1' },
      },
      request: { ...REQUEST, availableTypes: ['pse', 'card'], expiration: IN_BOGOTA },
      created: { expiresAt: new Date(TOMORROW).toISOString() },
    },
    {
      title: 'into an account of its own',
      settings: 'accounts',
      with: {},
      request: { ...REQUEST, targetMerchantAccountId: 'default' },
    },
    {
      title: 'as much as was agreed on',
      settings: 'small',
      with: { amount: pesos('50000') },
      request: { ...REQUEST, amount: 50000 },
      created: { amount: pesos('50000') },
    },
    {
      title: 'without a description',
      with: { description: undefined },
      request: { ...REQUEST, description: undefined },
    },
  ],
  preparations,
  refused: [
    { title: 'more than was agreed on', settings: 'small', with: { amount: pesos('50001') }, path: 'amount.amount' },
    { title: 'no customer', with: { customer: undefined }, path: 'customer' },
    { title: 'no page to come back to', with: { redirectUrl: undefined }, path: 'redirectUrl' },
    {
      title: 'two pages to come back to',
      with: { redirectUrl: { success: PAGE, failure: PAGE } },
      path: 'redirectUrl',
    },
    { title: 'a phone that is no number', with: { customer: { ...LAURA, phone: '300' } }, path: 'customer.phone' },
    {
      title: 'a document that is not known in Colombia',
      with: { customer: { ...LAURA, document: { type: 'ssn', number: '1' } } },
      path: 'customer.document.type',
    },
    {
      title: 'a way of paying that does not exist',
      with: { method: { type: 'payment_link', availableTypes: ['cheque'] } },
      path: 'method.availableTypes.0',
    },
    {
      title: 'no way of paying',
      with: { method: { type: 'payment_link', availableTypes: [] } },
      path: 'method.availableTypes',
    },
  ],
  stories: PAID,
  tells: PAID,
  words: {
    pending: { ...open, nextAction: { type: 'redirect' } },
    PENDING: { ...open, nextAction: { type: 'redirect' } },
    processing: paying,
    approved: paid,
    Approved: paid,
    cancelled: { status: 'failed', nextAction: undefined, reason: { code: 'unrecognized_reason' } },
    // Of payin requests only: a link that collected a part is not known.
    partial: { ...paying, reason: unrecognized('partial') },
  },
  answers: [
    ...ended('retrieve', { nextAction: undefined }),
    ...fees('create'),
    { title: 'no reference', to: 'create', edit: { reference: null }, expect: open },
    {
      title: 'approved, with the message of a documented sample',
      to: 'retrieve',
      edit: { status: 'approved', statusMessage: 'DECLINED_BY_BANK', amountCollected: 84000 },
      expect: { ...paid, amountCaptured: pesos('84000') },
    },
    {
      title: 'nothing said of what was collected',
      to: 'create',
      edit: { amountCollected: null },
      expect: { amountCaptured: undefined },
    },
    leadingTo('https://palomma.com/pay', 'https://palomma.com/pay'),
    leadingTo('https://a.b.palomma.com/pay?x=1', 'https://a.b.palomma.com/pay?x=1'),
    leadingTo('http://127.0.0.1:8080/pay', 'http://127.0.0.1:8080/pay'),
    leadingTo('http://127.0.10.100/pay', 'http://127.0.10.100/pay'),
    leadingTo('http://localhost/pay', 'http://localhost/pay'),
    leadingTo('http://[::1]/pay', 'http://[::1]/pay'),
    leadingTo('https://palomma.com.example.com/pay'),
    leadingTo('https://notpalomma.com/pay'),
    leadingTo('https://payments.palomma.com@example.com/pay'),
    leadingTo('https://user@payments.palomma.com/pay'),
    leadingTo('https://:word@payments.palomma.com/pay'),
    leadingTo('ftp://payments.palomma.com/pay'),
    leadingTo('payments.palomma.com/pay'),
    expiring('2031-05-17T10:30:00', '2031-05-17T15:30:00.000Z'),
    expiring('2031-05-17', '2031-05-18T04:59:59.000Z'),
    expiring('2031-02-30', undefined),
    expiring('2031-13-01T10:30:00', undefined),
    expiring('on 2031-05-17', undefined),
    expiring('2031-05-17T10:30:00Z', undefined),
    expiring(null, undefined),
  ],
}
