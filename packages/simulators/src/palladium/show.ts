import type { JsonObject } from '../kernel/json.js'
import { wibDateTime, type Disbursement, type Instrument, type PalladiumObject } from './state.js'

/** As answered to a create, and by the queries of virtual accounts and retail payments. */
export const showInstrument = (item: Instrument): JsonObject => ({
  id: item.id,
  status: item.status,
  external_id: item.reference,
  ...item.details,
  expiration_date: wibDateTime(item.expiresAt),
})

export const showDisbursement = (item: Disbursement): JsonObject => ({
  id: item.id,
  status: item.status,
  external_id: item.reference,
  ...item.details,
  amount: Number(item.amount),
  fees: Number(item.fee),
  flashloan_status: 'not_flashloan',
})

export function showQueried(item: PalladiumObject): JsonObject {
  if (item.kind === 'disbursement') return showDisbursement(item)
  if (item.kind !== 'qris') return showInstrument(item)
  // The samples answer a query of a QRIS with these alone, and its fee with the opposite sign.
  const { id, status, reference, amount, fee } = item
  return { id, status, external_id: reference, amount: Number(amount), fees: -Number(fee) }
}
