import type { Money } from './money.js'

/** One line of a provider's account statement. Some providers give no id: then it cannot be matched by key. */
export interface StatementLine {
  readonly type: string
  readonly direction: 'in' | 'out'
  /** Before fees. */
  readonly amount: Money
  readonly fee?: Money
  /** YYYY-MM-DD, or ISO 8601 where the provider gives a time. */
  readonly date: string
  readonly description?: string
  readonly accountNumber?: string
  readonly bankCode?: string
  readonly raw: unknown
}
