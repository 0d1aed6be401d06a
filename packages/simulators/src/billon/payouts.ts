import { Refusal } from '../kernel/errors.js'
import type { JsonObject } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { decimal } from './amounts.js'
import {
  amountOf,
  currency,
  digits,
  flag,
  invalid,
  moment,
  number,
  optional,
  readFields,
  refuseEmpty,
  text,
  textOrNumber,
} from './fields.js'
import { cancelNow, isOpen, reserve } from './lifecycle.js'
import type { BillonState, Payout } from './state.js'

const PAYMENT = {
  amount: number,
  currency,
  startDate: moment,
  endDate: moment,
  // The project.
  name: text,
  description: text,
  userName: optional(text),
  phoneNumber: optional(digits),
  referenceId: optional(textOrNumber),
  firstName: optional(text),
  lastName: optional(text),
  email: optional(text),
  notification: flag,
}

export function createPayment(state: BillonState, { endpoint, fields }: SimulatedRequest): Outcome {
  const form = readFields(fields, PAYMENT)
  const amount = amountOf(fields)
  const { userName, phoneNumber, referenceId } = form
  if (userName === undefined && phoneNumber === undefined && referenceId === undefined) {
    throw invalid('One of required fields is empty!')
  }
  if (form.endDate <= form.startDate) throw invalid('endDate must be after startDate.')
  if ((state.balances.get(form.currency) ?? 0n) < amount) throw insufficient()
  const now = state.world.clock.now().getTime()
  const number = state.nextNumber()
  const payout: Payout = {
    id: String(number),
    number,
    reference: codeIn(form.description),
    amount,
    currency: form.currency,
    startsAt: form.startDate,
    endsAt: form.endDate,
    description: form.description,
    notification: form.notification,
    recipient: idOf(state.recipients, JSON.stringify([userName, phoneNumber, referenceId]), 310),
    project: idOf(state.projects, form.name, 11),
    state: state.options.requireAuthorization === true ? 'UNAUTHORIZED' : 'READY',
    executedAt: now,
    updatedAt: now,
  }
  return { body: { payments: [showPayout(payout)] }, execute: () => reserve(state, payout, endpoint) }
}

export function cancelPayments(state: BillonState, { endpoint, fields }: SimulatedRequest): Outcome {
  const { ids } = readFields(fields, { ids: idList })
  const open = [...new Set(ids)].flatMap((id) => {
    const payout = state.payouts.get(String(id))
    return payout !== undefined && isOpen(payout) ? [payout] : []
  })
  // The ones that were not cancelled are not named, and are no error.
  return { body: { success: open.length }, execute: () => open.forEach((payout) => cancelNow(state, payout, endpoint)) }
}

const idList = (value: unknown): readonly number[] => {
  refuseEmpty(value)
  if (!Array.isArray(value) || value.length === 0) throw invalid('ids must be a list that is not empty.')
  return value.map((id: unknown) => {
    if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw invalid('ids must be whole numbers.')
    return id
  })
}

const insufficient = (): Refusal => new Refusal(400, 'Not enough funds on the account!', { type: 'INSUFFICIENT_FUNDS' })

/** There is no field for a reference: a code at the very end of the description serves as one. */
export const codeIn = (description: unknown): string | undefined =>
  typeof description === 'string' ? /#(\S+)$/.exec(description)?.[1] : undefined

function idOf(known: Map<string, number>, name: string, first: number): number {
  const id = known.get(name) ?? first + known.size + 1
  known.set(name, id)
  return id
}

/** As answered to a create. Neither project nor recipient are repeated. */
export const showPayout = (payout: Payout): JsonObject => ({
  // The nearest double prints as the decimals were written, up to 15 digits.
  amount: Number(decimal(payout.amount)),
  id: payout.number,
  currency: payout.currency,
  startDate: new Date(payout.startsAt).toISOString(),
  endDate: new Date(payout.endsAt).toISOString(),
  description: payout.description,
  notification: payout.notification,
  status: payout.state,
  recipientId: payout.recipient,
  projectId: payout.project,
  updatedAt: new Date(payout.updatedAt).toISOString(),
  createdAt: new Date(payout.executedAt).toISOString(),
})
