import { inspect } from 'node:util'
import type { AdapterCase } from '../../case.js'
import { mustBe } from '../../checks.js'
import { must, shown } from '../../expect.js'
import { jsonIn } from '../../proxy/read.js'
import type { Stage } from '../../stage.js'
import type { Delivery } from '../../webhooks/mailbox.js'
import { anew, edited, objectIn, outcomeOf, receive, sealed, take, textOf, webhooksOf } from '../../webhooks/receive.js'
import { known, told } from '../../webhooks/told.js'
import { mustHide } from '../secrets.js'

const SECRET_PAYER = 'a-text-about-a-person'

/** Sealed by the provider, and nothing that it documents. */
const STRANGE: readonly string[] = [
  ...['', ' ', 'null', '7', '"text"', 'true', '[]', '[null]', '{}', '{', '<html>', '\u0000', '{"event":null}'],
  ...[`{"${SECRET_PAYER}":`, `${SECRET_PAYER}=1`, '{"id":{}}', '{"event":[]}', '{"event":{}}'],
  '['.repeat(5_000),
  `{"event":${'{"event":'.repeat(2_000)}1${'}'.repeat(2_001)}`,
]

const SHAPE = 'Throw in `read` for what is not in the provider’s shape: undefined is for what is none of our objects'

const mustBePoison = async (stage: Stage, delivery: Delivery, what: string): Promise<void> => {
  const outcome = await outcomeOf(stage, delivery)
  must(
    outcome === 'refused' || (outcome.status === 'poison' && outcome.cause === 'unreadable'),
    () =>
      `${what} came to ${outcome === 'refused' ? '' : `${shown(outcome.cause)} (${outcome.status})`}, expected unreadable. ${SHAPE}`,
  )
}

/** JSON in which an object has inherited its fields, for whoever copies it carelessly. */
const inheriting = (stage: Stage, delivery: Delivery, edit: object): Delivery => {
  const marker = 'what-is-inherited'
  const { headers, body } = edited(stage, delivery, { ...edit, [marker]: objectIn(stage, delivery) })
  return sealed(stage, textOf({ headers, body }).replace(`"${marker}"`, '"__proto__"'), { headers })
}

export const strangeCases: readonly AdapterCase[] = [
  {
    id: 'webhook.not-ours',
    title: 'is done with what is about none of our objects, and asks nobody',
    group: 'webhooks',
    needs: ['firstTold', 'otherEvents'],
    run: async (stage, target) => {
      const { others = [] } = webhooksOf(stage)
      const { last } = await told(stage, target)
      for (const { title, body } of others) {
        const requests = stage.proxy.requests.length
        const { status, cause } = await take(stage, anew(stage, body, last), `What the provider tells of ${title}`)
        must(
          status === 'done' && cause === 'not_ours',
          () =>
            `What the provider tells of ${title} came to ${shown(cause)} (${status}), expected not_ours. Answer undefined in \`read\` ` +
            'for what is about none of our objects, and throw for nothing that the provider documents',
        )
        must(
          stage.proxy.requests.length === requests,
          `The provider was asked about ${title}, which is none of our objects`,
        )
      }
    },
  },
  {
    id: 'webhook.unreadable',
    title: 'gives what it cannot read to a person, and goes on',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const { prepared, story, last } = await told(stage, target)
      const requests = stage.proxy.requests.length
      for (const text of STRANGE)
        await mustBePoison(stage, sealed(stage, text, last), `A payload that is ${shown(text)}`)
      const bytes = Buffer.from(textOf(edited(stage, last, { conformance: '\u00E9' })), 'latin1')
      await mustBePoison(stage, sealed(stage, bytes, last), 'A payload of bytes that are no text')
      for (const id of [undefined, null, '', 7, {}, []]) {
        const delivery = edited(stage, last, { [target.names.id]: id })
        await mustBePoison(stage, delivery, `A delivery whose id is ${shown(id)}`)
      }
      must(stage.proxy.requests.length === requests, 'What cannot be read made the provider be asked')
      must(
        !stage.log.some((line) => line.includes(SECRET_PAYER)),
        `The log quotes a payload that could not be read. ${SHAPE}, and quote nothing of it`,
      )
      await take(stage, last, 'A delivery that comes after what cannot be read')
      const object = await known(stage, target, prepared)
      await mustBe(stage, { target, prepared, object, expected: story.expect })
    },
  },
  {
    id: 'webhook.inherited',
    title: 'takes no field that a payload only inherits',
    group: 'webhooks',
    needs: ['told'],
    run: async (stage, target) => {
      const { prepared, object, story, last } = await told(stage, target)
      const fields = Object.keys(objectIn(stage, last))
      const bare = Object.fromEntries(fields.map((field) => [field, undefined]))
      await mustBePoison(stage, inheriting(stage, last, bare), 'An object whose fields all stand in __proto__')
      const kept = await known(stage, target, prepared)
      must(
        kept.status === object.status,
        `${target.name} became ${kept.status} by fields that a payload only inherits. Read own fields only`,
      )
      const before = Object.getOwnPropertyNames(Object.prototype).length
      const body = { ...(jsonIn(textOf(last)) as object), constructor: { prototype: { polluted: true } }, toString: 1 }
      await take(stage, anew(stage, body, last), 'A delivery with keys that every object inherits')
      const after = await known(stage, target, prepared)
      await mustBe(stage, { target, prepared, object: after, expected: story.expect })
      must(
        Object.getOwnPropertyNames(Object.prototype).length === before && !('polluted' in {}),
        'A payload has changed what every object inherits. Merge nothing that was sent into an object of yours',
      )
    },
  },
  {
    id: 'webhook.hidden',
    title: 'shows no secret of its webhooks, in no receipt, journal or log',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const { last } = await told(stage, target)
      const written: unknown[] = []
      const watched = await stage.another({
        hooks: (journal) => ({
          inbox: {
            ...journal.inbox,
            keep: (delivery, forMs) => (written.push(delivery), journal.inbox.keep(delivery, forMs)),
            settle: (settled) => (written.push(settled), journal.inbox.settle(settled)),
          },
        }),
      })
      const { headers, secret } = webhooksOf(stage)
      const strange = sealed(stage, `{"secret":"${SECRET_PAYER}`, last)
      const deliveries = [
        last,
        last,
        strange,
        { ...last, headers: {} },
        { ...last, headers: { authorization: secret } },
      ]
      const receipts: unknown[] = []
      for (const delivery of deliveries) receipts.push(await receive(watched, delivery))
      await outcomeOf(watched, edited(stage, last, { [target.names.id]: {} }))
      mustHide(stage, target, { 'the receipts': receipts, 'the journal': written })
      const log = inspect(stage.log, { maxStringLength: null, maxArrayLength: null })
      const quoted = headers.filter(
        (name) => typeof last.headers[name] === 'string' && log.includes(last.headers[name]),
      )
      must(quoted.length === 0, `The log shows ${quoted.join(', ')} of a delivery: quote nothing of it in an error`)
    },
  },
]
