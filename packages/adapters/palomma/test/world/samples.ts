/** What several samples are about. */
export const pesos = (amount: string) => ({ amount, currency: 'COP' })

/** The provider’s ids are ULIDs. */
export const ID = /^[0-9A-Z]{26}$/

export const LAURA = {
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '3005550142',
  document: { type: 'cc', number: '52834410' },
} as const

export const PAGE = 'https://shop.example.com/return'

export const ACCOUNT = { bankCode: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' } as const

export const WIRE_ACCOUNT = { bank: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' }

/** Of another reference: the lists are asked for ours alone, and must not be believed to show nothing else. */
export const NOT_OURS = {
  title: 'another reference than the one that was asked for',
  edit: { reference: 'somebody-else-s' },
  absent: true,
} as const

export const unrecognized = (providerCode: string) => ({ code: 'unrecognized_status', providerCode })

/** The one word for every bad end, and what it means by its message. */
const ENDS = [
  { message: 'EXPIRED', status: 'expired', code: 'expired' },
  { message: 'CUSTOMER_CANCELLATION', status: 'canceled', code: 'canceled_by_payer' },
  { message: 'AUTHENTICATION_FAILED', status: 'failed', code: 'payer_not_authenticated' },
  { message: 'DECLINED_BY_BANK', status: 'failed', code: 'declined_by_bank' },
  { message: 'INVALID_ACCOUNT', status: 'failed', code: 'invalid_account' },
  { message: 'NOT_ENOUGH_FUNDS', status: 'failed', code: 'insufficient_funds' },
  { message: 'ERROR', status: 'failed', code: 'provider_error' },
  { message: 'declined_by_bank', status: 'failed', code: 'declined_by_bank' },
  { message: 'BAD_WEATHER', status: 'failed', code: 'unrecognized_reason' },
] as const

/** The answers in which an object has ended so. */
export const ended = (to: 'create' | 'retrieve', also: Readonly<Record<string, unknown>> = {}) => [
  ...ENDS.map(
    ({ message, status, code }) =>
      ({
        title: `cancelled with ${message}`,
        to,
        edit: { status: 'cancelled', statusMessage: message },
        expect: { status, reason: { code, providerCode: message }, ...also },
      }) as const,
  ),
  {
    title: 'cancelled without a message',
    to,
    edit: { status: 'CANCELLED', statusMessage: null },
    expect: { status: 'failed', reason: { code: 'unrecognized_reason', providerCode: undefined }, ...also },
  } as const,
]

/** Answers with and without what is optional. */
export const fees = (to: 'create' | 'retrieve') =>
  [
    { title: 'a fee', to, edit: { fee: 900 }, expect: { fee: pesos('900') } },
    { title: 'no fee', to, edit: { fee: undefined }, expect: { fee: undefined } },
    { title: 'null for a fee', to, edit: { fee: null }, expect: { fee: undefined } },
  ] as const
