import { parseDate } from '../kernel/calendar.js'
import type { Json } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { refuseIf } from './fields.js'
import { showQueried } from './show.js'
import { wibDate, type PalladiumObject, type PalladiumState } from './state.js'

/** An array with the one object, or an empty one: also for an id of another kind. */
export function query(state: PalladiumState, kind: PalladiumObject['kind'], request: SimulatedRequest): Outcome {
  const id = parameter(request, 'id')
  const item = state.objects.get(id)
  return { body: item?.kind === kind && request.sees(item.executedAt) ? [showQueried(item)] : [] }
}

export function balances({ wallets }: PalladiumState): Outcome {
  const body = {
    name: 'PT Simulasi',
    email: 'ops@example.com',
    remaining_withdrawable_amount: Number(wallets.withdrawable),
    remaining_disbursable_amount: Number(wallets.disbursable),
    max_allowable_loan: 1_000_000,
    // A string, unlike its neighbours, in the samples too.
    total_used_loan_amount: '0',
  }
  return { body }
}

/** Money in when it is settled, money out when it leaves the wallet, by local date, both ends included. */
export function transactions(state: PalladiumState, request: SimulatedRequest): Outcome {
  const start = dateParameter(request, 'start_date')
  const end = dateParameter(request, 'end_date')
  if (start > end) refuseIf([['end_date', 'The end_date field must be a date after or equal to start_date.']])
  const rows = state.movements
    .map(({ at, row }) => ({ at, row: { ...row, date: wibDate(at) } }))
    .filter(({ at, row }) => request.sees(at) && row.date >= start && row.date <= end)
  return { body: rows.map(({ row }) => row) satisfies Json }
}

function parameter({ query }: SimulatedRequest, name: string): string {
  const value = query.get(name) ?? ''
  if (value === '') refuseIf([[name, `The ${name} field is required.`]])
  return value
}

function dateParameter(request: SimulatedRequest, name: string): string {
  const value = parameter(request, name)
  if (parseDate(value) === undefined) refuseIf([[name, `The ${name} field must be a date as YYYY-MM-DD.`]])
  return value
}
