import { SimulatorError } from '../kernel/errors.js'

const AMOUNT = /^(0|[1-9]\d*)(?:\.(\d{1,2}))?$/

/** Hundredths, from decimal text with at most two decimals; throws for a test that gives anything else. */
export function hundredths(text: unknown): bigint {
  const found = read(text)
  if (found === undefined) throw new SimulatorError('bad_option', 'an amount must be decimal text such as 25.50')
  return found
}

/** Hundredths, or undefined for what is no amount of this provider. */
export function read(text: unknown): bigint | undefined {
  const parts = typeof text === 'string' ? AMOUNT.exec(text) : null
  return parts === null ? undefined : BigInt((parts[1] ?? '') + (parts[2] ?? '').padEnd(2, '0'))
}

/** `25.50`, for the ledger. */
export function decimal(amount: bigint): string {
  const digits = amount.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
