import type { PeriodSample, ReadSample } from '@polyrail/conformance'
import { pesos } from './samples.js'

const page = (items: readonly unknown[], cursor?: string | null) => ({
  body: cursor === undefined ? { items } : { items, cursor },
})

const AGGREGATOR = {
  id: 'acc-1',
  type: 'aggregator',
  unsettledAmount: 84000,
  availableBalance: 1250000,
  payoutLimitBalance: 2000000,
}

export const balances: readonly ReadSample[] = [
  {
    title: 'two pages of accounts',
    answers: {
      'GET /merchantAccounts': [
        page([AGGREGATOR], 'next-1'),
        page(
          [
            { id: 'acc-2', type: 'gateway', unsettledAmount: 7, availableBalance: 5, payoutLimitBalance: null },
            { id: 'acc-3', type: 'aggregator' },
          ],
          null,
        ),
      ],
    },
    requests: ['GET /merchantAccounts?limit=100', 'GET /merchantAccounts?limit=100&cursor=next-1'],
    expect: [
      { kind: 'payout', ...pesos('1250000'), account: 'acc-1' },
      { kind: 'unsettled', ...pesos('84000'), account: 'acc-1' },
      { kind: 'payout_limit', ...pesos('2000000'), account: 'acc-1' },
      { kind: 'unsettled', ...pesos('7'), account: 'acc-2' },
    ],
  },
  { title: 'an empty cursor', answers: { 'GET /merchantAccounts': [page([], '')] }, expect: [] },
]

const SETTLEMENT = { totalAmountCollected: 84000, totalFees: 900, payinSettlementDate: '2031-06-02' }
const SETTLED = {
  type: 'payin_settlement',
  direction: 'in',
  amount: pesos('84000'),
  fee: pesos('900'),
  date: '2031-06-02',
}
const LIST = 'GET /merchantAccounts/acc-1/payinSettlements'
const OLDER_LIST = 'GET /merchantAccounts/acc-1/settlements'

const settled = (id: string, payinSettlementDate: string) => ({ ...SETTLEMENT, id, payinSettlementDate })

export const statements: readonly PeriodSample[] = [
  {
    title: 'two days in Bogotá',
    from: '2031-06-01T05:00:00Z',
    to: '2031-06-03T05:00:00Z',
    answers: {
      'GET /merchantAccounts': [page([AGGREGATOR])],
      [LIST]: [
        page([
          { ...SETTLEMENT, id: 's-1', numberOfPayins: 12, payinSettlementCycle: 3 },
          { ...SETTLEMENT, id: 's-2', numberOfPayins: 1, payinSettlementCycle: null },
          { ...SETTLEMENT, id: 's-3', numberOfPayins: null, payinSettlementCycle: 'night' },
          settled('s-4', '2031-05-31'),
          settled('s-5', '2031-06-01'),
          settled('s-6', '2031-06-03'),
        ]),
      ],
    },
    requests: ['GET /merchantAccounts?limit=100', `${LIST}?limit=100`],
    expect: [
      { ...SETTLED, description: '12 payins, cycle 3', raw: { id: 's-1' } },
      { ...SETTLED, description: '1 payins', raw: { id: 's-2' } },
      { ...SETTLED, description: 'cycle night', raw: { id: 's-3' } },
      { ...SETTLED, description: undefined, date: '2031-06-01', raw: { id: 's-5' } },
    ],
  },
  {
    title: 'a second of a day, at the older path',
    from: '2031-06-02T05:00:00Z',
    to: '2031-06-02T05:00:01Z',
    answers: {
      'GET /merchantAccounts': [page([AGGREGATOR])],
      [LIST]: [{ title: 'nothing there', status: 404, body: { message: 'Not found' } }],
      [OLDER_LIST]: [page([settled('s-1', '2031-06-02')])],
    },
    requests: ['GET /merchantAccounts?limit=100', `${LIST}?limit=100`, `${OLDER_LIST}?limit=100`],
    expect: [{ ...SETTLED, raw: { id: 's-1' } }],
  },
]

const LINK = {
  status: 'approved',
  paymentUrl: 'https://payments.palomma.com/payinLinks?payinLinkId=1',
  amount: 84000,
  amountCollected: 84000,
  fee: 900,
}
const made = (day: string, also: object = {}) => ({
  ...LINK,
  id: `link-${day}`,
  createdAt: `2031-02-${day}T12:00:00Z`,
  ...also,
})
const PERIOD = { from: '2031-02-03T00:00:00Z', to: '2031-02-05T00:00:00Z' }
const FIRST = 'GET /payinLinks?limit=100'

export const listAtProvider: readonly PeriodSample[] = [
  {
    ...PERIOD,
    title: 'the newest first',
    answers: {
      'GET /payinLinks': [
        page([made('06'), made('05'), made('04', { reference: 'order-77' })], 'next-1'),
        page(
          [made('03', { amountCollected: null, fee: null, status: 'pending', reference: '' }), made('02')],
          'next-2',
        ),
      ],
    },
    requests: [FIRST, `${FIRST}&cursor=next-1`],
    expect: [
      {
        providerId: 'link-04',
        reference: 'order-77',
        status: 'succeeded',
        amount: pesos('84000'),
        amountCaptured: pesos('84000'),
        fee: pesos('900'),
        createdAt: '2031-02-04T12:00:00Z',
        raw: { id: 'link-04' },
      },
      {
        providerId: 'link-03',
        reference: undefined,
        status: 'pending',
        amountCaptured: undefined,
        fee: undefined,
      },
    ],
  },
  {
    ...PERIOD,
    title: 'the oldest first, and one without a time',
    answers: {
      'GET /payinLinks': [
        page([made('01'), made('02')], 'next-1'),
        page([made('03', { createdAt: null }), made('04')], 'next-2'),
        page([]),
      ],
    },
    requests: [FIRST, `${FIRST}&cursor=next-1`, `${FIRST}&cursor=next-2`],
    expect: [{ providerId: 'link-03', createdAt: undefined }, { providerId: 'link-04' }],
  },
  {
    ...PERIOD,
    title: 'at the moments at which the period begins and ends',
    answers: {
      'GET /payinLinks': [
        page([
          made('04', { createdAt: '2031-02-05T00:00:00Z' }),
          made('04', { createdAt: '2031-02-04T23:59:59Z' }),
          made('03', { createdAt: '2031-02-03T00:00:00Z' }),
        ]),
      ],
    },
    expect: [{ providerId: 'link-04', createdAt: '2031-02-04T23:59:59Z' }, { providerId: 'link-03' }],
  },
  {
    ...PERIOD,
    title: 'the newest first, two of one moment',
    answers: { 'GET /payinLinks': [page([made('05'), made('05'), made('04'), made('02')], 'next-1')] },
    requests: [FIRST],
    expect: [{ providerId: 'link-04' }],
  },
  {
    ...PERIOD,
    title: 'the newest first, up to the moment at which the period begins',
    answers: {
      'GET /payinLinks': [
        page([made('04'), made('03', { createdAt: '2031-02-03T00:00:00Z' })], 'next-1'),
        page([made('03', { id: 'link-03b', createdAt: '2031-02-03T00:00:00Z' }), made('02')], 'next-2'),
      ],
    },
    requests: [FIRST, `${FIRST}&cursor=next-1`],
    expect: [{ providerId: 'link-04' }, { providerId: 'link-03' }, { providerId: 'link-03b' }],
  },
  {
    ...PERIOD,
    title: 'in no order',
    answers: { 'GET /payinLinks': [page([made('02'), made('06'), made('01')], 'next-1'), page([made('04')])] },
    requests: [FIRST, `${FIRST}&cursor=next-1`],
    expect: [{ providerId: 'link-04' }],
  },
  {
    ...PERIOD,
    title: 'all of one time, which says nothing of the order',
    answers: { 'GET /payinLinks': [page([made('02'), made('02')], 'next-1'), page([made('03')])] },
    requests: [FIRST, `${FIRST}&cursor=next-1`],
    expect: [{ providerId: 'link-03' }],
  },
]
