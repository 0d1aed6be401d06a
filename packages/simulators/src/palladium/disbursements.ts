import { Refusal } from '../kernel/errors.js'
import { hexId } from '../kernel/identifiers.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { DISBURSEMENT_BANKS } from './banks.js'
import { amount, email, oneOf, optional, readForm, required, text } from './fields.js'
import { disburse } from './lifecycle.js'
import { refuseRepeat } from './repeats.js'
import { showDisbursement } from './show.js'
import type { Disbursement, PalladiumState } from './state.js'

const DISBURSEMENT = {
  bank_code: required(oneOf(DISBURSEMENT_BANKS)),
  account_name: required(text),
  account_number: required(text),
  description: required(text),
  external_id: required(text),
  amount: required(amount),
  // Only in the older samples; never withdrawn.
  email_to: optional(email),
  email_cc: optional(email),
  email_bcc: optional(email),
  use_flashloan: optional(oneOf(['0', '1'])),
}

const FEE = 8_400n

export function createDisbursement(state: PalladiumState, { endpoint, fields }: SimulatedRequest): Outcome {
  const form = readForm(fields, DISBURSEMENT)
  refuseRepeat(state, 'disbursement', form.external_id)
  const total = BigInt(form.amount)
  // What a flashloan does is not documented, so it is accepted and never granted.
  if (state.wallets.disbursable < total + FEE) throw new Refusal(400, 'Insufficient disbursable balance.')
  const item: Disbursement = {
    id: hexId(),
    kind: 'disbursement',
    reference: form.external_id,
    amount: total,
    fee: FEE,
    details: {
      bank_code: form.bank_code,
      account_name: form.account_name,
      account_number: form.account_number,
      description: form.description,
    },
    status: 'pending',
    executedAt: 0,
  }
  return { body: showDisbursement(item), execute: () => disburse(state, item, endpoint) }
}
