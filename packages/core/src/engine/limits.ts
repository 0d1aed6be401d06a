/** What one provider account is spared, and we are spared by it. */
export interface Limits {
  /** Money-moving or creating calls under way at one account; the others wait. Default 32. */
  readonly writes: number
  /** Reads under way at one account, apart from the writes, so that neither waits for the other. Default 8. */
  readonly reads: number
  /** Requests that may be begun per second, with as many at once; without it as many as come. */
  readonly requestsPerSecond?: number
  /**
   * How many payouts and refunds of unknown outcome an account may have that cannot be asked about, before it gets no
   * further ones: one bad hour must not become five hundred searches. Default 5.
   */
  readonly unresolved: number
  /**
   * When an account is left alone because its outcomes are unclear: after so many calls that move money in a row
   * (`failures`, default 5), or when half of 20 calls within 30 seconds were so. After `restMs` (default 30,000) it is
   * tried again, by a read. `false`: never.
   */
  readonly circuit: CircuitLimits | false
}

export interface CircuitLimits {
  readonly failures?: number
  readonly restMs?: number
}

export type LimitOptions = Partial<Limits> & {
  /** For single accounts, by their name. */
  readonly accounts?: Readonly<Record<string, Partial<Limits>>>
}

const DEFAULTS: Limits = { writes: 32, reads: 8, unresolved: 5, circuit: {} }

export const limitsOf = ({ accounts = {}, ...all }: LimitOptions, account: string): Limits => ({
  ...DEFAULTS,
  ...all,
  ...(Object.hasOwn(accounts, account) ? accounts[account] : {}),
})

const LEAST: Readonly<Record<Exclude<keyof Limits, 'circuit'>, number>> = {
  writes: 1,
  reads: 1,
  requestsPerSecond: 0.01,
  unresolved: 1,
}
const MOST = 1_000_000

/** Whether these are limits. */
export const areLimits = (given: unknown): given is LimitOptions => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  return Object.entries(given).every(([name, value]: [string, unknown]) => {
    if (name === 'accounts') {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      return Object.values(value).every((limits) => areLimits(limits) && !Object.hasOwn(limits, 'accounts'))
    }
    if (name === 'circuit') return value === false || isCircuit(value)
    if (!Object.hasOwn(LEAST, name) || typeof value !== 'number') return false
    const whole = name === 'requestsPerSecond' || Number.isInteger(value)
    return whole && value >= LEAST[name as keyof typeof LEAST] && value <= MOST
  })
}

const isCircuit = (given: unknown): boolean =>
  typeof given === 'object' &&
  given !== null &&
  Object.entries(given).every(
    ([name, value]: [string, unknown]) =>
      (name === 'failures' || name === 'restMs') && Number.isInteger(value) && Number(value) >= 1,
  )
