import type { AdapterWorld, PayinSample, PayoutSample } from '@polyrail/conformance'
import { sealOf } from '../simulator/callbacks.js'
import { startSimulator } from '../simulator/server.js'

export const API_KEY = 'key-of-the-tests'
const WEBHOOK_SECRET = 'webhook-secret-of-the-tests'

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const ID = /^obj_\d+$/

/** 12.50 EUR, and where a request has it. */
const SENT = 1250
const AMOUNT = { at: '/amount', unit: 'minor' } as const

/** A refusal, in the provider's form. */
const refused = (code: string, message?: string) => ({ error: { code, message } })

/** A status that is in no table: kept as a reason, and not final. */
const odd = (providerCode: string) => ({ status: 'processing', reason: { code: 'unrecognized_status', providerCode } })

const PAID = { acts: ['pay'], expect: { status: 'succeeded', nextAction: undefined } } as const
const DECLINED = { acts: ['decline'], expect: { status: 'declined', nextAction: undefined } } as const

const hostedCard: PayinSample = {
  command: { amount: euros('12.50'), method: { type: 'hosted_card' } },
  currencies: { EUR: { decimals: 2, minimum: '0.50', maximum: '10000.00' } },
  amount: AMOUNT,
  creates: {
    endpoint: 'POST /payments',
    request: { reference: '{reference}', amount: SENT, currency: 'EUR' },
  },
  retrieves: { endpoint: 'GET /payments/{id}' },
  names: { id: 'id', status: 'status', amount: 'amount', reference: 'reference' },
  lost: 'found',
  created: {
    status: 'requires_action',
    providerId: ID,
    amount: euros('12.50'),
    nextAction: { type: 'redirect', url: 'https://pay.acme-pay.example/{providerId}' },
  },
  variants: [
    {
      title: 'with a description',
      with: { description: 'Order 1' },
      request: { reference: '{reference}', amount: SENT, currency: 'EUR', description: 'Order 1' },
    },
  ],
  refused: [{ title: 'a long description', with: { description: 'x'.repeat(81) }, path: 'description' }],
  stories: [PAID, DECLINED],
  tells: [PAID, DECLINED, { acts: [], expect: { status: 'requires_action' } }],
  words: {
    open: { status: 'requires_action', reason: undefined },
    paid: { status: 'succeeded', reason: undefined },
    declined: { status: 'declined', reason: undefined },
    Paid: odd('Paid'),
  },
}

const ARRIVED = { acts: ['arrive'], expect: { status: 'succeeded' } } as const
const RETURNED = { acts: ['return'], expect: { status: 'failed' } } as const

const bankAccount: PayoutSample = {
  command: {
    amount: euros('12.50'),
    destination: {
      type: 'bank_account',
      bankCode: 'SSKM',
      accountName: 'Ada Lovelace',
      accountNumber: 'DE02701500000000594937',
    },
  },
  currencies: { EUR: { decimals: 2, minimum: '1.00', maximum: '50000.00' } },
  amount: AMOUNT,
  creates: {
    endpoint: 'POST /transfers',
    request: {
      reference: '{reference}',
      amount: SENT,
      currency: 'EUR',
      name: 'Ada Lovelace',
      iban: 'DE02701500000000594937',
    },
  },
  retrieves: { endpoint: 'GET /transfers/{id}' },
  names: { id: 'id', status: 'status', amount: 'amount', reference: 'reference' },
  lost: 'found',
  created: { status: 'processing', providerId: ID, amount: euros('12.50'), reason: undefined },
  refused: [
    {
      title: 'an account number that is no IBAN',
      with: {
        destination: { type: 'bank_account', bankCode: 'SSKM', accountName: 'Ada', accountNumber: '594937' },
      },
      path: 'destination.accountNumber',
    },
  ],
  refusedByProvider: [
    { title: 'an empty balance', acts: ['drain'], code: 'insufficient_funds', providerCode: 'balance_too_low' },
  ],
  stories: [ARRIVED, RETURNED],
  tells: [ARRIVED, RETURNED],
  words: {
    queued: { status: 'processing', reason: undefined },
    paid: { status: 'succeeded', reason: undefined },
    returned: { status: 'failed', reason: undefined },
    lost: odd('lost'),
  },
}

/** Acme Pay as its documentation describes it. */
export const acmePayWorld: AdapterWorld = {
  payins: { hosted_card: hostedCard },
  payouts: { bank_account: bankAccount },
  webhooks: {
    trust: 'signed',
    secret: WEBHOOK_SECRET,
    otherSecret: 'another-webhook-secret',
    headers: ['acme-pay-signature'],
    seal: sealOf,
    object: '/data',
    deliveryId: 'id',
    others: [{ title: 'a new statement', body: { id: 'ev_900000', type: 'statement.ready', data: { id: 'st_1' } } }],
  },
  secrets: [API_KEY, WEBHOOK_SECRET],
  refusals: [
    {
      title: 'a refusal',
      status: 422,
      body: refused('invalid_request', 'No, thank you'),
      code: 'provider_rejected',
      providerCode: 'invalid_request',
      providerMessage: 'No, thank you',
    },
    {
      title: 'a key that is not theirs',
      status: 401,
      body: refused('invalid_key', 'Who are you?'),
      code: 'authentication_failed',
      providerCode: 'invalid_key',
    },
    {
      title: 'nothing there',
      status: 404,
      body: refused('not_found'),
      code: 'not_found',
      providerCode: 'not_found',
      providerMessage: undefined,
    },
  ],
  silences: [
    { title: 'an error that is a text', status: 422, body: { error: 'No' } },
    { title: 'an error without a code', status: 422, body: { error: { message: 'No' } } },
    { title: 'a gateway', status: 502, body: refused('bad_gateway', 'No answer') },
  ],
  facts: [{ fact: 'Acme Pay does not exist', source: 'documented' }],
  start: async () => {
    const { url, books, callbacks, close } = await startSimulator({ apiKey: API_KEY, webhookSecret: WEBHOOK_SECRET })
    return {
      url,
      callbacks,
      close,
      executed: ({ target, reference }) =>
        books.named(target === 'payins.hosted_card' ? 'payment' : 'transfer', reference).length,
      act: (name, { reference }) => books.act(name, reference),
    }
  },
}
