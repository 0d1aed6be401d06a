import type { CustomerSample, TokenSample } from '@polyrail/conformance'
import { ACCOUNT, ID, LAURA, NOT_OURS, PAGE, WIRE_ACCOUNT, ended, unrecognized } from './samples.js'

const NAMES = { id: 'id', status: 'status', reference: 'reference' }
const WAITING = { status: 'requires_action', reason: undefined, token: undefined }
const ACTIVE = { status: 'active', reason: undefined, nextAction: undefined, token: '{providerId}' }
const OTHERS = [
  { title: 'another customer', edit: { customerId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }, unclear: true },
  NOT_OURS,
] as const

const REQUEST = {
  customerId: ID,
  redirectUrl: PAGE,
  type: 'bankAccount',
  bankAccount: WIRE_ACCOUNT,
  reference: '{reference}',
}

const confirmedAt = (url: string) => ({ ...WAITING, nextAction: { type: 'redirect', url } })

const WORDS = {
  pending: { ...WAITING, nextAction: { type: 'redirect' } },
  Pending: { ...WAITING, nextAction: { type: 'redirect' } },
  processing: { status: 'processing', reason: undefined, nextAction: undefined, token: undefined },
  active: ACTIVE,
  Active: ACTIVE,
  cancelled: { status: 'failed', reason: { code: 'unrecognized_reason' }, token: undefined },
  approved: { status: 'processing', reason: unrecognized('approved'), token: undefined },
}

const RULES = [
  { title: 'no customer', with: { customer: undefined }, path: 'customer' },
  { title: 'no page to come back to', with: { redirectUrl: undefined }, path: 'redirectUrl' },
] as const

const ANSWERS = [
  { title: 'no reference', to: 'create', edit: { reference: null }, expect: {} },
  ...ended('create', { token: undefined }),
  {
    title: 'waiting, without a page',
    to: 'create',
    edit: { status: 'pending', authUrl: null },
    expect: { ...WAITING, nextAction: undefined },
  },
  {
    title: 'waiting, with a page somewhere else',
    to: 'create',
    edit: { status: 'pending', authUrl: 'https://example.com/confirm' },
    expect: 'unbelievable',
  },
] as const

const CONFIRMED = [
  { acts: ['authorize'], expect: ACTIVE },
  { acts: ['decline'], expect: { status: 'failed', reason: { code: 'declined_by_bank' }, token: undefined } },
] as const

export const payinSource: TokenSample = {
  command: { instrument: { type: 'payin_source', ...ACCOUNT }, customer: LAURA, redirectUrl: PAGE },
  creates: { endpoint: 'POST /payinSources', request: REQUEST },
  retrieves: { endpoint: 'GET /payinSources/{id}' },
  names: NAMES,
  lost: 'found',
  others: OTHERS,
  seesTwo: true,
  created: {
    ...confirmedAt('https://payments.palomma.com/payinSources?payinSourceId={providerId}'),
    providerId: ID,
  },
  variants: [
    {
      title: 'that may be debited in part, with a description',
      with: { instrument: { type: 'payin_source', ...ACCOUNT, partialPayins: true }, description: 'Cuotas' },
      request: { ...REQUEST, partialPayinsEnabled: true, description: 'Cuotas' },
    },
    {
      title: 'that may be debited in full only',
      with: { instrument: { type: 'payin_source', ...ACCOUNT, accountType: 'checking', partialPayins: false } },
      request: { ...REQUEST, bankAccount: { ...WIRE_ACCOUNT, accountType: 'checking' }, partialPayinsEnabled: false },
    },
  ],
  refused: [
    ...RULES,
    {
      title: 'a kind of account that does not exist',
      with: { instrument: { type: 'payin_source', ...ACCOUNT, accountType: 'deposit' } },
      path: 'instrument.accountType',
    },
  ],
  stories: CONFIRMED,
  tells: CONFIRMED,
  words: WORDS,
  answers: ANSWERS,
}

export const payoutTarget: TokenSample = {
  command: { instrument: { type: 'payout_target', ...ACCOUNT }, customer: LAURA, redirectUrl: PAGE },
  creates: { endpoint: 'POST /payoutTargets', request: REQUEST },
  retrieves: { endpoint: 'GET /payoutTargets/{id}' },
  names: NAMES,
  lost: 'found',
  others: OTHERS,
  seesTwo: true,
  created: { ...ACTIVE, providerId: ID },
  variants: [
    { title: 'with a description', with: { description: 'Nómina' }, request: { ...REQUEST, description: 'Nómina' } },
  ],
  refused: RULES,
  tells: [{ acts: [], expect: ACTIVE }],
  words: WORDS,
  answers: ANSWERS,
}

const CUSTOMER = {
  name: 'Laura Gómez',
  documentType: 'cc',
  documentNumber: '52834410',
  email: 'laura@example.com',
  phoneNumber: '3005550142',
  reference: '{reference}',
}

export const customer: CustomerSample = {
  command: { customer: LAURA },
  creates: { endpoint: 'POST /customers', request: CUSTOMER },
  retrieves: { endpoint: 'GET /customers/{id}' },
  names: { id: 'id', reference: 'reference' },
  lost: 'found',
  others: [
    { title: 'another kind of document', edit: { documentType: 'ce' }, absent: true },
    { title: 'another document', edit: { documentNumber: '1' }, absent: true },
    NOT_OURS,
  ],
  created: { status: 'active', providerId: ID },
  variants: [
    ...['+573005550142', '573005550142'].map((phone) => ({
      title: `whose phone is ${phone}`,
      with: { customer: { ...LAURA, phone } },
      request: CUSTOMER,
    })),
    ...['1573005550142', '5730055501421'].map((phone) => ({
      title: `whose phone is ${phone}, which has no code of Colombia`,
      with: { customer: { ...LAURA, phone } },
      request: { ...CUSTOMER, phoneNumber: phone },
    })),
    {
      title: 'whose phone is not Colombian',
      with: { customer: { ...LAURA, phone: '+4930123456', document: { type: 'nit', number: '900123456' } } },
      request: { ...CUSTOMER, phoneNumber: '+4930123456', documentType: 'nit', documentNumber: '900123456' },
    },
  ],
  refused: [
    { title: 'no phone', with: { customer: { ...LAURA, phone: 'none' } }, path: 'customer.phone' },
    {
      title: 'no document',
      with: { customer: { name: 'Laura', email: 'laura@example.com' } },
      path: 'customer.document',
    },
  ],
  answers: [
    { title: 'a reference that is null', to: 'create', edit: { reference: null }, expect: { status: 'active' } },
  ],
}
