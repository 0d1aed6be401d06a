import { DAY_MS, parseDate } from '../kernel/calendar.js'
import { freshNumber, hexId } from '../kernel/identifiers.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { VIRTUAL_ACCOUNT_BANKS } from './banks.js'
import { amount, date, oneOf, optional, readForm, refuseIf, required, text } from './fields.js'
import { issue } from './lifecycle.js'
import { qrisText } from './qris.js'
import { refuseRepeat } from './repeats.js'
import { showInstrument } from './show.js'
import type { Instrument, PalladiumState } from './state.js'

// The provider's samples name the payer's field `name`, its tables `account_name`; either one is enough.
const VIRTUAL_ACCOUNT = {
  bank_code: required(oneOf(VIRTUAL_ACCOUNT_BANKS.keys())),
  external_id: required(text),
  name: optional(text),
  account_name: optional(text),
  is_single_use: required(oneOf(['true', 'false'])),
  amount: required(amount),
  expiration_date: optional(date),
}
const RETAIL_PAYMENT = {
  retail_outlet_name: required(oneOf(['ALFAMART'])),
  name: required(text),
  amount: required(amount),
  external_id: required(text),
  expiration_date: optional(date),
}
const QRIS = { amount: required(amount), external_id: required(text) }

// The fee of a bank transfer in the samples; they show none for a retail payment, which gets the same.
const TRANSFER_FEE = 8_400n
const QRIS_LIFETIME_MS = DAY_MS
// Without a date the samples answer 2052-12-23 00:00:00 in local time: as good as never.
const NEVER = Date.UTC(2052, 11, 22, 17)

export function createVirtualAccount(state: PalladiumState, { endpoint, fields }: SimulatedRequest): Outcome {
  const form = readForm(fields, VIRTUAL_ACCOUNT)
  const name = form.name ?? form.account_name
  if (name === undefined) refuseIf([['account_name', 'The account_name field is required.']])
  refuseRepeat(state, 'virtual_account', form.external_id)
  const bank = VIRTUAL_ACCOUNT_BANKS.get(form.bank_code) ?? { prefix: '', digits: 16, namePrefix: '' }
  const account = freshNumber(bank.prefix, bank.digits, state.numbers)
  const singleUse = form.is_single_use === 'true'
  return create(state, endpoint, {
    kind: 'virtual_account',
    reference: form.external_id,
    amount: BigInt(form.amount),
    fee: TRANSFER_FEE,
    singleUse,
    details: {
      bank_code: form.bank_code,
      account_name: `${bank.namePrefix}${name}`,
      account_number: account,
      amount: Number(form.amount),
      is_single_use: singleUse,
    },
    statement: { type: form.bank_code.toLowerCase(), bank: form.bank_code, account },
    expiresAt: expiry(state, form.expiration_date),
  })
}

export function createRetailPayment(state: PalladiumState, { endpoint, fields }: SimulatedRequest): Outcome {
  const form = readForm(fields, RETAIL_PAYMENT)
  refuseRepeat(state, 'retail_payment', form.external_id)
  const code = freshNumber('TEST', 6, state.numbers)
  return create(state, endpoint, {
    kind: 'retail_payment',
    reference: form.external_id,
    amount: BigInt(form.amount),
    fee: TRANSFER_FEE,
    // In every sample, and it cannot be asked for otherwise: one code may be paid many times.
    singleUse: false,
    details: {
      retail_outlet_name: form.retail_outlet_name,
      name: form.name,
      payment_code: code,
      amount: Number(form.amount),
      is_single_use: false,
    },
    statement: { type: 'alfamart', bank: form.retail_outlet_name, account: code },
    expiresAt: expiry(state, form.expiration_date),
  })
}

export function createQris(state: PalladiumState, { endpoint, fields }: SimulatedRequest): Outcome {
  const form = readForm(fields, QRIS)
  refuseRepeat(state, 'qris', form.external_id)
  const total = BigInt(form.amount)
  // 2.95 %, from the samples: 5900 on 200000.
  const fee = (total * 295n + 5_000n) / 10_000n
  const id = hexId()
  const qris = { timeout_in_seconds: QRIS_LIFETIME_MS / 1_000, qris_string: qrisText(id, total) }
  return create(state, endpoint, {
    id,
    kind: 'qris',
    reference: form.external_id,
    amount: total,
    fee,
    singleUse: true,
    details: { amount: Number(total), fees: Number(fee), ...qris },
    statement: { type: 'qris', bank: 'QRIS', account: id },
    expiresAt: state.world.clock.now().getTime() + QRIS_LIFETIME_MS,
  })
}

type Draft = Omit<Instrument, 'id' | 'status' | 'payments' | 'executedAt'> & { readonly id?: string }

function create(state: PalladiumState, endpoint: string, draft: Draft): Outcome {
  const item: Instrument = { id: hexId(), ...draft, status: 'unpaid', payments: [], executedAt: 0 }
  return { body: showInstrument(item), execute: () => issue(state, item, endpoint) }
}

/** A date means its midnight in UTC, as the samples show; one that is over could never be paid. */
function expiry({ world }: PalladiumState, sent: string | undefined): number {
  if (sent === undefined) return NEVER
  const at = parseDate(sent) ?? NEVER
  if (at > world.clock.now().getTime()) return at
  refuseIf([['expiration_date', 'The expiration_date field must be a date in the future.']])
  return at
}
