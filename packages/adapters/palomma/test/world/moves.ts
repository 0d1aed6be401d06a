import type { PayinSample, PayoutSample, Setup } from '@polyrail/conformance'
import { preparations } from './targets.js'
import { ACCOUNT, ID, LAURA, NOT_OURS, PAGE, ended, fees, pesos, unrecognized } from './samples.js'

const NAMES = { id: 'id', status: 'status', amount: 'amount', reference: 'reference' }

/** A stored account that its owner has confirmed. */
const stored = async (type: 'payin_source' | 'payout_target', { payments, provider, reference, act }: Setup) => {
  const token = {
    provider,
    reference: `${reference}-account`,
    instrument: { type, ...ACCOUNT },
    customer: LAURA,
    redirectUrl: PAGE,
  }
  const { id, providerId = '' } = await payments.tokens.create(token)
  const now = await payments.tokens.retrieve({ id }, { refresh: true })
  if (now?.status === 'requires_action') await act('authorize', { reference: token.reference, providerId })
  return id
}

const COLLECTING = { status: 'processing', reason: undefined }

const DEBIT = { payinSourceId: ID, amount: 39000, reference: '{reference}' }

const DEBITED = [
  { acts: ['settle'], expect: { status: 'succeeded', reason: undefined, amountCaptured: pesos('39000') } },
  { acts: ['decline'], expect: { status: 'failed', reason: { code: 'declined_by_bank' } } },
] as const

export const bankDebit: PayinSample = {
  command: async (setup) => ({
    amount: pesos('39000'),
    method: { type: 'bank_debit', source: await stored('payin_source', setup) },
  }),
  currencies: { COP: { decimals: 0, minimum: '1001', maximum: '2000000' } },
  amount: { at: '/amount', unit: 'major' },
  creates: { endpoint: 'POST /payinRequests', request: DEBIT },
  variants: [
    {
      title: 'into an account of its own',
      settings: 'accounts',
      with: {},
      request: { ...DEBIT, targetMerchantAccountId: 'default' },
    },
  ],
  refused: [
    { title: 'more than was agreed on', settings: 'small', with: { amount: pesos('50001') }, path: 'amount.amount' },
  ],
  retrieves: { endpoint: 'GET /payinRequests/{id}' },
  names: NAMES,
  lost: 'found',
  others: [
    { title: 'another account', edit: { payinSourceId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }, unclear: true },
    NOT_OURS,
  ],
  seesTwo: true,
  created: {
    ...COLLECTING,
    providerId: ID,
    amount: pesos('39000'),
    amountCaptured: pesos('0'),
    nextAction: undefined,
  },
  stories: DEBITED,
  tells: DEBITED,
  words: {
    processing: COLLECTING,
    approved: { status: 'succeeded', reason: undefined },
    partial: { status: 'succeeded', reason: { code: 'partially_collected' } },
    PARTIAL: { status: 'succeeded', reason: { code: 'partially_collected' } },
    active: { ...COLLECTING, reason: unrecognized('active') },
  },
  answers: [
    ...ended('retrieve'),
    ...fees('create'),
    { title: 'no reference', to: 'create', edit: { reference: null }, expect: COLLECTING },
    { title: 'pending', to: 'create', edit: { status: 'pending' }, expect: { status: 'pending', reason: undefined } },
    {
      title: 'a part that was collected',
      to: 'retrieve',
      edit: { status: 'partial', amountCollected: 12000 },
      expect: { status: 'succeeded', amountCaptured: pesos('12000'), reason: { code: 'partially_collected' } },
    },
    {
      title: 'nothing said of what was collected',
      to: 'create',
      edit: { amountCollected: null },
      expect: { amountCaptured: undefined },
    },
  ],
}

const PAYING = { status: 'processing', reason: undefined }

const PAYOUT = { payoutTargetId: ID, amount: 120000, reference: '{reference}' }

const TOO_MUCH = {
  title: 'more than was agreed on',
  settings: 'small',
  with: { amount: pesos('60001') },
  path: 'amount.amount',
} as const

const PAID_OUT = [
  { acts: ['settle'], expect: { status: 'succeeded', reason: undefined } },
  { acts: ['decline'], expect: { status: 'failed', reason: { code: 'declined_by_bank' } } },
] as const

const payout = {
  currencies: { COP: { decimals: 0, minimum: '1001', maximum: '5000000' } },
  amount: { at: '/amount', unit: 'major' },
  creates: { endpoint: 'POST /payoutRequests', request: PAYOUT },
  variants: [
    {
      title: 'out of an account of its own',
      settings: 'accounts',
      with: {},
      request: { ...PAYOUT, sourceMerchantAccountId: 'default' },
    },
  ],
  retrieves: { endpoint: 'GET /payoutRequests/{id}' },
  names: NAMES,
  lost: 'found',
  others: [
    { title: 'another account', edit: { payoutTargetId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }, unclear: true },
    NOT_OURS,
  ],
  seesTwo: true,
  created: { ...PAYING, providerId: ID, amount: pesos('120000') },
  stories: PAID_OUT,
  tells: PAID_OUT,
  words: {
    pending: PAYING,
    processing: PAYING,
    approved: { status: 'succeeded', reason: undefined },
    // Of payin requests only.
    partial: { ...PAYING, reason: unrecognized('partial') },
  },
  answers: [
    ...ended('retrieve'),
    ...fees('create'),
    { title: 'no reference', to: 'create', edit: { reference: null }, expect: PAYING },
    { title: 'pending', to: 'create', edit: { status: 'pending' }, expect: PAYING },
  ],
} as const satisfies Omit<PayoutSample, 'command'>

export const saved: PayoutSample = {
  ...payout,
  refused: [TOO_MUCH],
  command: async (setup) => ({
    amount: pesos('120000'),
    destination: { type: 'saved', target: await stored('payout_target', setup) },
  }),
}

const DESTINATION = { type: 'bank_account', accountName: LAURA.name, ...ACCOUNT } as const

export const bankAccount: PayoutSample = {
  ...payout,
  command: { amount: pesos('120000'), destination: DESTINATION, customer: LAURA, redirectUrl: PAGE },
  preparations,
  refused: [
    TOO_MUCH,
    { title: 'no customer', with: { customer: undefined }, path: 'customer' },
    { title: 'no page to come back to', with: { redirectUrl: undefined }, path: 'redirectUrl' },
    {
      title: 'a kind of account that does not exist',
      with: { destination: { ...DESTINATION, accountType: 'deposit' } },
      path: 'destination.accountType',
    },
    {
      title: 'no kind of account',
      with: { destination: { type: 'bank_account', accountName: 'Laura', bankCode: 'bbva', accountNumber: '1' } },
      path: 'destination.accountType',
    },
  ],
}
