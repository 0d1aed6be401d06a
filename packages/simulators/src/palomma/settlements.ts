import { isoSeconds } from '../kernel/calendar.js'
import { Refusal } from '../kernel/errors.js'
import { ulid } from '../kernel/identifiers.js'
import type { JsonObject } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { SETTLEMENT_UPDATE } from './callbacks.js'
import { page } from './pages.js'
import { BOGOTA_MS, DEFAULT_ACCOUNT, type PalommaState, type Settlement } from './state.js'

/** One of the documented hours of the day; which payins fall into which is not. */
const CYCLE = 11

/** Everything that becomes available on one day is one settlement. */
export function settle(
  state: PalommaState,
  { amount, fee }: { readonly amount: bigint; readonly fee: bigint },
  at: number,
): void {
  const { settlements } = state
  const date = new Date(at + BOGOTA_MS).toISOString().slice(0, 10)
  const known = settlements.all.find((settlement) => settlement.date === date)
  if (known === undefined) {
    const first = { collected: amount, fees: fee, payins: 1, updatedAt: at }
    const settlement = { id: ulid(at), reference: undefined, executedAt: at, date, cycle: CYCLE, ...first }
    settlements.add(settlement)
    tell(state, settlement, at)
    return
  }
  if (known.updatedAt < at) tell(state, known, at)
  known.collected += amount
  known.fees += fee
  known.payins += 1
  known.updatedAt = at
}

/** Once everything that belongs to it at this moment is in it. */
function tell(state: PalommaState, settlement: Settlement, at: number): void {
  const { callbacks, timeline } = state.world
  const { id, reference } = settlement
  timeline.at(at, () =>
    callbacks.changed({ event: SETTLEMENT_UPDATE, at, providerId: id, reference, show: () => show(state, settlement) }),
  )
}

export function listSettlements(state: PalommaState, request: SimulatedRequest): Outcome {
  knowAccount(state, request)
  return page(request, state.settlements, { matches: () => true, show: (item) => show(state, item) })
}

export function retrieveSettlement(state: PalommaState, request: SimulatedRequest): Outcome {
  knowAccount(state, request)
  const settlement = state.settlements.get(request.params.get('payinSettlementId') ?? '')
  if (settlement === undefined || !request.sees(settlement.executedAt)) throw new Refusal(404, 'Settlement not found')
  return { body: show(state, settlement) }
}

function knowAccount({ account }: PalommaState, { params }: SimulatedRequest): void {
  const id = params.get('merchantAccountId')
  if (id !== account.id && id !== DEFAULT_ACCOUNT) throw new Refusal(404, 'Merchant account not found')
}

const show = (
  { account }: PalommaState,
  { id, date, cycle, collected, fees, payins, executedAt, updatedAt }: Settlement,
): JsonObject => ({
  id,
  merchantAccountId: account.id,
  totalAmountCollected: Number(collected),
  totalFees: Number(fees),
  numberOfPayins: payins,
  payinSettlementDate: date,
  payinSettlementCycle: cycle,
  createdAt: isoSeconds(executedAt),
  updatedAt: isoSeconds(updatedAt),
})
