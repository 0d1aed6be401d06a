import type { PeriodSample } from '@polyrail/conformance'
import { dollars } from './samples.js'

const TRANSACTION = {
  type: 'PAYMENT',
  status: 'CAPTURED',
  order_amount: 4590,
  order_currency: 'USD',
  amount_authorized: 4590,
  amount_captured: 4590,
  amount_voided: 0,
  amount_refunded: 0,
}

const page = (limit: number, ids: readonly string[], also: object = {}) => ({
  body: {
    offset: 0,
    limit,
    amount: 3,
    result: ids.map((id) => ({ ...TRANSACTION, id, external_id: `order-${id}`, ...also })),
  },
})

const asked = (days: string, offset: number) =>
  `GET /transactions?${days}&order_by=created_at&order_dir=ASC&filter_type=PAYMENT&limit=100&offset=${String(offset)}`

const listed = (id: string, also: object = {}) => ({
  providerId: id,
  reference: `order-${id}`,
  status: 'succeeded',
  amount: dollars('45.90'),
  amountCaptured: dollars('45.90'),
  raw: { id },
  ...also,
})

const DAYS = 'from_date=01/06/2031&to_date=03/06/2031'

export const listAtProvider: readonly PeriodSample[] = [
  {
    title: 'pages that move while they are read',
    from: '2031-06-01T00:00:00Z',
    to: '2031-06-03T00:00:00Z',
    answers: { 'GET /transactions': [page(2, ['t1', 't2']), page(2, ['t2', 't3']), page(2, ['t3'])] },
    requests: [asked(DAYS, 0), asked(DAYS, 1), asked(DAYS, 2)],
    expect: [listed('t1'), listed('t2'), listed('t3')],
  },
  {
    title: 'a part of two days, which are read as a whole',
    from: '2031-06-01T23:00:00Z',
    to: '2031-06-02T00:00:01Z',
    answers: {
      'GET /transactions': [page(100, ['t1'], { external_id: null, status: 'AUTHORIZED', amount_captured: 0 })],
    },
    requests: [asked(DAYS, 0)],
    expect: [listed('t1', { reference: undefined, status: 'authorized', amountCaptured: dollars('0') })],
  },
  {
    title: 'more than a page of many',
    from: '2031-06-01T00:00:00Z',
    to: '2031-06-03T00:00:00Z',
    answers: {
      'GET /transactions': [
        page(
          12,
          Array.from({ length: 12 }, (_, index) => `t${String(index)}`),
        ),
        page(12, []),
      ],
    },
    requests: [asked(DAYS, 0), asked(DAYS, 2)],
    expect: Array.from({ length: 12 }, (_, index) => listed(`t${String(index)}`)),
  },
]
