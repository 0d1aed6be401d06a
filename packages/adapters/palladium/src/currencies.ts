/** Rupiah without decimals, the one currency; the provider states no limits. */
export const RUPIAH = { IDR: { decimals: 0 } } as const
