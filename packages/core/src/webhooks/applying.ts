import type { Notice } from '../adapter/webhooks.js'
import type { PaymentObject } from '../contract/common.js'
import { askByProviderId, type Finding, type Subject } from '../engine/asking.js'
import type { ProviderClient } from '../engine/client.js'
import { publicObject, type Answer } from '../engine/plan.js'
import { isChange } from '../engine/unexecuted.js'
import type { ObjectRecord, ObjectType, OperationRecord } from '../journal/port.js'
import { logFound } from '../log/events.js'
import { cleanFields } from '../log/redact.js'
import { inquiryAbout } from '../payments/inquiries.js'
import { knownOf, questionAbout } from '../payments/questions.js'
import type { Scope } from '../payments/scope.js'
import { checkOperation } from '../recovery/check.js'
import { concludeAnswer, isUnresolved } from '../recovery/concluding.js'
import { ownFields } from '../schema/own.js'

/** What a notice has come to. `unknown_reference` and `sending`: it is too early for it. */
export type Applied = 'applied' | 'asked' | 'unproven' | 'unknown_reference' | 'sending'

const REAPED_AT_ONCE = 50

/**
 * Applies what a provider says of an object, in whatever order it comes: by the same rules as an answer to a question of
 * ours. Where its word alone is not enough, the provider is asked. Rejects where that fails, or the journal does.
 */
export const applyNotice = async (
  scope: Scope,
  client: ProviderClient,
  { notice, payload }: { readonly notice: Notice; readonly payload: string },
): Promise<Applied> => {
  const found = await subjectOf(scope, client, notice)
  if (found === undefined) return 'unknown_reference'
  const subject = await settledSubject(scope, found)
  if (subject === undefined) return 'sending'
  const { record, operation } = subject
  const answer = record.type === notice.about ? notice.answer : undefined
  // What a lost change has come to is found out by its own rules.
  if (answer !== undefined && !(isChange(operation) && isUnresolved(operation.state))) {
    const finding = { kind: 'answer', answer: ownFields(answer), raw: rawOf(payload) } as Found
    await concludeAnswer(scope, subject, {
      question: questionAbout(client, record, operation),
      finding,
      cause: 'notified',
    })
    return 'applied'
  }
  if (record.providerId !== undefined) {
    await checkOperation(scope, subject, inquiryAbout(record.type))
    return 'asked'
  }
  return askAbout(scope, { client, subject, providerId: notice.providerId })
}

type Found = Finding & { readonly kind: 'answer' }

/** Our side of it: by the provider's id, or by the reference that it was given. */
const subjectOf = async (
  scope: Scope,
  client: ProviderClient,
  { about, providerId, reference }: Notice,
): Promise<Subject | undefined> => {
  const { journal, merchant } = scope
  const provider = client.account.name
  // A refund may be made by a payout.
  const types: readonly ObjectType[] = about === 'payout' ? [about, 'refund'] : [about]
  for (const type of types) {
    const known = await journal.object({ merchant, type, provider, providerId })
    const record = known ?? (reference === undefined ? undefined : await referred(type, reference))
    const operation = record && (await journal.operation(merchant, record.operation))
    if (record !== undefined && operation !== undefined) {
      return { record: ownFields(record), operation: ownFields(operation) }
    }
  }
  return undefined

  async function referred(type: ObjectType, providerReference: string): Promise<ObjectRecord | undefined> {
    const operation = await journal.findOperation({ merchant, kind: `${type}.create`, provider, providerReference })
    return operation && journal.object({ merchant, type, id: operation.object })
  }
}

/** Undefined while it is being sent: its own answer may come any moment. */
const settledSubject = async ({ journal }: Scope, { record, operation }: Subject): Promise<Subject | undefined> => {
  if (operation.state !== 'SENDING') return { record, operation }
  if (!operation.leaseExpired) return undefined
  await journal.reap(REAPED_AT_ONCE)
  const { merchant, id } = operation
  const now: OperationRecord | undefined = await journal.operation(merchant, id)
  return now === undefined || now.state === 'SENDING' ? undefined : { record, operation: ownFields(now) }
}

/**
 * Asks about an object whose id we were never told. Only an answer that repeats our reference shows that it is ours: the
 * id is the word of somebody who may have been anybody.
 */
const askAbout = async (
  scope: Scope,
  {
    client,
    subject,
    providerId,
  }: { readonly client: ProviderClient; readonly subject: Subject; readonly providerId: string },
): Promise<Applied> => {
  const { record, operation } = subject
  const inquiry = inquiryAbout(record.type)
  const known = knownOf(client, publicObject(record), { providerId, kind: `${record.type}.create` })
  const finding = await askByProviderId<Answer>(client, inquiry.ask(client, known, scope))
  if (finding.kind !== 'answer') return 'asked'
  if (finding.answer.reference === undefined) {
    logFound(scope.logger, operation, 'unproven_notice')
    return 'unproven'
  }
  const question = questionAbout<PaymentObject, Answer>(client, record, operation)
  await concludeAnswer(scope, subject, { question, finding, cause: 'notified' })
  return 'asked'
}

const rawOf = (payload: string): unknown => {
  try {
    return cleanFields(JSON.parse(payload))
  } catch {
    return undefined
  }
}
