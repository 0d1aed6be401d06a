import type { PaymentObject } from '../contract/common.js'
import { Asking } from '../engine/asking.js'
import type { ProviderClient } from '../engine/client.js'
import type { Answer } from '../engine/plan.js'
import { isChange } from '../engine/unexecuted.js'
import type { Journal, OperationRecord } from '../journal/port.js'
import { SHREDDED } from '../journal/records.js'
import type { Inquiry } from '../payments/inquiry.js'

const CANDIDATES = 50

interface Doubtful<T extends PaymentObject, A extends Answer> {
  readonly client: ProviderClient
  /** The one of which the provider has no trace. */
  readonly operation: OperationRecord
  readonly inquiry: Inquiry<T, A>
}

/**
 * Whether the provider's look-up finds what it certainly has: the newest other operation of the same kind. With an index
 * that is down everything looks absent. True where there is nothing to try it with, and for changes, whose look-up reads
 * the object that was to be changed.
 */
export const isHealthy = async <T extends PaymentObject, A extends Answer>(
  journal: Journal,
  { client, operation, inquiry }: Doubtful<T, A>,
): Promise<boolean> => {
  const { type, questionOf } = inquiry
  if (isChange(operation)) return true
  const { merchant, provider } = operation
  const states = ['PENDING', 'SUCCEEDED'] as const
  const { items } = await journal.operations({ merchant, provider, states, newestFirst: true, limit: CANDIDATES })
  const known = items.find(
    ({ kind, step, providerId, request }) =>
      kind === operation.kind && step === operation.step && providerId !== undefined && request !== SHREDDED,
  )
  if (known === undefined) return true
  const record = await journal.object({ merchant, type, id: known.object })
  if (record === undefined) return true
  const { kind } = await new Asking(questionOf(client, known, record), known).ask()
  return kind === 'answer'
}
