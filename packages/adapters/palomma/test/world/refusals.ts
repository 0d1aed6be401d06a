import type { AdapterWorld } from '@polyrail/conformance'

const said = (message: string) => ({ message })

export const refusals: AdapterWorld['refusals'] = [
  {
    title: 'a field that is wrong',
    status: 400,
    body: said('amount must be more than 1500'),
    code: 'provider_rejected',
    providerMessage: 'amount must be more than 1500',
  },
  {
    title: 'a wrong key',
    status: 401,
    body: said('Unauthorized'),
    code: 'authentication_failed',
    providerMessage: 'Unauthorized',
  },
  { title: 'a key without the right', status: 403, body: said('Forbidden'), code: 'authentication_failed' },
  { title: 'nothing there', status: 404, body: said('Customer not found'), code: 'not_found' },
  { title: 'a 404 that says that it exists', status: 404, body: said('It exists already'), code: 'not_found' },
  { title: 'what cannot be processed', status: 422, body: said('No.'), code: 'provider_rejected' },
]

export const silences: NonNullable<AdapterWorld['silences']> = [
  ...[
    'The reference already is there',
    'It is a duplicate',
    'It is duplicated',
    'It exists',
    'La referencia ya existe',
    'Referencia duplicada',
    'Cobro duplicado',
  ].map((message) => ({ title: message, status: 400, body: said(message) })),
  { title: 'no message', status: 400, body: {} },
  { title: 'an empty message', status: 400, body: said('') },
  { title: 'a message that is a number', status: 400, body: { message: 7 } },
  { title: 'a text', status: 400, body: '"No."' },
  { title: 'null', status: 400, body: null },
  ...[200, 399, 408, 409, 425, 499, 500].map((status) => ({
    title: `a message with ${String(status)}`,
    status,
    body: said('No.'),
  })),
]
