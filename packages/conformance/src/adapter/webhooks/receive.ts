import { setTimeout as sleep } from 'node:timers/promises'
import type { Webhook, WebhookReceipt } from '@polyrail/core'
import { fail, must, shown } from '../expect.js'
import { at, withFields } from '../proxy/edit.js'
import { jsonIn } from '../proxy/read.js'
import { ACCOUNT, type Stage } from '../stage.js'
import type { WebhookWorld } from '../world.js'
import type { Delivery } from './mailbox.js'

export const webhooksOf = ({ world }: Stage): WebhookWorld => world.webhooks ?? fail('The world has no webhooks')

/** Hands a delivery to the library, as a platform's server would. */
export const receive = (stage: Stage, { headers, body }: Delivery): Promise<WebhookReceipt> =>
  stage.payments.webhooks.receive({ provider: ACCOUNT, headers, body })

/** What has come of it once it was looked at; refused where it was not taken. */
export const outcomeOf = async (stage: Stage, delivery: Delivery): Promise<Webhook | 'refused'> => {
  const { status, id } = await receive(stage, delivery)
  if (status === 401 || status === 400) return 'refused'
  return id === undefined
    ? fail('A delivery that came for the first time was taken for a repeated one')
    : looked(stage, id)
}

/** A delivery that must be taken, and what has come of it. */
export const take = async (stage: Stage, delivery: Delivery, what: string): Promise<Webhook> => {
  const receipt = await receive(stage, delivery)
  must(
    receipt.status === 200 && receipt.id !== undefined,
    () =>
      `${what} was ${receipt.outcome}, expected accepted. See to \`authenticate\`, to what createProvider makes of ` +
      '`webhookSecrets`, and to `seal` of the world',
  )
  return looked(stage, receipt.id ?? '')
}

const PATIENCE_MS = 10_000

/** It is looked at in the background. */
const looked = async (stage: Stage, id: string): Promise<Webhook> => {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    const found = await webhookOf(stage, id)
    if (found.cause !== undefined) return found
    await sleep(1)
  }
  return fail(`Nothing has come of a delivery in ${String(PATIENCE_MS)} ms: please report it`)
}

export const webhookOf = async ({ payments }: Stage, id: string): Promise<Webhook> =>
  (await payments.webhooks.retrieve(id)) ?? fail(`The delivery ${id} was accepted, and is not kept: please report it`)

/** This body, as the provider would send it; headers that do not count are those of another delivery. */
export const sealed = (
  stage: Stage,
  text: string | Uint8Array,
  { headers }: Pick<Delivery, 'headers'> = { headers: {} },
): Delivery => {
  const { seal, secret } = webhooksOf(stage)
  const body = Buffer.from(text)
  return { headers: { ...headers, ...lowered(seal(body, secret)) }, body }
}

/** Names of headers as deliveries have them. */
export const lowered = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

export const textOf = ({ body }: Delivery): string => new TextDecoder().decode(body)

/** What a delivery says of its object. */
export const objectIn = (stage: Stage, delivery: Delivery): Readonly<Record<string, unknown>> => {
  const { object = '' } = webhooksOf(stage)
  const found = at(jsonIn(textOf(delivery)), object)
  must(
    typeof found === 'object' && found !== null,
    () =>
      `A delivery has no object at ${shown(object)}: correct \`webhooks.object\` of the world. It is ${textOf(delivery)}`,
  )
  return found as Readonly<Record<string, unknown>>
}

/** The same about an object with other fields, sealed by the provider; as a delivery of its own. */
export const edited = (stage: Stage, delivery: Delivery, edit: object): Delivery => {
  const { object = '' } = webhooksOf(stage)
  objectIn(stage, delivery)
  return anew(stage, withFields(jsonIn(textOf(delivery)), object, edit), delivery)
}

/** A body under another id of a delivery, where bodies have one; of the same form. */
export const anew = (stage: Stage, body: unknown, { headers }: Delivery): Delivery => {
  const { deliveryId } = webhooksOf(stage)
  const id = deliveryId === undefined ? undefined : at(body, `/${deliveryId}`)
  // Far from those that a server counts up to.
  const number = 900_000 + Number(stage.reference().replace(/\D/g, ''))
  const next = typeof id === 'string' ? id.slice(0, -6) + String(number) : undefined
  const named = next === undefined || deliveryId === undefined ? body : withFields(body, '', { [deliveryId]: next })
  return sealed(stage, JSON.stringify(named), { headers })
}
