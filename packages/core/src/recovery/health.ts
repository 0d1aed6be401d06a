import type { PaymentObject } from '../contract/common.js'
import { Asking } from '../engine/asking.js'
import type { ProviderClient } from '../engine/client.js'
import type { Answer } from '../engine/plan.js'
import { lookupOf } from '../engine/lookups.js'
import { isChange } from '../engine/unexecuted.js'
import { isSealed } from '../journal/encrypted.js'
import type { Journal, OperationRecord } from '../journal/port.js'
import { SHREDDED } from '../journal/records.js'
import type { Inquiry } from '../payments/inquiry.js'

const PAGE = 20

interface Doubtful<T extends PaymentObject, A extends Answer> {
  readonly client: ProviderClient
  /** The one of which the provider has no trace. */
  readonly operation: OperationRecord
  readonly inquiry: Inquiry<T, A>
}

/** `tried`: it finds what it certainly has. `untried`: there is nothing to try it with. `fails`: it does not. */
export type Health = 'tried' | 'untried' | 'fails'

/**
 * Whether the provider's look-up finds what it certainly has: the newest other operation of the same kind. With an index
 * that is down everything looks absent. A change is looked up by reading the object, so that it tries itself.
 */
export const healthOf = async <T extends PaymentObject, A extends Answer>(
  journal: Journal,
  { client, operation, inquiry }: Doubtful<T, A>,
): Promise<Health> => {
  const { type, questionOf } = inquiry
  if (isChange(operation)) return 'tried'
  if (lookupOf(client, operation.step)?.neverFinds === true) return 'untried'
  const { merchant, provider, kind } = operation
  const states = ['PENDING', 'SUCCEEDED'] as const
  let after: string | undefined
  do {
    const position = after === undefined ? {} : { after }
    const query = { merchant, provider, states, kinds: [kind], newestFirst: true, limit: PAGE, ...position }
    const page = await journal.operations(query)
    const known = page.items.find(
      ({ step, providerId, request }) =>
        step === operation.step && providerId !== undefined && request !== SHREDDED && !isSealed(request),
    )
    const record = known && (await journal.object({ merchant, type, id: known.object }))
    if (known !== undefined && record !== undefined) {
      const { kind: found } = await new Asking(questionOf(client, known, record), known).ask()
      return found === 'answer' ? 'tried' : 'fails'
    }
    after = page.after
  } while (after !== undefined)
  return 'untried'
}
