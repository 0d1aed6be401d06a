import type { CreatePayout } from '@polyrail/core'
import type { PreparationForm, Setup } from '@polyrail/conformance'
import { WIRE_PAYER } from './payers.js'
import { ACCOUNT, ID, LAURA, PAGE, WIRE_ACCOUNT, pesos } from './samples.js'

const TARGET = /^pt-[0-9a-f]{32}$/
const KNOWN = { ...LAURA, reference: 'payer-1' }
const PAYING = { status: 'processing' }

const ASKED = { reference: TARGET, limit: '100' }
const MADE = {
  customerId: ID,
  redirectUrl: PAGE,
  type: 'bankAccount',
  bankAccount: WIRE_ACCOUNT,
  reference: TARGET,
}

/** The owner was paid before. */
const paidBefore = async ({ payments, provider, reference }: Setup) => {
  const destination = { type: 'bank_account', accountName: LAURA.name, ...ACCOUNT } as const
  const about = { customer: KNOWN, redirectUrl: PAGE, amount: pesos('5000'), destination }
  await payments.payouts.create({ provider, reference: `${reference}-before`, ...about })
  return { customer: KNOWN }
}

/** A new target, as the provider has it now. */
const made = (status: string, also: object = {}) => ({
  'POST /payoutTargets': { status, ...also },
  'GET /payoutTargets/{id}': { status, ...also },
})

const URL = /^https:\/\/payments\.palomma\.com\/payoutTargets\?payoutTargetId=[0-9A-Z]{26}$/
const WAITING = { status: 'requires_action', nextAction: { type: 'redirect', url: URL } }
const REFUSED = { code: 'invalid_state', message: /not active/ }

/** The reference of Laura’s account, which must stay what it is: later payouts find the target by it. */
const REFERENCE = 'pt-24267b913bf903b708f11774141bd2f0'

/** Laura’s targets as the provider lists them; none of them is there, so that a payout to one is refused. */
const listed = (...targets: readonly (readonly [id: string, status: string])[]) => ({
  'GET /customers': {
    title: 'Laura',
    status: 200,
    body: { items: [{ id: '01B', ...WIRE_PAYER, reference: 'payer-1' }] },
  },
  'GET /payoutTargets': {
    title: 'targets',
    status: 200,
    body: {
      items: targets.map(([id, status]) => {
        const authUrl = `https://payments.palomma.com/payoutTargets?payoutTargetId=${id}`
        return { id, status, reference: REFERENCE, customerId: '01B', authUrl }
      }),
    },
  },
})

const among = (title: string, payoutTargetId: string, ...targets: readonly (readonly [id: string, status: string])[]) =>
  ({
    title,
    with: { customer: KNOWN },
    answers: listed(...targets),
    requests: {
      'POST /payoutTargets': [],
      'POST /payoutRequests': [{ payoutTargetId, amount: 120000, reference: '{reference}' }],
    },
    expect: { code: 'provider_rejected' },
    sends: 1,
  }) as const

/** To which target the payout goes, and what its owner has to do before. */
export const preparations: readonly PreparationForm<CreatePayout>[] = [
  {
    title: 'to somebody new',
    requests: {
      'POST /customers': [{ ...WIRE_PAYER, reference: '{reference}' }],
      'GET /payoutTargets': [ASKED],
      'POST /payoutTargets': [MADE],
    },
    expect: PAYING,
    sends: 1,
  },
  {
    title: 'to an account that was paid before',
    with: paidBefore,
    requests: { 'POST /customers': [], 'GET /payoutTargets': [ASKED], 'POST /payoutTargets': [] },
    expect: PAYING,
    sends: 1,
  },
  {
    title: 'to an account that was paid before, whose target is over',
    with: paidBefore,
    edits: { 'GET /payoutTargets': { status: 'Cancelled' } },
    requests: { 'POST /payoutTargets': [MADE] },
    expect: PAYING,
    sends: 1,
  },
  {
    title: 'to an account that was paid before, whose target waits again',
    with: paidBefore,
    edits: { 'GET /payoutTargets': { status: 'pending' } },
    requests: { 'POST /payoutTargets': [] },
    expect: WAITING,
    sends: 0,
  },
  {
    title: 'to an account that somebody else was paid to before',
    with: paidBefore,
    edits: { 'GET /payoutTargets': { customerId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' } },
    requests: { 'POST /payoutTargets': [MADE] },
    expect: PAYING,
    sends: 1,
  },
  {
    title: 'to an account of another reference',
    with: paidBefore,
    edits: { 'GET /payoutTargets': { reference: 'pt-another' } },
    requests: { 'POST /payoutTargets': [MADE] },
    expect: PAYING,
    sends: 1,
  },
  { title: 'to an account that waits', edits: made('pending'), expect: WAITING, sends: 0 },
  { title: 'to an account that is looked at', edits: made('Processing'), expect: WAITING, sends: 0 },
  {
    title: 'to an account that is active only when it is asked about',
    edits: { 'POST /payoutTargets': { status: 'pending' } },
    requests: { 'GET /payoutTargets/{id}': [{}] },
    expect: PAYING,
    sends: 1,
  },
  {
    title: 'to an account that is active at once',
    edits: { 'POST /payoutTargets': { status: 'ACTIVE' } },
    requests: { 'GET /payoutTargets/{id}': [] },
    expect: PAYING,
    sends: 1,
  },
  {
    title: 'to an account that waits for nothing',
    edits: made('pending', { authUrl: null }),
    expect: REFUSED,
    sends: 0,
  },
  {
    title: 'to an account that was refused',
    edits: made('cancelled'),
    expect: { code: 'invalid_state', message: /has not confirmed/ },
    sends: 0,
  },
  { title: 'to an account of which nobody knows', edits: made('closed'), expect: REFUSED, sends: 0 },
  among('the one that is active', '01D', ['01C', 'pending'], ['01D', 'active'], ['01E', 'cancelled']),
  among('the oldest of those that are active', '01C', ['01D', 'active'], ['01C', 'active'], ['01E', 'active']),
  {
    title: 'the oldest of those that wait',
    with: { customer: KNOWN },
    answers: listed(['01D', 'pending'], ['01C', 'pending'], ['01E', 'pending']),
    expect: {
      status: 'requires_action',
      nextAction: { url: 'https://payments.palomma.com/payoutTargets?payoutTargetId=01C' },
    },
    sends: 0,
  },
  {
    title: 'of whose targets there is more than a page',
    answers: { 'GET /payoutTargets': { title: 'a page', status: 200, body: { items: [], cursor: 'more' } } },
    requests: { 'POST /payoutTargets': [] },
    expect: { code: 'invalid_state', message: /too many/ },
    sends: 0,
  },
]
