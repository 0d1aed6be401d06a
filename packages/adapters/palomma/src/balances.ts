import { moneyFrom, type Balance, type MappingContext } from '@polyrail/core'
import { listMerchantAccounts } from './endpoints.js'
import { allOf } from './pages.js'
import type { MerchantAccount } from './wire.js'

const MOST_PAGES = 20

/** Only an aggregator keeps a balance that payouts are made from; a gateway withdraws at each settlement. */
const fromMerchantAccount = (account: MerchantAccount): readonly Balance[] => [
  ...(account.type === 'aggregator' ? balance('payout', account.availableBalance, account.id) : []),
  ...balance('unsettled', account.unsettledAmount, account.id),
  ...balance('payout_limit', account.payoutLimitBalance, account.id),
]

const balance = (kind: Balance['kind'], amount: number | null | undefined, account: string): readonly Balance[] =>
  amount === undefined || amount === null ? [] : [{ kind, ...moneyFrom(amount, 'COP'), account }]

/** The balances of every merchant account. */
export const balances = async ({ call }: Pick<MappingContext, 'call'>): Promise<readonly Balance[]> => {
  const accounts = await allOf((paging) => call(listMerchantAccounts, paging), { mostPages: MOST_PAGES })
  return accounts.flatMap(fromMerchantAccount)
}
