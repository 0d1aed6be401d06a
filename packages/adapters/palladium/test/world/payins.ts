import type { Expected, PayinSample } from '@polyrail/conformance'

const RUPIAH = { IDR: { decimals: 0 } }
const NAMES = { id: 'id', status: 'status', amount: 'amount', reference: 'external_id' }
const ID = /^[0-9a-f]{32}$/
/** What the provider answers where no expiry was asked for. */
const NEVER = '2052-12-22T17:00:00.000Z'
const UNRECOGNIZED = { code: 'unrecognized_status' }

const awaited = { status: 'pending', reason: undefined, settlement: undefined }
const paid = { status: 'processing', nextAction: undefined, reason: undefined, settlement: undefined }
const settled = { status: 'succeeded', settlement: 'settled', nextAction: undefined, reason: undefined }

const ended = (status: string): Expected => ({
  status,
  nextAction: undefined,
  settlement: undefined,
  reason: undefined,
})

const WORDS = {
  unpaid: awaited,
  pending: paid,
  PENDING: paid,
  done: settled,
  Done: settled,
  expired: ended('expired'),
  cancelled: ended('canceled'),
  canceled: ended('canceled'),
  rejected: ended('failed'),
  failed: ended('failed'),
  paid: { ...paid, reason: { ...UNRECOGNIZED, providerCode: 'paid' } },
}

const STORIES = [
  { acts: ['pay'], expect: paid },
  { acts: ['pay', 'settle'], expect: settled },
]

/** That it is settled is told by nobody. */
const TELLS = [{ acts: ['pay'], expect: paid }]

/** A new one may be called pending, which then means that nobody has paid yet. */
const createdPending = {
  title: 'new, and called pending',
  to: 'create',
  edit: { status: 'Pending' },
  expect: { ...awaited, nextAction: { type: /./ } },
} as const

/** Whatever else it may be called is what a query would say. */
const createdDone = { title: 'new, and done already', to: 'create', edit: { status: 'done' }, expect: settled } as const

const expiries = (edit: Readonly<Record<string, unknown>>, expiresAt: string | undefined, title: string) =>
  ({ title, to: 'create', edit, expect: { ...awaited, expiresAt, nextAction: { expiresAt } } }) as const

const EXPIRIES = [
  expiries({ expiration_date: '2031-05-18 07:00:00' }, '2031-05-18T00:00:00.000Z', 'an expiry in the time of Jakarta'),
  expiries({ expiration_date: '2031-05-18 05:30:00' }, '2031-05-17T22:30:00.000Z', 'an expiry early in the morning'),
  expiries({ expiration_date: null }, undefined, 'no expiry, as null'),
  expiries({ expiration_date: undefined }, undefined, 'no expiry'),
  expiries({ expiration_date: '18/05/2031' }, undefined, 'an expiry that cannot be read'),
  expiries({ expiration_date: 'until 2031-05-18 07:00:00' }, undefined, 'an expiry after a word'),
  expiries({ expiration_date: '2031-05-18 07:00:00 WIB' }, undefined, 'an expiry before a word'),
  expiries({ expiration_date: '2031-02-30 07:00:00' }, undefined, 'an expiry on a day that there is not'),
  expiries({ expiration_date: '2031-05-18 25:00:00' }, undefined, 'an expiry at an hour that there is not'),
]

const another = {
  title: 'another object than the one that was asked for',
  to: 'retrieve',
  edit: { id: 'ffffffffffffffffffffffffffffffff' },
  expect: 'unbelievable',
} as const

const ACCOUNT = { bank_code: 'BNI', external_id: '{reference}', name: 'PT Contoh Jaya', account_name: 'PT Contoh Jaya' }
const VIRTUAL_ACCOUNT = { ...ACCOUNT, is_single_use: 'true', amount: '150000' }

export const virtualAccount: PayinSample = {
  command: {
    amount: { amount: '150000', currency: 'IDR' },
    method: { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Contoh Jaya', singleUse: true },
  },
  currencies: RUPIAH,
  amount: { at: '/amount', unit: 'major' },
  expires: true,
  creates: { endpoint: 'POST /create-virtual-account', request: VIRTUAL_ACCOUNT },
  retrieves: { endpoint: 'GET /query-virtual-account', object: '/0' },
  names: NAMES,
  lost: 'blind',
  created: {
    ...awaited,
    providerId: ID,
    amount: { amount: '150000', currency: 'IDR' },
    fee: undefined,
    expiresAt: NEVER,
    nextAction: {
      type: 'transfer_to_virtual_account',
      bankCode: 'BNI',
      accountNumber: /^\d{8,}$/,
      accountName: /PT Contoh Jaya$/,
      expiresAt: NEVER,
    },
  },
  variants: [
    {
      title: 'for many payments, until the end of a day',
      with: {
        method: { type: 'virtual_account', bankCode: 'BRI', accountName: 'PT Contoh Jaya', singleUse: false },
        expiresAt: '2051-05-17T08:30:00+07:00',
      },
      request: { ...VIRTUAL_ACCOUNT, bank_code: 'BRI', is_single_use: 'false', expiration_date: '2051-05-18' },
      created: { expiresAt: '2051-05-18T00:00:00.000Z', nextAction: { bankCode: 'BRI' } },
    },
    {
      title: 'until a midnight',
      with: { expiresAt: '2051-05-17T00:00:00Z' },
      request: { ...VIRTUAL_ACCOUNT, expiration_date: '2051-05-17' },
      created: { expiresAt: '2051-05-17T00:00:00.000Z' },
    },
  ],
  refused: [
    {
      title: 'a bank without virtual accounts',
      with: { method: { type: 'virtual_account', bankCode: 'CIMB', accountName: 'PT Contoh Jaya', singleUse: true } },
      path: 'method.bankCode',
    },
  ],
  stories: STORIES,
  tells: [...TELLS, { acts: [], expect: awaited }],
  words: WORDS,
  answers: [createdPending, createdDone, ...EXPIRIES, another],
}

const RETAIL = { retail_outlet_name: 'ALFAMART', name: 'PT Contoh Jaya', amount: '85000', external_id: '{reference}' }

export const retailOutlet: PayinSample = {
  command: {
    amount: { amount: '85000', currency: 'IDR' },
    method: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Contoh Jaya' },
  },
  currencies: RUPIAH,
  amount: { at: '/amount', unit: 'major' },
  expires: true,
  creates: { endpoint: 'POST /create-retail-payment', request: RETAIL },
  retrieves: { endpoint: 'GET /query-retail-payment', object: '/0' },
  names: NAMES,
  lost: 'blind',
  created: {
    ...awaited,
    providerId: ID,
    amount: { amount: '85000', currency: 'IDR' },
    fee: undefined,
    expiresAt: NEVER,
    nextAction: { type: 'pay_at_outlet', outlet: 'ALFAMART', paymentCode: /^TEST\d+$/, expiresAt: NEVER },
  },
  variants: [
    {
      title: 'until the end of a day',
      with: { expiresAt: '2051-05-17T01:00:00Z' },
      request: { ...RETAIL, expiration_date: '2051-05-18' },
      created: { expiresAt: '2051-05-18T00:00:00.000Z' },
    },
  ],
  stories: STORIES,
  tells: TELLS,
  words: WORDS,
  answers: [createdPending, createdDone, ...EXPIRIES, another],
}

const fees = (edit: Readonly<Record<string, unknown>>, fee: unknown, title: string) =>
  ({ title, to: 'retrieve', edit, expect: { status: 'pending', fee } }) as const

export const qrCode: PayinSample = {
  command: { amount: { amount: '42000', currency: 'IDR' }, method: { type: 'qr_code' } },
  currencies: RUPIAH,
  amount: { at: '/amount', unit: 'major' },
  creates: { endpoint: 'POST /create-qris', request: { amount: '42000', external_id: '{reference}' } },
  retrieves: { endpoint: 'GET /query-qris', object: '/0' },
  names: NAMES,
  lost: 'blind',
  created: {
    ...awaited,
    providerId: ID,
    amount: { amount: '42000', currency: 'IDR' },
    fee: { amount: '1239', currency: 'IDR' },
    nextAction: { type: 'show_qr_code', payload: /^000201/, expiresAt: /Z$/ },
  },
  stories: STORIES,
  tells: TELLS,
  words: { ...WORDS, unpaid: { ...awaited, nextAction: { type: 'show_qr_code', payload: /^000201/ } } },
  answers: [
    createdPending,
    createdDone,
    ...EXPIRIES,
    another,
    { ...fees({ fees: undefined }, undefined, 'new, without a fee'), to: 'create' },
    fees({ fees: -5900 }, { amount: '5900', currency: 'IDR' }, 'a fee below zero'),
    fees({ fees: 5900 }, { amount: '5900', currency: 'IDR' }, 'a fee above zero'),
    {
      title: 'another text of the code',
      to: 'retrieve',
      edit: { qris_string: '000201ANOTHER' },
      expect: { nextAction: { type: 'show_qr_code', payload: '000201ANOTHER' } },
    },
  ],
}
