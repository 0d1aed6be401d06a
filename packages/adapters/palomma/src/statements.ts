import { undefinedIfNotFound } from '@polyrail/core'
import type { ProviderDefinition, StatementLine } from '@polyrail/core'
import { bogotaTime } from './dates.js'
import { listMerchantAccounts, listPayinSettlements, listSettlements } from './endpoints.js'
import { pesos } from './money.js'
import { allOf } from './pages.js'
import type { PayinSettlement } from './wire.js'

const MOST_PAGES = 100

/** What has been settled, account by account: payins leave the provider in sums, of which each is one line. */
export const statements: NonNullable<ProviderDefinition['statements']> = async function* ({ from, to }, { call }) {
  const [first, end] = [bogotaTime(from).slice(0, 10), bogotaTime(to)]
  const accounts = await allOf((paging) => call(listMerchantAccounts, paging), { mostPages: MOST_PAGES })
  for (const { id: merchantAccountId } of accounts) {
    const read = (list: typeof listPayinSettlements) =>
      allOf((paging) => call(list, { merchantAccountId, ...paging }), { mostPages: MOST_PAGES })
    const settlements = (await read(listPayinSettlements).catch(undefinedIfNotFound)) ?? (await read(listSettlements))
    yield* settlements
      .filter(({ payinSettlementDate: date }) => date >= first && `${date}T00:00:00` < end)
      .map((settlement) => fromSettlement(settlement))
  }
}

const fromSettlement = (settlement: PayinSettlement): StatementLine => {
  const { payinSettlementCycle: cycle, numberOfPayins: payins } = settlement
  const words = [
    ...(payins === undefined || payins === null ? [] : [`${payins} payins`]),
    ...(cycle === undefined || cycle === null ? [] : [`cycle ${cycle}`]),
  ]
  return {
    type: 'payin_settlement',
    direction: 'in',
    amount: pesos(settlement.totalAmountCollected),
    fee: pesos(settlement.totalFees),
    date: settlement.payinSettlementDate,
    ...(words.length === 0 ? {} : { description: words.join(', ') }),
    raw: settlement,
  }
}
