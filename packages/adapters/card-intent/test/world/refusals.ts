import type { AdapterWorld } from '@polyrail/conformance'

const coded = (code: string, message: string) => ({ error: { code, message } })

const said = (title: string, body: unknown, providerMessage: string) =>
  ({ title, status: 422, body, code: 'provider_rejected', providerMessage }) as const

export const refusals: AdapterWorld['refusals'] = [
  {
    title: 'a field that is wrong',
    status: 400,
    body: coded('invalid_request', 'order_amount must be a positive integer'),
    code: 'provider_rejected',
    providerCode: 'invalid_request',
    providerMessage: 'order_amount must be a positive integer',
  },
  {
    title: 'a token that is over',
    status: 401,
    body: coded('unauthorized', 'the access token is over'),
    code: 'authentication_failed',
    providerCode: 'unauthorized',
    providerMessage: 'the access token is over',
  },
  { title: 'a client without the right', status: 403, body: { message: 'No.' }, code: 'authentication_failed' },
  {
    title: 'nothing there',
    status: 404,
    body: coded('not_found', 'there is no such transaction'),
    code: 'not_found',
    providerCode: 'not_found',
  },
  { title: 'a 404 that says that it exists', status: 404, body: { error: 'It exists' }, code: 'not_found' },
  said('an error that is a text', { error: 'No.' }, 'No.'),
  said('a message', { message: 'No.' }, 'No.'),
  said('a detail', { detail: 'No.' }, 'No.'),
  said('a list of texts', { errors: ['No.', 'Never.'] }, 'No.'),
  said('a list of messages', { errors: [{ message: 'No.' }] }, 'No.'),
  said('a list of details', { errors: [{ detail: 'No.' }] }, 'No.'),
  said('an empty error beside a message', { error: '', message: 'No.' }, 'No.'),
  said('null for an error beside a message', { error: null, message: 'No.' }, 'No.'),
  said('a list for an error beside a message', { error: ['x'], message: 'No.' }, 'No.'),
  { ...said('a code beside the message', { message: 'No.', code: 'E1' }, 'No.'), providerCode: 'E1' },
  { ...said('a type beside the message', { message: 'No.', type: 'T1' }, 'No.'), providerCode: 'T1' },
  { ...said('a type in the error', { error: { message: 'No.', type: 'T1' } }, 'No.'), providerCode: 'T1' },
  { ...said('an empty code, and a type', { message: 'No.', code: '', type: 'T1' }, 'No.'), providerCode: 'T1' },
  {
    ...said('a code beside a list for an error', { error: ['x'], message: 'No.', code: 'E1' }, 'No.'),
    providerCode: 'E1',
  },
  said('a code that is a number', { message: 'No.', code: 7 }, 'No.'),
  { ...said('a refusal with 499', { message: 'No.' }, 'No.'), status: 498 },
]

export const silences: NonNullable<AdapterWorld['silences']> = [
  ...['already is there', 'is a duplicate', 'is duplicated', 'is taken', 'exists', 'was reused'].map((words) => ({
    title: `an external_id that ${words}`,
    status: 400,
    body: coded('invalid_request', `external_id ${words}`),
  })),
  { title: 'no message', status: 400, body: {} },
  { title: 'an empty message', status: 400, body: { message: '' } },
  { title: 'a message that is a number', status: 400, body: { message: 7 } },
  { title: 'errors that are a text', status: 400, body: { errors: 'No.' } },
  { title: 'errors that are null', status: 400, body: { errors: [null] } },
  { title: 'a list', status: 400, body: [{ message: 'No.' }] },
  { title: 'null', status: 400, body: null },
  ...[200, 399, 409, 500].map((status) => ({
    title: `a message with ${String(status)}`,
    status,
    body: { message: 'No.' },
  })),
]
