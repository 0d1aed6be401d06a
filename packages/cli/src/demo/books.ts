import type { Operation, Payin, Payout } from '@polyrail/core'
import type { JournalEntry, LedgerEntry } from './agreement.js'
import type { World } from './world.js'

/** Every payment in the journal, in the order in which it was first asked for. */
export const journalEntries = async ({ payments }: World): Promise<readonly JournalEntry[]> => {
  const latest = new Map<string, JournalEntry>()
  // Oldest first: a later operation on the same payment tells how it stands now.
  for await (const operation of payments.operations.list()) {
    const { kind, object: id } = operation
    if (kind === 'customer.create') continue
    const payment =
      kind === 'payin.create' ? await payments.payins.retrieve({ id }) : await payments.payouts.retrieve({ id })
    if (payment !== undefined) latest.set(id, entryOf(operation, payment))
  }
  return [...latest.values()]
}

const NOT_EXECUTED: readonly string[] = ['refused', 'not_sent', 'absent'] satisfies readonly Operation['status'][]

const entryOf = ({ status, provider, providerReference }: Operation, payment: Payin | Payout): JournalEntry => ({
  provider,
  reference: providerReference,
  direction: 'method' in payment ? 'payin' : 'payout',
  kind: 'method' in payment ? payment.method.type.replaceAll('_', ' ') : 'payout',
  amount: payment.amount,
  status: NOT_EXECUTED.includes(status) ? status : payment.status,
})

/** Both providers' ledgers, but for the customers on file: no money is kept with them. */
export const ledgerEntries = ({ palladium, palomma }: World): readonly LedgerEntry[] =>
  [palladium, palomma].flatMap(({ name, ledger }) =>
    ledger.entries.filter(({ type }) => type !== 'customer').map((entry) => ({ provider: name, ...entry })),
  )
