import type { AdapterWorld } from '@polyrail/conformance'

const said = (message: string) => ({ message })

export const refusals: AdapterWorld['refusals'] = [
  {
    title: 'a field that is wrong',
    status: 422,
    body: { message: 'The bank_code field is not valid.', errors: { bank_code: ['is not valid'] } },
    code: 'provider_rejected',
    providerMessage: 'The bank_code field is not valid.',
  },
  {
    title: 'too little money',
    status: 400,
    body: said('Insufficient disbursable balance.'),
    code: 'insufficient_funds',
  },
  { title: 'not enough money', status: 400, body: said('There is NOT ENOUGH left.'), code: 'insufficient_funds' },
  {
    title: 'a wrong key',
    status: 401,
    body: said('Unauthenticated.'),
    code: 'authentication_failed',
    providerMessage: 'Unauthenticated.',
  },
  { title: 'a key without the right', status: 403, body: said('Forbidden.'), code: 'authentication_failed' },
  { title: 'nothing there', status: 404, body: said('Not found.'), code: 'not_found' },
  { title: 'a method that is not allowed', status: 405, body: said('Method not allowed.'), code: 'provider_rejected' },
  {
    title: 'an error that is a text',
    status: 400,
    body: { error: 'No.' },
    code: 'provider_rejected',
    providerMessage: 'No.',
  },
  {
    title: 'an error with a message',
    status: 400,
    body: { error: { message: 'No.' } },
    code: 'provider_rejected',
    providerMessage: 'No.',
  },
  {
    title: 'errors by field',
    status: 422,
    body: { errors: { amount: ['must be whole'], external_id: ['is missing'] } },
    code: 'provider_rejected',
    providerMessage: 'must be whole',
  },
  {
    title: 'an empty message beside errors',
    status: 422,
    body: { message: '', errors: { amount: ['must be whole'] } },
    code: 'provider_rejected',
    providerMessage: 'must be whole',
  },
  { title: 'a 404 that says that it exists', status: 404, body: said('It exists already.'), code: 'not_found' },
]

export const silences: NonNullable<AdapterWorld['silences']> = [
  ...['has already been taken', 'is a duplicate', 'is duplicated', 'was taken', 'exists'].map((words) => ({
    title: `a reference that ${words}`,
    status: 422,
    body: said(`The external_id ${words}.`),
  })),
  { title: 'no message', status: 422, body: {} },
  { title: 'an empty message', status: 422, body: said('') },
  { title: 'a message that is a number', status: 422, body: { message: 7 } },
  { title: 'a list', status: 422, body: [said('No.')] },
  { title: 'null', status: 422, body: null },
  { title: 'errors that are nothing', status: 422, body: { error: null, errors: null } },
  { title: 'a message with 200', status: 200, body: said('No.') },
  { title: 'a message with 399', status: 399, body: said('No.') },
  { title: 'a message with 500', status: 500, body: said('No.') },
]
