import { defineProvider } from '@polyrail/core'
import type { AdapterSubject, AdapterWorld, CreationSample, WebhookWorld } from '@polyrail/conformance'
import { acme, type Acme } from './adapter.js'
import { OTHER_SEAL, SEAL, sealOf } from './callbacks.js'
import { KEY, startAcme } from './server.js'

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const ID = /^a\d+$/
const CHARGE = { ref: '{reference}', cents: 4590, currency: 'EUR', token: 'tok_1', hold: false }
const HELD = { with: { capture: 'manual' } } as const
const odd = (providerCode: string) => ({ status: 'processing', reason: { code: 'unrecognized_status', providerCode } })

const CHARGED = [
  { acts: ['settle'], expect: { status: 'succeeded', settlement: 'settled' } },
  { acts: ['lapse'], with: HELD.with, expect: { status: 'expired' } },
] as const

const TRANSFERRED = [
  { acts: ['deliver'], expect: { status: 'succeeded' } },
  { acts: ['bounce'], expect: { status: 'failed' } },
] as const

const TYPED = [{ acts: ['type'], expect: { status: 'active', token: 'tok_1', nextAction: undefined } }] as const

/** What Acme tells, and how it is known to be Acme. */
export const SEALED: WebhookWorld = {
  trust: 'signed',
  ...{ secret: SEAL, otherSecret: OTHER_SEAL, seal: sealOf },
  headers: ['x-acme-data', 'x-acme-seal'],
  object: '/thing',
  deliveryId: 'delivery',
  alike: [{ title: 'written in lines', body: (told) => JSON.stringify(told, undefined, 2) }],
  doubtful: [
    { title: 'with a long number', body: (told) => JSON.stringify(told).replace('{', '{"n":12345678901234567890,') },
  ],
  others: [{ title: 'a new entry', body: { delivery: 'delivery-900000', event: 'entry.made', thing: { id: 'e1' } } }],
}

const REFUSED: AdapterWorld['refusals'] = [
  {
    title: 'a refusal',
    status: 422,
    body: { problem: { code: 'no_thanks', text: 'No, thank you' } },
    ...{ code: 'provider_rejected', providerCode: 'no_thanks', providerMessage: 'No, thank you' },
  },
  {
    title: 'a token that is over',
    status: 401,
    body: { problem: { code: 'bad_token', text: 'Who are you?' } },
    ...{ code: 'authentication_failed', providerCode: 'bad_token' },
  },
  {
    title: 'nothing there',
    status: 404,
    body: { problem: { code: 'no_such_thing', text: 'There is none' } },
    ...{ code: 'not_found', providerCode: 'no_such_thing' },
  },
  {
    title: 'an empty purse',
    status: 422,
    body: { problem: { code: 'purse_empty', text: 'The purse is empty' } },
    ...{ code: 'insufficient_funds', providerCode: 'purse_empty' },
  },
]

const SILENT: NonNullable<AdapterWorld['silences']> = [
  { title: 'another shape', status: 422, body: { message: 'No.' } },
  { title: 'it was done before', status: 422, body: { problem: { code: 'done_before', text: 'Done before' } } },
]

const STOP = {
  sends: { endpoint: 'POST /transfers/{id}/stop', request: {} },
  lost: 'repeated',
  expect: { status: 'canceled', amount: euros('12.50') },
  tooLate: { acts: ['deliver'], code: 'invalid_state' },
} as const

const DESTINATION = {
  type: 'bank_account',
  bankCode: 'ACME',
  accountName: 'Ada',
  accountNumber: 'DE02120300000000202051',
} as const

const CUSTOMER: NonNullable<AdapterWorld['customers']> = {
  command: { customer: { name: 'Ada' } },
  creates: { endpoint: 'POST /payees', request: { ref: '{reference}', name: 'Ada' } },
  retrieves: { endpoint: 'GET /payees/{id}' },
  names: { id: 'id', reference: 'ref' },
  lost: 'found',
  created: { status: 'active', providerId: ID },
  tells: [{ acts: [], expect: { status: 'active' } }],
}

const TOKEN: CreationSample<object> = {
  command: { instrument: { type: 'card' } },
  creates: { endpoint: 'POST /cards', request: { ref: '{reference}' } },
  retrieves: { endpoint: 'GET /cards/{id}' },
  names: { id: 'id', status: 'state', reference: 'ref' },
  lost: 'found',
  created: {
    ...{ status: 'requires_action', providerId: ID, token: undefined },
    nextAction: { type: 'redirect', url: 'https://acme.example/cards/{providerId}' },
  },
  stories: TYPED,
  tells: TYPED,
  words: { open: { status: 'requires_action' }, ready: { status: 'active' }, closed: odd('closed') },
}

export const acmeWorld = {
  payins: {
    card: {
      command: { amount: euros('45.90'), method: { type: 'card', token: 'tok_1' } },
      currencies: { EUR: { decimals: 2, minimum: '0.50', maximum: '5000.00' } },
      amount: { at: '/cents', unit: 'minor' },
      creates: { endpoint: 'POST /charges', request: CHARGE },
      retrieves: { endpoint: 'GET /charges/{id}' },
      names: { id: 'id', status: 'state', amount: 'cents', reference: 'ref' },
      lost: 'found',
      others: [{ title: 'a charge of somebody else', edit: { ref: 'somebody-else-s' }, absent: true }],
      seesTwo: true,
      secrets: ['tok_1'],
      created: {
        ...{ status: 'succeeded', settlement: 'pending', providerId: ID, reason: undefined },
        ...{ amount: euros('45.90'), amountCaptured: euros('45.90'), method: { type: 'card', token: '[token]' } },
      },
      variants: [
        {
          title: 'held, with a note',
          with: { capture: 'manual', description: 'Order 1' },
          request: { ...CHARGE, hold: true, note: 'Order 1' },
          created: { status: 'authorized', amountCaptured: euros('0') },
        },
        { title: 'refused by the issuer', with: { amount: euros('45.13') }, created: { status: 'declined' } },
      ],
      refused: [{ title: 'a long note', with: { description: 'x'.repeat(21) }, path: 'description' }],
      stories: CHARGED,
      tells: [...CHARGED, { acts: [], expect: { status: 'succeeded', settlement: 'pending' } }],
      words: {
        held: { status: 'authorized' },
        part: { status: 'partially_captured' },
        taken: { status: 'succeeded', settlement: 'pending' },
        settled: { status: 'succeeded', settlement: 'settled' },
        released: { status: 'canceled' },
        lapsed: { status: 'expired' },
        refused: { status: 'declined' },
        Taken: odd('Taken'),
      },
      answers: [
        { title: 'another currency', to: 'create', edit: { currency: 'USD' }, expect: 'unbelievable' },
        { title: 'a part returned', to: 'create', edit: { returned: 90 }, expect: { amountRefunded: euros('0.90') } },
        {
          title: 'settled, and a part returned',
          to: 'retrieve',
          edit: { state: 'settled', returned: 90 },
          expect: { status: 'succeeded', settlement: 'settled', amountRefunded: euros('0.90') },
        },
      ],
      capture: {
        from: HELD,
        sends: { endpoint: 'POST /charges/{id}/take', request: { ref: '{reference}' } },
        names: { id: 'id', amount: 'taken' },
        lost: 'found',
        expect: { status: 'succeeded', amountCaptured: euros('45.90') },
        part: {
          amount: '20.05',
          request: { ref: '{reference}', cents: 2005 },
          expect: { status: 'partially_captured', amountCaptured: euros('20.05') },
          rest: { request: { ref: '{reference}' }, expect: { status: 'succeeded', amountCaptured: euros('45.90') } },
        },
        tooLate: { acts: ['lapse'], code: 'invalid_state' },
      },
      cancel: {
        from: HELD,
        sends: { endpoint: 'POST /charges/{id}/release', request: { ref: '{reference}' } },
        names: { id: 'id', amount: 'released' },
        lost: 'found',
        expect: { status: 'canceled', amountCanceled: euros('45.90') },
        part: {
          amount: '20.05',
          request: { ref: '{reference}', cents: 2005 },
          expect: { status: 'authorized', amountCanceled: euros('20.05') },
        },
      },
      refund: {
        sends: { endpoint: 'POST /returns', request: { ref: '{reference}', charge: ID, cents: 4590 } },
        retrieves: { endpoint: 'GET /returns/{id}' },
        names: { id: 'id', status: 'state', amount: 'cents', reference: 'ref' },
        lost: 'found',
        others: [{ title: 'another charge', edit: { charge: 'a99' } }],
        expect: { status: 'succeeded', amount: euros('45.90') },
        tells: [{ acts: [], expect: { status: 'succeeded', amount: euros('45.90') } }],
        part: {
          amount: '7.05',
          request: { ref: '{reference}', charge: ID, cents: 705 },
          expect: { status: 'succeeded', amount: euros('7.05') },
        },
        words: {
          done: { status: 'succeeded' },
          waiting: { status: 'pending', reason: { code: 'unrecognized_status', providerCode: 'waiting' } },
        },
      },
    },
  },
  payouts: {
    bank_account: {
      command: { amount: euros('12.50'), destination: DESTINATION },
      currencies: { EUR: { decimals: 2 }, JPY: { decimals: 0 } },
      amount: { at: '/amount', unit: 'major' },
      creates: {
        endpoint: 'POST /transfers',
        request: { ref: '{reference}', payee: ID, amount: '12.50', currency: 'EUR' },
      },
      retrieves: { endpoint: 'GET /transfers/{id}' },
      names: { id: 'id', status: 'state', amount: 'amount', reference: 'ref' },
      lost: 'blind',
      created: { status: 'processing', providerId: ID, amount: euros('12.50'), fee: euros('0.25') },
      preparations: [
        {
          title: 'whose payee is made first',
          requests: { 'POST /payees': [{ ref: '{reference}', name: 'Ada', iban: 'DE02120300000000202051' }] },
          expect: { status: 'processing' },
          sends: 1,
        },
      ],
      refusedByProvider: [{ title: 'an empty purse', acts: ['empty-purse'], code: 'insufficient_funds' }],
      stories: TRANSFERRED,
      tells: TRANSFERRED,
      words: {
        queued: { status: 'processing', reason: undefined },
        delivered: { status: 'succeeded' },
        bounced: { status: 'failed' },
        stopped: { status: 'canceled' },
      },
      cancel: STOP,
    },
  },
  tokens: { card: TOKEN },
  customers: CUSTOMER,
  balances: [
    {
      title: 'the purse',
      answers: { 'GET /purse': [{ body: { available: '7.10', currency: 'EUR' } }] },
      expect: [{ kind: 'payout', ...euros('7.10') }],
    },
  ],
  statements: [
    {
      title: 'two pages',
      ...{ from: '2031-06-01T00:00:00Z', to: '2031-07-01T00:00:00Z' },
      answers: {
        'GET /entries': [
          { body: { entries: [{ kind: 'charge', amount: '45.90', day: '2031-06-02' }], next: '2' } },
          { body: { entries: [{ kind: 'transfer', amount: '12.50', day: '2031-06-03' }] } },
        ],
      },
      expect: [
        { type: 'charge', direction: 'in', amount: euros('45.90'), date: '2031-06-02' },
        { type: 'transfer', direction: 'out', amount: euros('12.50'), date: '2031-06-03' },
      ],
    },
  ],
  listAtProvider: [
    {
      title: 'a month',
      ...{ from: '2031-06-01T00:00:00Z', to: '2031-07-01T00:00:00Z' },
      answers: {
        'GET /charges': [
          {
            body: {
              items: [
                { id: 'a1', ref: 'r', state: 'taken', currency: 'EUR', cents: 1, taken: 1, released: 0, returned: 0 },
              ],
            },
          },
        ],
      },
      requests: ['GET /charges?from=2031-06-01T00:00:00Z&to=2031-07-01T00:00:00Z'],
      expect: [{ providerId: 'a1', reference: 'r', status: 'succeeded', amount: euros('0.01') }],
    },
  ],
  webhooks: SEALED,
  secrets: [KEY],
  login: { endpoint: 'POST /login', request: { key: KEY }, lifetimeMs: 3_600_000 },
  refusals: REFUSED,
  silences: SILENT,
  facts: [{ fact: 'Acme does not exist', source: 'documented' }],
  start: startAcme,
} as const satisfies AdapterWorld

/** An adapter for Acme, as the suite takes it. */
export const acmeSubject = (definition: Acme = acme, world: AdapterWorld = acmeWorld): AdapterSubject => ({
  createProvider: ({ baseUrl, name, credentials, webhookSecrets }) =>
    defineProvider(definition)({
      ...{ baseUrl, name, key: credentials === 'right' ? KEY : 'another-key' },
      ...(webhookSecrets.length === 0 ? {} : { seals: [...webhookSecrets] }),
    }),
  world,
  version: '1.2.3',
})
