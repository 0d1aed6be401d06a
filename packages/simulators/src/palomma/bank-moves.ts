import type { Collection } from '../kernel/collection.js'
import { Refusal } from '../kernel/errors.js'
import { ulid } from '../kernel/identifiers.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { linksOf } from './bank-links.js'
import { noticeOf } from './callbacks.js'
import { bad, optional, readObject, text, wholePesos } from './fields.js'
import { page } from './pages.js'
import { showMove } from './show.js'
import { DEFAULT_ACCOUNT, type BankMove, type PalommaState } from './state.js'

const MINIMUM_ABOVE = 1_000n
const MAXIMUM_PAYIN = 2_000_000n
const MAXIMUM_PAYOUT = 5_000_000n
// In every sample, whatever the amount.
const FEE = 500n

export function createPayinRequest(state: PalommaState, { endpoint, fields }: SimulatedRequest): Outcome {
  const maximum = state.options.maximumPayinAmount ?? MAXIMUM_PAYIN
  const { payinSourceId, targetMerchantAccountId, ...form } = readObject(fields, {
    payinSourceId: text,
    amount: wholePesos({ above: MINIMUM_ABOVE, maximum }),
    reference: optional(text),
    targetMerchantAccountId: optional(text),
  })
  return create(state, endpoint, {
    ...form,
    kind: 'payin_request',
    link: payinSourceId,
    account: targetMerchantAccountId,
  })
}

export function createPayoutRequest(state: PalommaState, { endpoint, fields }: SimulatedRequest): Outcome {
  const maximum = state.options.maximumPayoutAmount ?? MAXIMUM_PAYOUT
  const { payoutTargetId, sourceMerchantAccountId, ...form } = readObject(fields, {
    payoutTargetId: text,
    amount: wholePesos({ above: MINIMUM_ABOVE, maximum }),
    reference: optional(text),
    sourceMerchantAccountId: optional(text),
  })
  if (isEnforced(state) && form.amount + FEE > state.account.available) throw bad('Not enough available balance.')
  return create(state, endpoint, {
    ...form,
    kind: 'payout_request',
    link: payoutTargetId,
    account: sourceMerchantAccountId,
  })
}

interface Draft extends Pick<BankMove, 'kind' | 'amount' | 'reference'> {
  readonly link: string
  readonly account: string | undefined
}

function create(state: PalommaState, endpoint: string, { kind, amount, reference, ...draft }: Draft): Outcome {
  const { account = DEFAULT_ACCOUNT } = draft
  if (account !== DEFAULT_ACCOUNT && account !== state.account.id) throw bad('the merchant account does not exist.')
  const link = linksOf(state, kind === 'payin_request' ? 'payin_source' : 'payout_target').get(draft.link)
  if (link === undefined) throw bad('the bank account does not exist.')
  if (link.status !== 'active') throw bad('the bank account is not active.')
  const at = state.world.clock.now().getTime()
  const move: BankMove = {
    ...{ id: ulid(at), reference, kind, link, amount, fee: FEE, merchantAccountId: account },
    ...{ status: 'processing', statusMessage: undefined, moved: 0n, executedAt: at, updatedAt: at },
  }
  const execute = (): void => {
    // Executed late, or twice, when the money has gone elsewhere: refused after all, without anybody hearing of it.
    if (isEnforced(state) && kind === 'payout_request' && amount + FEE > state.account.available) return
    move.executedAt = state.world.clock.now().getTime()
    move.updatedAt = move.executedAt
    if (isEnforced(state) && kind === 'payout_request') state.account.available -= amount + FEE
    const named = reference === undefined ? {} : { reference }
    const money = { amount: String(amount), currency: 'COP' }
    const about = { parent: link.id, ...named, ...money }
    state.world.ledger.append({ at: move.executedAt, type: kind, endpoint, providerId: move.id, ...about })
    movesOf(state, kind).add(move)
    state.world.callbacks.created(noticeOf(move, move.executedAt))
  }
  return { body: showMove(move), execute }
}

const isEnforced = ({ options }: PalommaState): boolean => options.availableBalance !== undefined

/** Gives back what a payout took that never arrived. */
export function giveBack(state: PalommaState, { kind, amount, fee }: BankMove): void {
  if (isEnforced(state) && kind === 'payout_request') state.account.available += amount + fee
}

const movesOf = (state: PalommaState, kind: BankMove['kind']): Collection<BankMove> =>
  kind === 'payin_request' ? state.payinRequests : state.payoutRequests

export const retrieveMove =
  (kind: BankMove['kind'], parameter: string) =>
  (state: PalommaState, request: SimulatedRequest): Outcome => {
    const move = movesOf(state, kind).get(request.params.get(parameter) ?? '')
    if (move === undefined || !request.sees(move.executedAt)) throw new Refusal(404, 'Not found')
    return { body: showMove(move) }
  }

export const listMoves =
  (kind: BankMove['kind'], linkParameter: string) =>
  (state: PalommaState, request: SimulatedRequest): Outcome => {
    const { query } = request
    const [reference, customerId, linkId] = [query.get('reference'), query.get('customerId'), query.get(linkParameter)]
    return page(request, movesOf(state, kind), {
      matches: (move) =>
        (reference === undefined || move.reference === reference) &&
        (customerId === undefined || move.link.customer.id === customerId) &&
        (linkId === undefined || move.link.id === linkId),
      show: showMove,
    })
  }
