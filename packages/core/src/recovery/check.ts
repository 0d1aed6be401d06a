import type { PaymentObject } from '../contract/common.js'
import { Asking, askByProviderId, type Finding, type Subject } from '../engine/asking.js'
import type { ProviderClient } from '../engine/client.js'
import { publicObject, type Answer, type Question } from '../engine/plan.js'
import { asItWas, isChange, isChangedSince } from '../engine/unexecuted.js'
import type { Inquiry } from '../payments/inquiry.js'
import { knownOf, questionAbout } from '../payments/questions.js'
import { clientNamed, type Scope } from '../payments/scope.js'
import { ownFields } from '../schema/own.js'
import { concludeAnswer, Concluding, isAnothers, isUnresolved } from './concluding.js'
import { healthOf } from './health.js'

/**
 * Asks the provider what has become of an operation, and records it. It sends nothing that could move money. Rejects
 * where the provider could not be asked (`UnsupportedOperationError`, a failed read) or the journal did not take it; then
 * nothing has changed.
 */
export const checkOperation = async <T extends PaymentObject, A extends Answer>(
  scope: Scope,
  subject: Subject,
  inquiry: Inquiry<T, A>,
): Promise<void> => {
  const { operation } = subject
  if (isUntold(subject)) return tell(scope, subject)
  const client = await clientNamed(scope, operation.provider)
  // What is not there when we ask may be there when we read the answer, however late that is.
  const askedAt = scope.clock.now()
  const asked = await ask(scope, { client, subject, inquiry }).catch(async (error: unknown) => {
    if (await isChangedMeanwhile(scope, subject)) return undefined
    throw error
  })
  if (asked === undefined || (await isChangedMeanwhile(scope, subject))) {
    const { id, merchant, state, version } = operation
    return state === 'SENDING' ? undefined : scope.journal.postpone({ id, merchant, version })
  }
  const { finding, question } = asked
  if (finding.kind === 'answer') return concludeAnswer(scope, subject, { question, finding, cause: 'asked' })
  const concluding = new Concluding<T, A>(scope, subject, { question, cause: 'asked' })
  if (finding.kind === 'prepared') await concluding.prepared(finding)
  else if (finding.kind === 'no_answer') await concluding.nobodyKnows()
  else await concluding.absent(await healthOf(scope.journal, { client, operation, inquiry }), askedAt)
}

/** Another change that came while the provider was asked: what was found says nothing of one that is absent. */
const isChangedMeanwhile = async ({ journal }: Scope, { operation, record }: Subject): Promise<boolean> => {
  if (operation.state !== 'ABSENT' || !isChange(operation)) return false
  const { merchant, type, id } = record
  const latest = await journal.object({ merchant, type, id })
  return latest !== undefined && isChangedSince({ operation, record: ownFields(latest) })
}

/** Nothing was executed, and subscribers do not know it: the call was to go on after it. */
const isUntold = ({ operation, record }: Subject): boolean =>
  (operation.state === 'NOT_SENT' || operation.state === 'DECLINED') &&
  operation.nextCheckAt !== undefined &&
  record.operation === operation.id

/** Written once more as it is, and not quietly, when the call can no longer be under way: it was interrupted. */
const tell = async ({ journal, clock, settleFloorMs }: Scope, { operation, record }: Subject): Promise<void> => {
  const { id, merchant, state, version, updatedAt } = operation
  if (clock.now() - updatedAt < settleFloorMs) return
  await journal.observe({ id, merchant, state, version, cause: 'interrupted', object: asItWas(record) })
}

interface Asked<T extends PaymentObject, A extends Answer> {
  readonly client: ProviderClient
  readonly subject: Subject
  readonly inquiry: Inquiry<T, A>
}

/** Undefined where there is nothing to ask: it is being sent, or what is known is enough. */
const ask = async <T extends PaymentObject, A extends Answer>(
  scope: Scope,
  { client, subject, inquiry }: Asked<T, A>,
): Promise<{ readonly finding: Finding<A>; readonly question: Question<T, A> } | undefined> => {
  const { record, operation } = subject
  const { state } = operation
  if (state === 'SENDING') return undefined
  if (isAnothers(subject) || isChangedSince(subject)) return undefined
  const { providerId } = record
  const unnamed = providerId === undefined && (isUnresolved(state) || state === 'PENDING')
  const lost = state === 'ABSENT' || unnamed || (isUnresolved(state) && isChange(operation))
  if (lost) {
    const question = inquiry.questionOf(client, operation, record)
    return { finding: await new Asking(question, operation).ask(), question }
  }
  // What was not executed has no id at the provider, and stays as it is.
  if (providerId === undefined) return undefined
  const known = knownOf(client, publicObject(record) as T, { providerId, kind: `${record.type}.create` })
  const question = questionAbout<T, A>(client, record, operation)
  return { finding: await askByProviderId(client, inquiry.ask(client, known, scope)), question }
}
