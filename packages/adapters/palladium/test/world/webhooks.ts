import type { WebhookWorld } from '@polyrail/conformance'

export const CALLBACK_TOKEN = 'callback-token-of-the-tests'

const ID = 'ffffffffffffffffffffffffffffffff'
const SAID = { flashloan_status: 'none' }

type Fields = Readonly<Record<string, unknown>>

const form = (object: Fields): string => {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(object))
    if (value !== null) fields.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  return fields.toString()
}

const without = (names: readonly string[]) => ({
  title: `without ${names.join(' and ')}`,
  body: (object: Fields) =>
    JSON.stringify(Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))),
})

/** A token as a header, which says nothing of the body. */
export const webhooks: WebhookWorld = {
  trust: 'hint',
  secret: CALLBACK_TOKEN,
  otherSecret: 'another-callback-token',
  headers: ['x-callback-token'],
  seal: (_, secret) => ({ 'X-CALLBACK-TOKEN': secret }),
  alike: [
    { title: 'as a form', body: form },
    { title: 'as a form in another line', body: (object) => `\r\n ${form(object)}` },
    { title: 'as JSON in another line', body: (object) => `\r\n ${JSON.stringify(object)}` },
    ...[['payment_code'], ['retail_outlet_name'], ['expiration_date'], ['is_single_use'], ['qris_string']].map(without),
    ...[['timeout_in_seconds'], ['external_id']].map(without),
    {
      title: 'with what else is said of transactions',
      body: (object) =>
        JSON.stringify({ is_single_use: 'is_single_use' in object ? 1 : undefined, ...object, ...SAID }),
    },
    { title: 'with an empty reference', body: (object) => JSON.stringify({ ...object, external_id: '' }) },
    { title: 'with a number for a reference', body: (object) => JSON.stringify({ ...object, external_id: 7 }) },
  ],
  others: [
    { title: 'a withdrawal', body: { id: ID, amount: 150000, status: 'done' } },
    { title: 'a fee', body: { id: ID, fees: 8400, status: 'done' } },
    { title: 'a bank', body: { id: ID, bank_code: 'BCA', status: 'done' } },
    { title: 'an account', body: { id: ID, account_number: '0098123456', status: 'done' } },
    { title: 'an empty code', body: { id: ID, payment_code: '', retail_outlet_name: null, qris_string: '' } },
  ],
}
