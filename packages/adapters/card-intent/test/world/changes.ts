import type { ChangeSample, RefundSample, Start } from '@polyrail/conformance'
import type { CreatePayin } from '@polyrail/core'
import { PAYMENT_ID, dollars, unrecognized } from './samples.js'

type From = Start<CreatePayin>

const CHANGE = 'POST /transactions/{trx_id}'

export const capture = (from: From): ChangeSample<CreatePayin> => ({
  from,
  sends: { endpoint: CHANGE, request: { external_id: '{reference}', operation: 'capture' } },
  names: { id: 'id', status: 'status', amount: 'amount_captured' },
  lost: 'found',
  others: [{ title: 'a capture beside a void of somebody else’s', edit: { amount_voided: 5 }, unclear: true }],
  expect: {
    status: 'succeeded',
    settlement: 'pending',
    amount: dollars('45.90'),
    amountAuthorized: dollars('45.90'),
    amountCaptured: dollars('45.90'),
    amountCanceled: dollars('0'),
    amountRefunded: dollars('0'),
  },
  tooLate: [
    { acts: ['capture'], code: 'invalid_state' },
    { acts: ['expire'], code: 'invalid_state' },
    { acts: ['capture-some'], amount: '45.90', code: 'invalid_request' },
  ],
  part: {
    amount: '20.05',
    request: { external_id: '{reference}', operation: 'capture', amount: 2005 },
    expect: { status: 'partially_captured', amountCaptured: dollars('20.05'), amountCanceled: dollars('0') },
    rest: {
      request: { external_id: '{reference}', operation: 'capture', amount: 2585 },
      expect: { status: 'succeeded', amountCaptured: dollars('45.90') },
    },
  },
})

export const cancel = (from: From): ChangeSample<CreatePayin> => ({
  from,
  sends: { endpoint: CHANGE, request: { external_id: '{reference}', operation: 'void' } },
  names: { id: 'id', status: 'status', amount: 'amount_voided' },
  lost: 'found',
  others: [{ title: 'a void beside a capture of somebody else’s', edit: { amount_captured: 5 }, unclear: true }],
  expect: {
    status: 'canceled',
    amount: dollars('45.90'),
    amountAuthorized: dollars('45.90'),
    amountCaptured: dollars('0'),
    amountCanceled: dollars('45.90'),
  },
  tooLate: [
    { acts: ['capture'], code: 'invalid_state' },
    { acts: ['expire'], code: 'invalid_state' },
    { acts: ['capture-some'], amount: '45.90', code: 'invalid_request' },
  ],
  part: {
    amount: '20.05',
    request: { external_id: '{reference}', operation: 'void', amount: 2005 },
    expect: { status: 'authorized', amountCaptured: dollars('0'), amountCanceled: dollars('20.05') },
    rest: {
      request: { external_id: '{reference}', operation: 'void', amount: 2585 },
      expect: { status: 'canceled', amountCanceled: dollars('45.90') },
    },
  },
})

const FAILED = (providerCode: string) => ({ status: 'failed', reason: { code: 'refund_failed', providerCode } })
const DONE = { status: 'succeeded', reason: undefined }

export const refund = (from: From): RefundSample => ({
  from,
  sends: {
    endpoint: 'POST /refunds',
    request: { external_id: '{reference}', trx_id: PAYMENT_ID, amount: 4590 },
  },
  retrieves: { endpoint: 'GET /transactions/{id}' },
  names: { id: 'id', status: 'status', amount: 'order_amount', reference: 'external_id' },
  lost: 'found',
  others: [
    { title: 'another type', edit: { type: 'PAYMENT' }, unclear: true },
    { title: 'no reference', edit: { external_id: null }, unclear: true },
  ],
  expect: { ...DONE, providerId: PAYMENT_ID, amount: dollars('45.90') },
  part: {
    amount: '7.05',
    request: { external_id: '{reference}', trx_id: PAYMENT_ID, amount: 705 },
    expect: { ...DONE, amount: dollars('7.05') },
    rest: {
      request: { external_id: '{reference}', trx_id: PAYMENT_ID, amount: 3885 },
      expect: { ...DONE, amount: dollars('38.85') },
    },
  },
  words: {
    AUTHORIZED: { status: 'pending', reason: undefined },
    CAPTURED: DONE,
    PARTIAL_SETTLED: DONE,
    SETTLED: DONE,
    DECLINED: FAILED('DECLINED'),
    VOIDED: FAILED('VOIDED'),
    EXPIRED: FAILED('EXPIRED'),
    PARTIAL_CAPTURED: { status: 'pending', reason: unrecognized('PARTIAL_CAPTURED') },
  },
})
