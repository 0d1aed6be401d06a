import { readFile } from 'node:fs/promises'
import { pebble } from './adapter.js'
import { startPebble } from './server.js'

const KEY = 'key-of-pebble'
const { version } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))

const amount = { amount: '12.50', currency: 'EUR' }
const DONE = { acts: ['arrive'], expect: { status: 'succeeded' } }

/** @type {import('@polyrail/conformance').AdapterWorld} */
const world = {
  payouts: {
    bank_account: {
      command: {
        amount,
        destination: { type: 'bank_account', bankCode: 'PB', accountName: 'Ada', accountNumber: 'DE0212030000' },
      },
      currencies: { EUR: { decimals: 2 } },
      amount: { at: '/cents', unit: 'minor' },
      creates: { endpoint: 'POST /payouts', request: { ref: '{reference}', cents: 1250, iban: 'DE0212030000' } },
      retrieves: { endpoint: 'GET /payouts/{id}' },
      names: { id: 'id', status: 'state', amount: 'cents', reference: 'ref' },
      lost: 'found',
      created: { status: 'processing', providerId: /^pb_\d+$/, amount },
      stories: [DONE],
      words: { waiting: { status: 'processing', reason: undefined }, done: { status: 'succeeded', reason: undefined } },
    },
  },
  secrets: [KEY],
  refusals: [
    {
      title: 'no',
      status: 422,
      body: { refused: 'iban', why: 'No such account' },
      code: 'provider_rejected',
      providerCode: 'iban',
      providerMessage: 'No such account',
    },
    {
      title: 'a wrong key',
      status: 401,
      body: { refused: 'key' },
      code: 'authentication_failed',
      providerCode: 'key',
    },
    { title: 'nothing there', status: 404, body: { refused: 'none' }, code: 'not_found', providerCode: 'none' },
  ],
  silences: [{ title: 'another form', status: 422, body: { message: 'No' } }],
  start: async () => {
    const { url, payouts, close } = await startPebble(KEY)
    const named = (reference) => payouts.filter(({ ref }) => ref === reference)
    return {
      url,
      close,
      executed: ({ reference }) => named(reference).length,
      act: (_, { reference }) => named(reference).forEach((payout) => Object.assign(payout, { state: 'done' })),
    }
  },
}

/** @type {import('@polyrail/conformance').AdapterSubject} */
export const subject = {
  createProvider: ({ baseUrl, name, credentials }) =>
    pebble({ baseUrl, name, key: credentials === 'right' ? KEY : 'another-key' }),
  world,
  version,
}
