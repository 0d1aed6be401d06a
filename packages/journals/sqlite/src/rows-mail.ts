import type { AsideRecord, DeliveryRecord, DeliveryState, EventRecord, ObjectType } from '@polyrail/core'

export type DeliveryRow = readonly [
  seq: number,
  merchant: string,
  id: string,
  provider: string,
  key: string,
  payload: string,
  state: DeliveryState,
  receivedAt: number,
  tries: number,
  nextTryAt: number | null,
  why: string | null,
]

export const DELIVERY_COLUMNS = 'seq, merchant, id, provider, key, payload, state, received_at, tries, next_try_at, why'

export const deliveryFrom = (row: DeliveryRow): DeliveryRecord => {
  const [, merchant, id, provider, key, payload, state, receivedAt, tries, nextTryAt, why] = row
  return {
    ...{ id, merchant, provider, key, payload, state, receivedAt, tries },
    ...(nextTryAt === null ? {} : { nextTryAt }),
    ...(why === null ? {} : { why }),
  }
}

export type EventRow = readonly [
  seq: number,
  merchant: string,
  type: ObjectType,
  object: string,
  status: string,
  body: string,
  operation: string,
  createdAt: number,
  at: number,
]

const EVENT = ['seq', 'merchant', 'type', 'object', 'status', 'body', 'operation', 'created_at', 'at']
export const EVENT_COLUMNS = EVENT.map((column) => `event.${column}`).join(', ')

export const eventFrom = ([
  seq,
  merchant,
  type,
  object,
  status,
  body,
  operation,
  createdAt,
  at,
]: EventRow): EventRecord => ({
  ...{ seq, merchant, type, object, status, body, operation, createdAt, at },
})

export type AsideRow = readonly [...EventRow, tries: number, nextTryAt: number | null, why: string]

export const asideFrom = (row: AsideRow): AsideRecord => {
  const [tries, nextTryAt, why] = row.slice(-3) as [number, number | null, string]
  const event = eventFrom(row.slice(0, -3) as unknown as EventRow)
  return { event, tries, why, ...(nextTryAt === null ? {} : { nextTryAt }) }
}
