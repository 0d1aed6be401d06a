import { moneyFrom, type Balance, type MappingContext } from '@polyrail/core'
import { me } from './endpoints.js'
import type { Me } from './wire.js'

const fromMe = (wallets: Me): readonly Balance[] => {
  const [withdrawable, payout] =
    'remaining_withdrawable_amount' in wallets
      ? [wallets.remaining_withdrawable_amount, wallets.remaining_disbursable_amount]
      : [wallets.remaning_withdrawable_amount, wallets.remaning_disbursable_amount]
  return [
    ...balance('withdrawable', withdrawable),
    ...balance('payout', payout),
    ...balance('loan_available', wallets.max_allowable_loan),
    ...balance('loan_used', wallets.total_used_loan_amount),
  ]
}

const balance = (kind: Balance['kind'], amount: number | string | undefined): readonly Balance[] =>
  amount === undefined ? [] : [{ kind, ...moneyFrom(amount, 'IDR') }]

/** The income wallet, the disburse wallet, and the loan where the provider grants one. */
export const balances = async ({ call }: Pick<MappingContext, 'call'>): Promise<readonly Balance[]> =>
  fromMe(await call(me, {}))
