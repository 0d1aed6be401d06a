import type { Journal, ObjectRecord, ObjectType, OperationRecord } from '../journal/port.js'
import { isFinal } from '../engine/statuses.js'
import { objectWrite, type Body } from '../engine/plan.js'
import type { PaymentObject } from '../contract/common.js'

const PAGE = 50

/** What is told of an ended payment for ever: what it was, how much, and how it ended; nobody's name or number. */
const KEPT: readonly string[] = [
  'id',
  'merchant',
  'provider',
  'providerId',
  'reference',
  'status',
  'amount',
  'amountAuthorized',
  'amountCaptured',
  'amountCanceled',
  'amountRefunded',
  'fee',
  'settlement',
  'payin',
  'via',
  'reason',
  'expiresAt',
  'metadata',
]
const BY_TYPE: readonly string[] = ['method', 'destination', 'instrument']

/** Forgets the commands of operations that ended before that time, and what their objects say of people. */
export const forgetBefore = async (journal: Journal, before: number): Promise<number> => {
  let forgotten = 0
  for (;;) {
    const old = await journal.forgettable({ before, limit: PAGE })
    let gone = 0
    for (const operation of old) {
      // One that cannot be read must not keep the others.
      await forget(journal, operation).then(
        () => (gone += 1),
        () => undefined,
      )
    }
    forgotten += gone
    if (old.length < PAGE || gone === 0) return forgotten
  }
}

/** Forgets what providers have sent, and what subscribers were never told, from before that time. */
export const forgetMail = async (journal: Journal, before: number): Promise<void> => {
  while ((await journal.inbox.forget({ before, limit: PAGE })) === PAGE);
  await journal.outbox.forget({ before })
}

const forget = async (journal: Journal, operation: OperationRecord): Promise<void> => {
  const { id, merchant, version, state, kind } = operation
  const type = kind.slice(0, kind.indexOf('.')) as ObjectType
  const record = await journal.object({ merchant, type, id: operation.object })
  const ended = record?.operation === id && isFinal(record.status)
  const written = ended ? { object: reduced(record), objectVersion: record.version } : {}
  await journal.observe({ id, merchant, version, state, cause: 'forgotten', shred: true, ...written })
}

const reduced = ({ type, body }: ObjectRecord) => {
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(JSON.parse(body) as Record<string, unknown>)) {
    if (KEPT.includes(name)) fields[name] = value
    else if (BY_TYPE.includes(name)) fields[name] = { type: (value as { readonly type?: unknown }).type }
  }
  return objectWrite(type, fields as unknown as Body<PaymentObject>)
}
