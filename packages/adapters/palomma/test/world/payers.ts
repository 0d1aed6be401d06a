import type { CreatePayin } from '@polyrail/core'
import type { PreparationForm } from '@polyrail/conformance'
import { ID, LAURA } from './samples.js'

const REFERENCE = 'payer-1'
const KNOWN = { ...LAURA, reference: REFERENCE }

export const WIRE_PAYER = {
  name: 'Laura Gómez',
  documentType: 'cc',
  documentNumber: '52834410',
  email: 'laura@example.com',
  phoneNumber: '3005550142',
}

const ASKED = { reference: REFERENCE, limit: '100' }
const OPEN = { status: 'pending' }
const ANOTHER = { reference: 'somebody-else-s' }

/** What the list of customers shows under the payer’s reference; every one of them is refused by the provider. */
const listed = (...items: readonly object[]) => ({
  'GET /customers': { title: 'customers', status: 200, body: { items } },
  'POST /payinLinks': { title: 'a refusal', status: 400, body: { message: 'There is no such customer' } },
})

const record = (id: string, also: object = {}) => ({ id, ...WIRE_PAYER, reference: REFERENCE, ...also })

/** Laura is found on file as this one, and no other is made. */
const found = (title: string, id: string, ...items: readonly object[]) => ({
  title,
  with: { customer: KNOWN },
  answers: listed(...items),
  requests: { 'POST /customers': [] },
  expect: { code: 'provider_rejected' },
  link: id,
})

const FOUND = [
  found('who is on file', '01B', record('01B')),
  found('who is on file twice: the older one', '01B', record('01C'), record('01B'), record('01D')),
  found('who is on file beside somebody else', '01C', record('01B', { documentNumber: '1' }), record('01C')),
  found(
    'who is on file beside somebody with another kind of document',
    '01C',
    record('01B', { documentType: 'ce' }),
    record('01C'),
  ),
  found('who is on file beside another reference', '01C', record('01B', ANOTHER), record('01C')),
].map(({ link, requests, ...form }) => ({ ...form, requests, sends: 1 as const, customerId: link }))

const LINK = {
  type: 'general',
  redirectUrl: 'https://shop.example.com/return',
  amount: 84000,
  availableTypes: ['pse', 'bancolombiaButton', 'nequiButton', 'card', 'bancolombiaCollect'],
  reference: '{reference}',
  description: 'Pedido 9001',
}

/** Whose link it is: somebody on file, or a new record. */
export const preparations: readonly PreparationForm<CreatePayin>[] = [
  {
    title: 'whose payer has no reference of her own',
    requests: { 'POST /customers': [{ ...WIRE_PAYER, reference: '{reference}' }], 'GET /customers': [] },
    expect: OPEN,
    sends: 1,
  },
  {
    title: 'whose payer is not on file',
    with: { customer: KNOWN },
    requests: { 'GET /customers': [ASKED], 'POST /customers': [{ ...WIRE_PAYER, reference: REFERENCE }] },
    expect: OPEN,
    sends: 1,
  },
  {
    title: 'whose payer was put on file before',
    with: async ({ payments, provider }) => {
      await payments.customers.create({ provider, reference: REFERENCE, customer: LAURA })
      return { customer: KNOWN }
    },
    requests: { 'GET /customers': [ASKED], 'POST /customers': [], 'POST /payinLinks': [{ ...LINK, customerId: ID }] },
    expect: OPEN,
    sends: 1,
  },
  ...FOUND.map(({ customerId, requests, ...form }) => ({
    ...form,
    requests: { ...requests, 'POST /payinLinks': [{ ...LINK, customerId }] },
  })),
  {
    title: 'whose payer stands in a list that does not end',
    with: { customer: KNOWN },
    answers: { 'GET /customers': { title: 'a page', status: 200, body: { items: [], cursor: 'more' } } },
    requests: { 'GET /customers': [ASKED, ...Array.from({ length: 19 }, () => ({ ...ASKED, cursor: 'more' }))] },
    expect: { code: 'invalid_provider_response' },
    sends: 0,
  },
  {
    title: 'whose new record is answered without a reference',
    edits: { 'POST /customers': { reference: null } },
    requests: { 'GET /customers': [] },
    expect: OPEN,
    sends: 1,
  },
  {
    title: 'whose new record is answered as somebody else’s, and found',
    edits: { 'POST /customers': ANOTHER },
    expect: OPEN,
    sends: 1,
  },
  {
    title: 'whose new record is answered as somebody else’s, and not found',
    edits: { 'POST /customers': ANOTHER, 'GET /customers': ANOTHER },
    expect: { code: 'invalid_provider_response' },
    sends: 0,
  },
]
