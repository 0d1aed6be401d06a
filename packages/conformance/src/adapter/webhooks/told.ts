import type { PaymentObject, Webhook } from '@polyrail/core'
import { fail, must } from '../expect.js'
import { at } from '../proxy/edit.js'
import type { Story } from '../samples.js'
import type { About } from '../server.js'
import type { Stage } from '../stage.js'
import type { Prepared, Target } from '../target.js'
import type { Delivery } from './mailbox.js'

/** Something that was made, has moved at the provider, and was told; nothing of that was handed on yet. */
export interface Told {
  readonly prepared: Prepared
  readonly story: Story<object>
  /** As the platform has it: without what happened since. */
  readonly object: PaymentObject
  /** How the provider knows it. */
  readonly about: About & { readonly providerId: string }
  /** Of its creation and of what happened since, in order. */
  readonly deliveries: readonly Delivery[]
  readonly last: Delivery
}

const tellsOf = ({ name, tells = [] }: Target): readonly Story<object>[] =>
  tells.length === 0 ? fail(`${name} has \`tells\`, and nothing in it`) : tells

/** The first story in which something moves after the creation. */
export const moving = (target: Target): Story<object> => {
  const tells = tellsOf(target)
  return tells.find(({ acts }) => acts.length > 0) ?? (tells[0] as Story<object>)
}

/** Makes it and lets it move. `lost`: the answer to its creation was lost, so that it is unknown. */
export const told = async (
  stage: Stage,
  target: Target,
  { story = moving(target), lost = false }: { readonly story?: Story<object>; readonly lost?: boolean } = {},
): Promise<Told> => {
  const mailbox = await stage.mailbox()
  const prepared = await target.prepare(stage, { with: story.with ?? {} })
  const before = (await mailbox.received()).length
  const { object, providerId } = await (lost ? unanswered(stage, target, prepared) : answered(target, prepared))
  const operation = await stage.operation(prepared)
  const about = { reference: operation?.providerReference ?? prepared.reference, providerId }
  await stage.act(story.acts, about)
  const deliveries = (await mailbox.received()).slice(before)
  const last = deliveries.at(-1)
  must(
    last !== undefined,
    `The server has told nothing of ${target.name} after ${story.acts.join(', ') || 'its creation'}: see to \`tells\` of the ` +
      'sample and to `callbacks` of the server',
  )
  return { prepared, story, object, about, deliveries, last }
}

interface Made {
  readonly object: PaymentObject
  readonly providerId: string
}

const answered = async (target: Target, prepared: Prepared): Promise<Made> => {
  const object = await prepared.run()
  const { providerId } = object
  must(
    object.status !== 'unknown' && providerId !== undefined,
    `${target.name} could not be made: see to the cases of its creation first`,
  )
  return { object, providerId }
}

/** The provider has executed it, and what it answered is spoilt on its way. */
const unanswered = async (stage: Stage, target: Target, prepared: Prepared): Promise<Made> => {
  const { endpoint, object: place = '' } = target.sends
  let id: unknown
  const spoil = (body: unknown): unknown => {
    id = at(body, `${place}/${target.names.id}`)
    return 'spoilt'
  }
  stage.proxy.plan(endpoint, { answer: { kind: 'edited', edit: spoil } })
  const object = await prepared.run()
  must(
    object.status === 'unknown' && (typeof id === 'string' || typeof id === 'number'),
    `${target.name} is ${object.status} after an answer that cannot be read: see to the cases of unknown outcomes first`,
  )
  return { object, providerId: String(id) }
}

const READ = 'See to what `read` makes of the payload'

/** What the author does about a delivery from which something else has come than it should. */
const ADVICE: Readonly<Record<string, string>> = {
  unknown_reference:
    '`read` must give the kind of object that it is (`about`), the `providerId` that the answer to its creation gives, and ' +
    'the `reference` where it is repeated',
  not_ours: '`read` takes it for none of our objects: see to its table of events',
  unreadable: '`read` throws for it: compare what it expects with what was sent',
  asked: '`read` gives no `answer`, so that the provider was asked: give what a read of the object would have answered',
  applied: 'A hint is nobody’s word: `read` must leave the `answer` out, so that the provider is asked',
  cannot_be_asked: 'Define `retrieve` for it: a hint can only be followed by asking',
  unproven: 'The answer of `retrieve` does not repeat our reference, which alone shows that it is ours',
}

/** That a delivery was followed: by its own word where it is signed, by asking where it is not. */
export const mustBeFollowed = (stage: Stage, what: string, { status, cause = 'nothing' }: Webhook): void => {
  const expected = stage.world.webhooks?.trust === 'hint' ? 'asked' : 'applied'
  must(
    status === 'done' && cause === expected,
    () => `${what} came to ${cause} (${status}), expected ${expected}. ${ADVICE[cause] ?? READ}`,
  )
}

/** What the platform has of it, without asking anybody. */
export const known = async (stage: Stage, target: Target, prepared: Prepared): Promise<PaymentObject> =>
  (await prepared.find(stage.payments)) ?? fail(`${target.name} is not found under its reference`)
