import type { Operation, Payin, Payout, Refund } from '@polyrail/core'
import type { JournalEntry, LedgerEntry } from './agreement.js'
import type { World } from './world.js'

/** Everything in the journal that moved money or could have, in the order in which it was first asked for. */
export const journalEntries = async ({ payments }: World): Promise<readonly JournalEntry[]> => {
  const latest = new Map<string, JournalEntry>()
  // Oldest first: a later operation on the same payment tells how it stands now.
  for await (const operation of payments.operations.list()) {
    const entry = await entryOf(operation, payments)
    if (entry !== undefined) latest.set(`${operation.kind} ${operation.reference}`, entry)
  }
  return [...latest.values()]
}

const NOT_EXECUTED: readonly string[] = ['refused', 'not_sent', 'absent'] satisfies readonly Operation['status'][]

const entryOf = async (
  operation: Operation,
  { payins, payouts, refunds }: World['payments'],
): Promise<JournalEntry | undefined> => {
  const { object: id } = operation
  switch (operation.kind) {
    case 'payin.create':
      return of(operation, await payins.retrieve({ id }), (payin) => ({
        direction: 'payin',
        kind: payin.method.type.replaceAll('_', ' '),
      }))
    case 'payin.capture':
      return of(operation, await payins.retrieve({ id }), ({ amount, amountCaptured = amount }) => ({
        direction: 'capture',
        kind: 'capture',
        amount: amountCaptured,
      }))
    case 'payout.create':
      return of(operation, await payouts.retrieve({ id }), () => ({ direction: 'payout', kind: 'payout' }))
    case 'payout.cancel':
      return of(operation, await payouts.retrieve({ id }), () => ({ direction: 'cancel', kind: 'cancellation' }))
    case 'refund.create':
      return of(operation, await refunds.retrieve({ id }), ({ via }) =>
        via === 'payout' ? { direction: 'payout', kind: 'refund by payout' } : { direction: 'refund', kind: 'refund' },
      )
    default:
      return undefined
  }
}

type Facts = Pick<JournalEntry, 'direction' | 'kind'> & Partial<Pick<JournalEntry, 'amount'>>

const of = <Payment extends Payin | Payout | Refund>(
  { status, provider, providerReference, providerId, reference: name }: Operation,
  payment: Payment | undefined,
  factsOf: (payment: Payment) => Facts,
): JournalEntry | undefined =>
  payment === undefined
    ? undefined
    : {
        provider,
        name,
        reference: providerReference,
        ...(providerId === undefined ? {} : { providerId }),
        amount: payment.amount,
        status: NOT_EXECUTED.includes(status) ? status : payment.status,
        ...factsOf(payment),
      }

const WITHOUT_MONEY = ['customer', 'payin_source', 'payout_target']

/** The providers' ledgers, but for people and accounts on file: no money is kept with them. */
export const ledgerEntries = ({ palladium, palomma, cards, panel }: World): readonly LedgerEntry[] =>
  [palladium, palomma, cards, panel].flatMap(({ name, ledger }) =>
    ledger.entries
      .filter(({ type }) => !WITHOUT_MONEY.includes(type))
      // What a payer does on the hosted page is the payment that the intent was made for.
      .filter(({ type }) => type !== 'payment_intent')
      .map((entry) => ({ provider: name, ...entry })),
  )
