import { moneyFrom, type Money } from '@polyrail/core'

export const pesos = (amount: number): Money => moneyFrom(amount, 'COP')

export const optionalPesos = (amount: number | null | undefined): Money | undefined =>
  amount === undefined || amount === null ? undefined : pesos(amount)
