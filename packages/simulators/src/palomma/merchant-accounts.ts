import { Refusal } from '../kernel/errors.js'
import type { JsonObject } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { page } from './pages.js'
import { DEFAULT_ACCOUNT, type MerchantAccount, type PalommaState } from './state.js'

export function retrieveMerchantAccount(state: PalommaState, request: SimulatedRequest): Outcome {
  const id = request.params.get('merchantAccountId') ?? ''
  const account = id === DEFAULT_ACCOUNT ? state.account : state.merchantAccounts.get(id)
  if (account === undefined || !request.sees(account.executedAt)) throw new Refusal(404, 'Merchant account not found')
  return { body: showMerchantAccount(account) }
}

export const listMerchantAccounts = (state: PalommaState, request: SimulatedRequest): Outcome =>
  page(request, state.merchantAccounts, { matches: () => true, show: showMerchantAccount })

const showMerchantAccount = ({ id, unsettled, available }: MerchantAccount): JsonObject => ({
  id,
  description: 'Default',
  unsettledAmount: Number(unsettled),
  payoutLimitBalance: 2_000_000,
  type: 'aggregator',
  availableBalance: Number(available),
})
