import type { PaymentObject } from '@polyrail/core'
import { mustBe } from '../checks.js'
import { must, shown } from '../expect.js'
import { withFields } from '../proxy/edit.js'
import type { AnswerForm, Expected } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Prepared, Target } from '../target.js'

const MANY = 100

/** Nothing follows these, of whatever kind. */
export const FINAL: readonly string[] = ['succeeded', 'declined', 'canceled', 'expired', 'failed', 'active']

/** What the adapter makes of an answer in which some fields are others. */
export const believed = async (beside: Stage, target: Target, form: AnswerForm): Promise<void> => {
  // With a journal of its own: what is unknown stands in the way of what is alike.
  const stage = await beside.another({ ownJournal: true })
  const varied = { ...target, name: `${target.name}, ${form.title}` }
  const { prepared, object } = await told(stage, target, form)
  const { expect } = form
  if (expect !== 'unbelievable')
    return mustBe(stage, { target: varied, prepared, object: notError(object), expected: expect })
  const kept = await prepared.find(stage.payments)
  const disbelieved = form.to === 'create' ? kept?.status === 'unknown' : object instanceof Error
  must(
    disbelieved,
    () =>
      `${varied.name}: such an answer must not be believed, but it made ${shown(object)}. Throw in the mapping, or say so ` +
      'in the output schema of the endpoint',
  )
}

const notError = (object: unknown): PaymentObject | undefined => {
  if (object instanceof Error) throw object
  return object as PaymentObject | undefined
}

/** Makes one, and has the answer about it changed. */
const told = async (
  stage: Stage,
  target: Target,
  { to, edit }: Pick<AnswerForm, 'to' | 'edit'>,
): Promise<{ readonly prepared: Prepared; readonly object: unknown }> => {
  const prepared = await target.prepare(stage)
  const call = to === 'create' ? target.sends : target.retrieves
  must(call !== undefined, `${target.name} has an answer to retrieve, and no \`retrieves\``)
  const change = (body: unknown): unknown => withFields(body, call.object ?? '', edit)
  const fault = { answer: { kind: 'edited', edit: change } } as const
  if (to === 'create') stage.proxy.plan(call.endpoint, fault)
  const made = await prepared.run()
  if (to === 'create') return { prepared, object: made }
  const operation = await stage.operation(prepared)
  const { providerId } = made
  await stage.act(target.sample.askedAfter ?? [], {
    reference: operation?.providerReference ?? prepared.reference,
    ...(providerId === undefined ? {} : { providerId }),
  })
  stage.proxy.plan(call.endpoint, fault, MANY)
  const object: unknown = await prepared.find(stage.payments, { refresh: true }).catch((error: unknown) => error)
  stage.proxy.clear()
  return { prepared, object }
}

/** What an object is when the provider calls its status so: asked about it where that can be done, else when it is made. */
export const withWord = async (
  beside: Stage,
  target: Target,
  { word, expected }: { readonly word: string; readonly expected: Expected },
): Promise<PaymentObject | undefined> => {
  const { status } = target.names
  must(status !== undefined, `${target.name} has words for its status, and no \`names.status\``)
  const stage = await beside.another({ ownJournal: true })
  // What has come to its end stays there, whatever it is called later.
  const isOpen = !FINAL.includes(String(target.expect['status']))
  const to = target.retrieves !== undefined && isOpen ? 'retrieve' : 'create'
  const { prepared, object } = await told(stage, target, { to, edit: { [status]: word } })
  const varied = { ...target, name: `${target.name} that the provider calls ${shown(word)}` }
  await mustBe(stage, { target: varied, prepared, object: notError(object), expected })
  return notError(object)
}
