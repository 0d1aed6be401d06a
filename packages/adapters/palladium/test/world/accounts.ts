import type { PeriodSample, ReadSample } from '@polyrail/conformance'

const rupiah = (amount: string) => ({ amount, currency: 'IDR' })

export const balances: readonly ReadSample[] = [
  {
    title: 'all purses',
    answers: {
      'GET /me': [
        {
          body: {
            remaining_withdrawable_amount: 1500,
            remaining_disbursable_amount: 2500,
            max_allowable_loan: 1000000,
            total_used_loan_amount: '0',
          },
        },
      ],
    },
    requests: ['GET /me'],
    expect: [
      { kind: 'withdrawable', ...rupiah('1500') },
      { kind: 'payout', ...rupiah('2500') },
      { kind: 'loan_available', ...rupiah('1000000') },
      { kind: 'loan_used', ...rupiah('0') },
    ],
  },
  {
    title: 'misspelt, without a loan',
    answers: { 'GET /me': [{ body: { remaning_withdrawable_amount: 10, remaning_disbursable_amount: 20 } }] },
    expect: [
      { kind: 'withdrawable', ...rupiah('10') },
      { kind: 'payout', ...rupiah('20') },
    ],
  },
]

const ROW = { amount: 150000, fee: -8400, total: 141600, date: '2031-06-02' }

export const statements: readonly PeriodSample[] = [
  {
    title: 'a month',
    from: '2031-05-31T17:00:00Z',
    to: '2031-06-30T17:00:00Z',
    answers: {
      'GET /get-transaction-list': [
        {
          body: [
            { ...ROW, transaction_type: 'bni', bank_code: 'BNI', account_number: '88081234', description: null },
            {
              transaction_type: 'disbursement',
              amount: 250000,
              fee: 8400,
              total: 258400,
              date: '2031-06-03',
              bank_code: 'BCA',
              account_number: '0098123456',
              description: 'Komisi Mei',
            },
            { transaction_type: 'Disbursement', amount: 10, fee: 0, total: 10, date: '2031-06-04' },
            { transaction_type: 'qris', amount: 10, fee: 0, total: 10, date: '2031-06-05', bank_code: '' },
          ],
        },
      ],
    },
    requests: ['GET /get-transaction-list?start_date=2031-06-01&end_date=2031-06-30'],
    expect: [
      {
        type: 'bni',
        direction: 'in',
        amount: rupiah('150000'),
        fee: rupiah('8400'),
        date: '2031-06-02',
        bankCode: 'BNI',
        accountNumber: '88081234',
        description: undefined,
        raw: { total: 141600 },
      },
      {
        type: 'disbursement',
        direction: 'out',
        amount: rupiah('250000'),
        fee: rupiah('8400'),
        description: 'Komisi Mei',
        bankCode: 'BCA',
      },
      { type: 'Disbursement', direction: 'out', bankCode: undefined, accountNumber: undefined, description: undefined },
      { type: 'qris', direction: 'in', bankCode: undefined },
    ],
  },
  {
    title: 'an hour before midnight in Jakarta, and one after it',
    from: '2031-06-01T16:00:00Z',
    to: '2031-06-01T17:00:01Z',
    answers: { 'GET /get-transaction-list': [{ body: [] }] },
    requests: ['GET /get-transaction-list?start_date=2031-06-01&end_date=2031-06-02'],
    expect: [],
  },
]
