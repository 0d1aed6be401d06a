import type { Money } from '@polyrail/core'

/** `10,000,000 IDR`: grouped as text, so that no digit can change. */
export const shownMoney = ({ amount, currency }: Money): string => {
  const [whole = '', decimals] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${grouped}${decimals === undefined ? '' : `.${decimals}`} ${currency}`
}
