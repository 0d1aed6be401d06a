import type { PayoutSample } from '@polyrail/conformance'

const DONE = { status: 'succeeded', reason: undefined }
const PROCESSING = { status: 'processing', reason: undefined }

const unrecognized = (providerCode: string) => ({
  status: 'processing',
  reason: { code: 'unrecognized_status', providerCode },
})

const DESTINATION = {
  type: 'bank_account',
  bankCode: 'BCA',
  accountName: 'Sri Rahayu',
  accountNumber: '0098123456',
} as const

const REQUEST = {
  bank_code: 'BCA',
  account_name: 'Sri Rahayu',
  account_number: '0098123456',
  description: 'Komisi Mei',
  external_id: '{reference}',
  amount: '250000',
}

const fee = (edit: Readonly<Record<string, unknown>>, amount: string | undefined, title: string) =>
  ({
    title,
    to: 'create',
    edit,
    expect: { ...PROCESSING, fee: amount === undefined ? undefined : { amount, currency: 'IDR' } },
  }) as const

export const bankAccount: PayoutSample = {
  command: { amount: { amount: '250000', currency: 'IDR' }, destination: DESTINATION, description: 'Komisi Mei' },
  currencies: { IDR: { decimals: 0 } },
  amount: { at: '/amount', unit: 'major' },
  creates: { endpoint: 'POST /create-disbursement', request: REQUEST },
  retrieves: { endpoint: 'GET /query-disbursement', object: '/0' },
  names: { id: 'id', status: 'status', amount: 'amount', reference: 'external_id' },
  lost: 'blind',
  created: {
    ...PROCESSING,
    providerId: /^[0-9a-f]{32}$/,
    amount: { amount: '250000', currency: 'IDR' },
    fee: { amount: '8400', currency: 'IDR' },
    destination: DESTINATION,
  },
  variants: [
    {
      title: 'no description, for which the reference stands',
      with: { description: undefined },
      request: { ...REQUEST, description: '{reference}' },
    },
    {
      title: 'receipts',
      with: {
        destination: { ...DESTINATION, notify: { to: 'to@example.com', cc: 'cc@example.com', bcc: 'bcc@example.com' } },
      },
      request: { ...REQUEST, email_to: 'to@example.com', email_cc: 'cc@example.com', email_bcc: 'bcc@example.com' },
    },
    { title: 'nobody to be told', with: { destination: { ...DESTINATION, notify: {} } }, request: REQUEST },
  ],
  refused: [
    {
      title: 'a bank that is no code',
      with: { destination: { ...DESTINATION, bankCode: 'bca' } },
      path: 'destination.bankCode',
    },
  ],
  refusedByProvider: [
    { title: 'no money left', acts: ['drain'], code: 'insufficient_funds' },
    {
      title: 'a bank that the provider does not know',
      with: { destination: { ...DESTINATION, bankCode: 'NO_SUCH_BANK' } },
      code: 'provider_rejected',
    },
  ],
  stories: [{ acts: ['settle'], expect: DONE }],
  tells: [{ acts: ['settle'], expect: DONE }],
  words: {
    pending: PROCESSING,
    Pending: PROCESSING,
    done: DONE,
    DONE,
    // Who reads `failed` pays again: no word is taken for it before the provider explains it.
    failed: unrecognized('failed'),
    rejected: unrecognized('rejected'),
    expired: unrecognized('expired'),
  },
  answers: [
    fee({ fees: undefined }, undefined, 'no fee'),
    fee({ fees: -8400 }, '8400', 'a fee below zero'),
    {
      title: 'another object than the one that was asked for',
      to: 'retrieve',
      edit: { id: 'ffffffffffffffffffffffffffffffff' },
      expect: 'unbelievable',
    },
  ],
}
