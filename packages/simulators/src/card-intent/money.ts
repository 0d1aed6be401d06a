// ISO 4217; every other currency has two decimals.
const EXPONENTS = new Map<string, number>([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
])

/** 4590 of USD is `45.90`, of JPY `4590`, of KWD `4.590`. */
export function majorUnits(minor: bigint, currency: string): string {
  const exponent = EXPONENTS.get(currency) ?? 2
  const digits = String(minor).padStart(exponent + 1, '0')
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
