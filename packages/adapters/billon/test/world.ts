import type { AdapterWorld, PayoutSample } from '@polyrail/conformance'
import { startSimulator } from '@polyrail/simulators'
import type { BillonConfig } from '../src/index.js'
import { login } from './world/login.js'

export const PASSWORD = 'panel-password-of-the-tests'

const DAY_MS = 24 * 3_600_000

export const SETTINGS: Readonly<Record<string, Partial<BillonConfig>>> = {
  fused: { fuse: { above: '25.50', minutes: 7 * 24 * 60 } },
  euros: { currencies: ['EUR'] },
}

/** A week from when the suite runs, which may be past midnight by then. */
const day = (afterMs: number): string => new Date(Date.now() + afterMs).toISOString().slice(0, 10)
const IN_A_WEEK = new RegExp(`^(?:${day(7 * DAY_MS)}|${day(8 * DAY_MS)})T`)

const COMMAND = {
  amount: { amount: '25.50', currency: 'PLN' },
  destination: { type: 'recipient', userName: 'anna.k', notify: false },
  description: 'Commission 03/2098',
  project: 'March commissions',
  availableFrom: '2031-03-01T01:00:00+01:00',
  availableUntil: '2098-03-31T00:00:00Z',
} as const

const REQUEST = {
  amount: 25.5,
  currency: 'PLN',
  startDate: '2031-03-01T00:00:00.000Z',
  endDate: '2098-03-31T00:00:00.000Z',
  name: 'March commissions',
  description: 'Commission 03/2098 #{reference}',
  userName: 'anna.k',
  notification: false,
}

const CREATED = {
  status: 'ready',
  providerId: /^\d+$/,
  amount: COMMAND.amount,
  destination: COMMAND.destination,
  reason: undefined,
}

const recipient: PayoutSample = {
  command: COMMAND,
  currencies: { GBP: { decimals: 2 }, PLN: { decimals: 2 } },
  amount: { at: '/amount', unit: 'major' },
  creates: { endpoint: 'POST /api/payment/create', object: '/payments/0', request: REQUEST },
  names: { id: 'id', status: 'status', amount: 'amount', reference: 'description' },
  lost: 'blind',
  created: CREATED,
  variants: [
    {
      title: 'everything about the recipient',
      with: {
        destination: {
          type: 'recipient',
          userName: 'anna.k',
          phoneNumber: '600100200',
          referenceId: 'emp-17',
          firstName: 'Anna',
          lastName: 'Kowalska',
          email: 'anna@example.com',
          notify: true,
        },
      },
      request: {
        ...REQUEST,
        phoneNumber: '600100200',
        referenceId: 'emp-17',
        firstName: 'Anna',
        lastName: 'Kowalska',
        email: 'anna@example.com',
        notification: true,
      },
    },
    {
      title: 'no description, for which the project stands, to a phone',
      with: { description: undefined, destination: { type: 'recipient', phoneNumber: '600100200', notify: false } },
      request: {
        ...REQUEST,
        description: 'March commissions #{reference}',
        userName: undefined,
        phoneNumber: '600100200',
      },
    },
    {
      title: 'in pounds, by the reference of the recipient',
      with: {
        amount: { amount: '0.07', currency: 'GBP' },
        destination: { type: 'recipient', referenceId: 'emp-17', notify: false },
      },
      request: { ...REQUEST, amount: 0.07, currency: 'GBP', userName: undefined, referenceId: 'emp-17' },
      created: { amount: { amount: '0.07', currency: 'GBP' } },
    },
    {
      title: 'in euros, where the panel pays out in them',
      settings: 'euros',
      with: { amount: { amount: '3.10', currency: 'EUR' } },
      request: { ...REQUEST, amount: 3.1, currency: 'EUR' },
      created: { amount: { amount: '3.10', currency: 'EUR' } },
    },
    {
      title: 'as much as is not held by the fuse',
      settings: 'fused',
      with: { availableFrom: '2021-03-01T01:00:00+01:00' },
      request: { ...REQUEST, startDate: '2021-03-01T00:00:00.000Z' },
    },
    {
      title: 'more than that, which can be collected in a week',
      settings: 'fused',
      with: { amount: { amount: '25.51', currency: 'PLN' }, availableFrom: '2021-03-01T01:00:00+01:00' },
      request: { ...REQUEST, amount: 25.51, startDate: IN_A_WEEK },
      created: { amount: { amount: '25.51', currency: 'PLN' } },
    },
    {
      title: 'more than that, which is to be collected later anyway',
      settings: 'fused',
      with: { amount: { amount: '25.51', currency: 'PLN' } },
      request: { ...REQUEST, amount: 25.51 },
      created: { amount: { amount: '25.51', currency: 'PLN' } },
    },
  ],
  refused: [
    { title: 'nobody named', with: { destination: { type: 'recipient', notify: false } }, path: 'destination' },
    {
      title: 'a phone that is no number',
      with: { destination: { type: 'recipient', phoneNumber: '+48 600', notify: false } },
      path: 'destination.phoneNumber',
    },
    { title: 'an end before its beginning', with: { availableUntil: '2031-03-01T00:00:00Z' }, path: 'availableUntil' },
    { title: 'no beginning', with: { availableFrom: undefined }, path: 'availableFrom' },
    { title: 'no end', with: { availableUntil: undefined }, path: 'availableUntil' },
    { title: 'no project', with: { project: undefined }, path: 'project' },
  ],
  refusedByProvider: [
    { title: 'no money left', acts: ['drain'], code: 'insufficient_funds', providerCode: 'INSUFFICIENT_FUNDS' },
  ],
  words: {
    READY: { status: 'ready', reason: undefined },
    UNAUTHORIZED: { status: 'requires_authorization', reason: undefined },
  },
  answers: [
    { title: 'another currency', to: 'create', edit: { currency: 'GBP' }, expect: 'unbelievable' },
    {
      title: 'another beginning',
      to: 'create',
      edit: { startDate: '2031-03-02T00:00:00.000Z' },
      expect: 'unbelievable',
    },
    { title: 'another end', to: 'create', edit: { endDate: '2098-03-30T00:00:00.000Z' }, expect: 'unbelievable' },
    {
      title: 'the same dates in another form',
      to: 'create',
      edit: { startDate: '2031-03-01T01:00:00+01:00', endDate: '2098-03-31T00:00:00Z' },
      expect: CREATED,
    },
  ],
  cancel: {
    sends: { endpoint: 'POST /api/payment/cancel', request: { ids: [/^\d+$/] } },
    names: { id: 'success' },
    lost: 'repeated',
    expect: { status: 'canceled', amount: COMMAND.amount },
    tooLate: { acts: ['collect'], code: 'invalid_state' },
  },
}

const error = (type: string, message?: string) => ({
  error: { type, ...(message === undefined ? {} : { message }) },
  errors: [],
})

/** Billon's panel: everything is told once, at creation. */
export const billonWorld: AdapterWorld = {
  payouts: { recipient },
  secrets: [PASSWORD],
  login: login({ apiKey: PASSWORD }),
  refusals: [
    {
      title: 'wrong parameters',
      status: 400,
      body: error('INVALID_PARAMS', 'One of required fields is empty!'),
      code: 'provider_rejected',
      providerCode: 'INVALID_PARAMS',
      providerMessage: 'One of required fields is empty!',
    },
    {
      title: 'an error inside of a 200',
      status: 200,
      body: error('INSUFFICIENT_FUNDS', 'Not enough funds on the account!'),
      code: 'insufficient_funds',
      providerCode: 'INSUFFICIENT_FUNDS',
      providerMessage: 'Not enough funds on the account!',
    },
    {
      title: 'a token that is over',
      status: 401,
      body: error('UNAUTHORIZED', 'Invalid token'),
      code: 'authentication_failed',
      providerCode: 'UNAUTHORIZED',
      providerMessage: 'Invalid token',
    },
    {
      title: 'a type without a message',
      status: 400,
      body: error('INVALID_PARAMS'),
      code: 'provider_rejected',
      providerCode: 'INVALID_PARAMS',
      providerMessage: undefined,
    },
    {
      title: 'a type that nobody knows',
      status: 403,
      body: error('PANEL_CLOSED', 'The panel already closed'),
      code: 'provider_rejected',
      providerCode: 'PANEL_CLOSED',
    },
    {
      title: 'a count of nothing',
      status: 200,
      body: { success: 0 },
      code: 'invalid_state',
      providerMessage: 'Nothing was cancelled: it was received, has lapsed or was cancelled before',
    },
    {
      title: 'an error beside a count of nothing',
      status: 200,
      body: { success: 0, ...error('INVALID_PARAMS', 'No.') },
      code: 'provider_rejected',
      providerCode: 'INVALID_PARAMS',
      providerMessage: 'No.',
    },
    {
      title: 'a message that is a number',
      status: 400,
      body: { error: { type: 'INVALID_PARAMS', message: 7 } },
      code: 'provider_rejected',
      providerCode: 'INVALID_PARAMS',
      providerMessage: undefined,
    },
  ],
  silences: [
    { title: 'it is there already', status: 400, body: error('INVALID_PARAMS', 'The payment already exists') },
    { title: 'an error without a type', status: 400, body: { error: { message: 'No.' } } },
    { title: 'an error with an empty type', status: 400, body: { error: { message: 'No.', type: '' } } },
    { title: 'an error that is a text', status: 400, body: { error: 'INVALID_PARAMS' } },
    { title: 'a list', status: 400, body: [error('INVALID_PARAMS', 'No.')] },
    { title: 'a list of errors', status: 400, body: { error: [{ type: 'INVALID_PARAMS' }] } },
    { title: 'null', status: 400, body: null },
    { title: 'null for an error', status: 400, body: { error: null } },
    { title: 'a number for a type', status: 400, body: { error: { type: 7, message: 'No.' } } },
  ],
  facts: [
    { fact: 'refusals are an error object with a type', source: 'documented' },
    { fact: 'a refused token is answered with 401', source: 'inferred' },
    { fact: 'INVALID_PARAMS with "already" tells of an execution', source: 'inferred' },
    { fact: 'amounts are in major units with two decimals', source: 'inferred' },
    { fact: 'a new token does not end the ones before it', source: 'unverified' },
  ],
  start: async () => {
    const panel = await startSimulator('billon', { apiKey: PASSWORD })
    return {
      url: panel.url,
      executed: ({ target, reference, providerId = '' }) =>
        target === 'payouts.recipient'
          ? panel.ledger.count({ endpoint: 'create-payment', reference })
          : panel.ledger.count({ endpoint: 'cancel-payment', providerId }),
      act: (name, { providerId = '' }) => {
        if (name === 'drain') return panel.actions.drain({ currency: 'PLN' })
        panel.clock.set(new Date('2031-03-02T00:00:00Z'))
        return panel.actions.collect({ providerId })
      },
      close: () => panel.close(),
    }
  },
}
