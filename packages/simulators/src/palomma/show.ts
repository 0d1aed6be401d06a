import { isoSeconds } from '../kernel/calendar.js'
import { present, type JsonObject } from '../kernel/json.js'
import { showExpiration } from './expiration.js'
import type { BankLink, BankMove, PayinLink } from './state.js'

export type Shown = PayinLink | BankLink | BankMove

export const isMove = (item: Shown): item is BankMove => 'link' in item
export const isPayinLink = (item: Shown): item is PayinLink => 'availableTypes' in item

export const show = (item: Shown): JsonObject =>
  isMove(item) ? showMove(item) : isPayinLink(item) ? showPayinLink(item) : showLink(item)

export const showPayinLink = (link: PayinLink): JsonObject =>
  present({
    id: link.id,
    reference: link.reference,
    description: link.description,
    customerId: link.customer.id,
    customerDetails: link.customer.details,
    status: link.status,
    // The sample shows one beside "approved"; it is given only with "cancelled", as the table says.
    statusMessage: link.status === 'cancelled' ? link.statusMessage : undefined,
    paymentUrl: `http://payments.palomma.com/payinLinks?payinLinkId=${link.id}`,
    redirectUrl: link.redirectUrl,
    amount: Number(link.amount),
    amountCollected: link.status === 'approved' ? Number(link.amount) : 0,
    fee: Number(link.fee),
    type: 'general',
    expiration: showExpiration(link.expiresAt),
    targetMerchantAccountId: link.targetMerchantAccountId,
    createdAt: isoSeconds(link.executedAt),
    updatedAt: isoSeconds(link.updatedAt),
  })

/** The account is not repeated. */
export const showLink = (link: BankLink): JsonObject =>
  present({
    id: link.id,
    reference: link.reference,
    description: link.description,
    customerId: link.customer.id,
    customerDetails: link.customer.details,
    status: link.status,
    statusMessage: link.status === 'cancelled' ? link.statusMessage : undefined,
    authUrl:
      link.kind === 'payin_source'
        ? `https://payments.palomma.com/payinSources?payinSourceId=${link.id}`
        : `https://payments.palomma.com/payoutTargets?payoutTargetId=${link.id}`,
    redirectUrl: link.redirectUrl,
    partialPayinsEnabled: link.kind === 'payin_source' ? link.partialPayinsEnabled : undefined,
    type: 'bankAccount',
    createdAt: isoSeconds(link.executedAt),
    updatedAt: isoSeconds(link.updatedAt),
  })

export function showMove(move: BankMove): JsonObject {
  const { link, kind } = move
  const details = present({
    reference: link.reference,
    description: link.description,
    partialPayinsEnabled: kind === 'payin_request' ? link.partialPayinsEnabled : undefined,
    type: 'bankAccount',
  })
  const own =
    kind === 'payin_request'
      ? { payinSourceId: link.id, payinSourceDetails: details, amountCollected: Number(move.moved) }
      : { payoutTargetId: link.id, payoutTargetDetails: details, amountSent: Number(move.moved) }
  const account =
    kind === 'payin_request'
      ? { targetMerchantAccountId: move.merchantAccountId }
      : { sourceMerchantAccountId: move.merchantAccountId }
  return present({
    id: move.id,
    reference: move.reference,
    customerId: link.customer.id,
    customerDetails: link.customer.details,
    ...own,
    status: move.status,
    statusMessage: move.status === 'cancelled' ? move.statusMessage : undefined,
    amount: Number(move.amount),
    fee: Number(move.fee),
    ...account,
    createdAt: isoSeconds(move.executedAt),
    updatedAt: isoSeconds(move.updatedAt),
  })
}
