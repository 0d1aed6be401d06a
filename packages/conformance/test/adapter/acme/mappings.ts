import {
  moneyFrom,
  moneyFromMinor,
  type PayinAnswer,
  type PayoutAnswer,
  type RefundAnswer,
  type TokenAnswer,
} from '@polyrail/core'
import type { Card, Charge, Payee, Return, Transfer } from './endpoints.js'

export const STATES = new Map<string, Pick<PayinAnswer, 'status' | 'settlement'>>([
  ['held', { status: 'authorized' }],
  ['part', { status: 'partially_captured' }],
  ['taken', { status: 'succeeded', settlement: 'pending' }],
  ['settled', { status: 'succeeded', settlement: 'settled' }],
  ['released', { status: 'canceled' }],
  ['lapsed', { status: 'expired' }],
  ['refused', { status: 'declined' }],
])

const unrecognized = (providerCode: string) => ({ code: 'unrecognized_status', providerCode })

export const fromCharge = (charge: Charge): PayinAnswer => {
  const money = (cents: number) => moneyFromMinor(cents, charge.currency)
  return {
    ...(STATES.get(charge.state) ?? { status: 'processing', reason: unrecognized(charge.state) }),
    providerId: charge.id,
    reference: charge.ref,
    amount: money(charge.cents),
    amountCaptured: money(charge.taken),
    amountCanceled: money(charge.released),
    amountRefunded: money(charge.returned),
  }
}

export const fromReturn = (back: Return): RefundAnswer => ({
  ...(back.state === 'done' ? { status: 'succeeded' } : { status: 'pending', reason: unrecognized(back.state) }),
  providerId: back.id,
  reference: back.ref,
  amount: moneyFromMinor(back.cents, back.currency),
})

export const fromTransfer = (transfer: Transfer): PayoutAnswer => {
  const states = new Map<string, PayoutAnswer['status']>([
    ['queued', 'processing'],
    ['delivered', 'succeeded'],
    ['bounced', 'failed'],
    ['stopped', 'canceled'],
  ])
  const { state, currency, fee } = transfer
  return {
    status: states.get(state) ?? 'processing',
    ...(states.has(state) ? {} : { reason: unrecognized(state) }),
    providerId: transfer.id,
    reference: transfer.ref,
    amount: moneyFrom(transfer.amount, currency),
    fee: fee === undefined ? undefined : moneyFrom(fee, currency),
  }
}

export const fromCard = ({ id, ref, state, page: url, token }: Card): TokenAnswer => {
  const named = { providerId: id, reference: ref }
  if (state === 'open') return { ...named, status: 'requires_action', nextAction: { type: 'redirect', url } }
  if (state === 'ready') return { ...named, status: 'active', token }
  return { ...named, status: 'processing', reason: unrecognized(state) }
}

export const fromPayee = ({ id, ref }: Payee) => ({ status: 'active', providerId: id, reference: ref }) as const
