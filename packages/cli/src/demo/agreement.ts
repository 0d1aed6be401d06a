import { sameMoney, type Money } from '@polyrail/core'

type Direction = 'payin' | 'payout' | 'capture' | 'refund' | 'cancel'

/** One payment, or one change of it, as polyrail's journal has it. */
export interface JournalEntry {
  readonly provider: string
  /** The merchant's own reference, where it is not the one that the provider was given. */
  readonly name?: string
  /** The reference that the provider was given. */
  readonly reference: string
  /** The provider's id of what was created or changed. */
  readonly providerId?: string
  readonly direction: Direction
  readonly kind: string
  readonly amount: Money
  /** As the merchant sees it; `refused`, `not_sent` or `absent` where nothing was executed, for this reason. */
  readonly status: string
}

/** One fact in a provider's ledger: something it created, a payout it sent, or a payer's payment. */
export interface LedgerEntry {
  readonly provider: string
  readonly type: string
  readonly providerId?: string
  readonly reference?: string
  readonly amount?: string
  readonly currency?: string
}

export interface Row {
  readonly reference: string
  readonly kind: string
  readonly amount?: Money
  /** Absent where the journal knows nothing of it. */
  readonly journal?: string
  /** How often the provider executed it. */
  readonly executed: number
  /** How often a payer paid it. */
  readonly paid: number
  readonly agrees: boolean
  /** Why not, in a few words. */
  readonly problem?: string
}

export interface Agreement {
  readonly agrees: boolean
  readonly rows: readonly Row[]
}

const EXACTLY_ONE = ['pending', 'processing', 'ready', 'authorized', 'partially_captured', 'succeeded', 'canceled']
const NONE = ['refused', 'not_sent', 'absent']
const AT_MOST_ONE = ['unknown']

/** Compares what polyrail believes with what the providers really executed; trusts neither. */
export const agreementOf = (journal: readonly JournalEntry[], ledger: readonly LedgerEntry[]): Agreement => {
  const known = new Set(journal.map(keyOfJournal))
  const rows = [
    ...journal.map((entry) =>
      rowOf(
        entry,
        ledger.filter((line) => keyOfLedger(line) === keyOfJournal(entry)),
      ),
    ),
    ...ledger.filter((line) => !known.has(keyOfLedger(line))).map(strangerOf),
  ]
  return { agrees: rows.every(({ agrees }) => agrees), rows }
}

const rowOf = (entry: JournalEntry, lines: readonly LedgerEntry[]): Row => {
  const executed = lines.filter(({ type }) => type !== 'payment')
  const paid = lines.filter(({ type }) => type === 'payment')
  const problem = problemOf(entry, executed, paid)
  return {
    reference: entry.name ?? entry.reference,
    kind: entry.kind,
    amount: entry.amount,
    journal: entry.status,
    executed: executed.length,
    paid: paid.length,
    agrees: problem === undefined,
    ...(problem === undefined ? {} : { problem }),
  }
}

const problemOf = (
  { status, amount, direction }: JournalEntry,
  executed: readonly LedgerEntry[],
  paid: readonly LedgerEntry[],
): string | undefined => {
  if (![...EXACTLY_ONE, ...NONE, ...AT_MOST_ONE].includes(status)) return `no rule for the status ${status}`
  if (NONE.includes(status) && executed.length > 0) return `executed although ${status.replaceAll('_', ' ')}`
  if (executed.length > 1) return `executed ${executed.length} times`
  if (EXACTLY_ONE.includes(status) && executed.length === 0) return 'never executed'
  const other = [...executed, ...paid].map(moneyOf).find((money) => money === undefined || !sameMoney(money, amount))
  if (other !== undefined) return `another amount: ${other.amount} ${other.currency}`
  if ([...executed, ...paid].some((line) => moneyOf(line) === undefined)) return 'no amount at the provider'
  if (direction === 'payin' && status === 'succeeded' && paid.length !== 1) return `paid ${paid.length} times`
  return undefined
}

const strangerOf = (line: LedgerEntry): Row => {
  const amount = moneyOf(line)
  return {
    reference: line.reference ?? '(none)',
    kind: line.type.replaceAll('_', ' '),
    ...(amount === undefined ? {} : { amount }),
    executed: line.type === 'payment' ? 0 : 1,
    paid: line.type === 'payment' ? 1 : 0,
    agrees: false,
    problem: 'not in the journal',
  }
}

const moneyOf = ({ amount, currency }: LedgerEntry): Money | undefined =>
  amount === undefined || currency === undefined ? undefined : { amount, currency }

/** Different things may share a reference, and so may payments at two providers. A cancellation names no reference. */
const keyOfJournal = ({ provider, direction, reference, providerId }: JournalEntry): string =>
  JSON.stringify([provider, direction, direction === 'cancel' ? providerId : reference])

const DIRECTIONS = new Map<string, Direction>([
  ['disbursement', 'payout'],
  ['payout_request', 'payout'],
  ['payout', 'payout'],
  ['capture', 'capture'],
  ['refund', 'refund'],
  ['cancellation', 'cancel'],
])

const keyOfLedger = ({ provider, type, reference, providerId }: LedgerEntry): string => {
  const direction = DIRECTIONS.get(type) ?? 'payin'
  return JSON.stringify([provider, direction, direction === 'cancel' ? providerId : reference])
}
