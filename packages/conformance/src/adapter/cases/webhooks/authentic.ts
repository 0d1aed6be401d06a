import type { AdapterCase } from '../../case.js'
import { must } from '../../expect.js'
import type { Stage } from '../../stage.js'
import type { Target } from '../../target.js'
import type { Delivery } from '../../webhooks/mailbox.js'
import { anew, lowered, receive, sealed, take, textOf, webhooksOf } from '../../webhooks/receive.js'
import { jsonIn } from '../../proxy/read.js'
import { told } from '../../webhooks/told.js'
import { targetsOf } from '../../targets.js'

/** One thing that is not the provider's word, and what its adapter does about it. */
interface Forged {
  readonly what: string
  readonly delivery: Delivery
}

const mustRefuse = async (stage: Stage, forged: readonly Forged[], advice: string): Promise<void> => {
  for (const { what, delivery } of forged) {
    const { status, outcome } = await receive(stage, delivery)
    must(
      status === 401,
      `A delivery ${what} was ${outcome} (${String(status)}), expected not_authentic (401). ${advice}`,
    )
  }
  const kept: string[] = []
  for await (const { id } of stage.payments.webhooks.list()) kept.push(id)
  must(kept.length === 0, `${String(kept.length)} deliveries that were refused are kept: please report it`)
}

const withHeader = ({ headers, body }: Delivery, name: string, value: string | readonly string[]): Delivery => ({
  headers: { ...headers, [name]: value },
  body,
})

const withoutHeader = ({ headers, body }: Delivery, name: string): Delivery => ({
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
  body,
})

/** The headers that count, as they were sent. */
const sealsOf = (stage: Stage, { headers }: Delivery): readonly (readonly [string, string])[] =>
  webhooksOf(stage).headers.map((name) => {
    const value = headers[name]
    must(typeof value === 'string' && value !== '', `The server sends no header ${name}: correct \`webhooks.headers\``)
    return [name, value]
  })

/** Another sign that both hexadecimal and base64 know, and of which every bit that counts is another. */
const anotherSign = (sign: string): string => (/[89+/]/.test(sign) ? '0' : '8')

const replacedAt = (text: string, place: number): string =>
  text.slice(0, place) + anotherSign(text.charAt(place)) + text.slice(place + 1)

const changedAt = (body: Uint8Array, place: number): Uint8Array =>
  body.map((byte, index) => (index === place ? byte ^ 1 : byte))

const ALL = 'Compute the signature of all that is believed, and compare all of it, by isSignedBy or isOneOf'
const SECRETS = 'Take the secrets from the settings of the account; where there is none, leave `webhooks` out'
const NEEDED = 'Answer undefined where a header is missing, and never a default'

const lastTold = async (stage: Stage, target: Target): Promise<Delivery> => (await told(stage, target)).last

const STRANGERS: readonly Forged[] = [
  { what: 'without any header', delivery: { headers: {}, body: Buffer.from('{"id":"1"}') } },
  { what: 'with nothing in it', delivery: { headers: {}, body: Buffer.alloc(0) } },
  {
    what: 'with a signature of zeros',
    delivery: {
      headers: { 'x-signature': '0'.repeat(64), signature: '0'.repeat(64), authorization: 'Bearer undefined' },
      body: Buffer.from('{"id":"1"}'),
    },
  },
]

export const authenticCases: readonly AdapterCase[] = [
  {
    id: 'webhook.absent',
    title: 'takes nothing for its provider’s word, as that tells nothing of its own accord',
    group: 'webhooks',
    needs: ['first', 'no webhooks'],
    run: (stage) => mustRefuse(stage, STRANGERS, 'Leave `webhooks` out, or add them to the world'),
  },
  {
    id: 'webhook.present',
    title: 'is told something',
    group: 'webhooks',
    needs: ['first', 'webhooks'],
    run: async ({ world }) => {
      const isTold = targetsOf(world).some(({ features }) => features.has('told'))
      must(
        isTold,
        'The world has webhooks, and no sample says what is told: add `tells` to all that the provider tells of',
      )
    },
  },
  {
    id: 'webhook.no-secret',
    title: 'refuses every delivery while the account has no secret to tell by',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const delivery = await lastTold(stage, target)
      const open = await stage.another({ webhookSecrets: [], ownJournal: true })
      await mustRefuse(open, [...STRANGERS, { what: 'to an account without a secret', delivery }], SECRETS)
    },
  },
  {
    id: 'webhook.other-secret',
    title: 'refuses what was sealed with another secret',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const delivery = await lastTold(stage, target)
      const { secret, otherSecret, seal } = webhooksOf(stage)
      const beside = await stage.another({ webhookSecrets: [otherSecret], ownJournal: true })
      await mustRefuse(beside, [{ what: 'to an account with another secret', delivery }], SECRETS)
      const guesses = new Set([otherSecret, secret.slice(0, -1), `${secret}0`, secret.toUpperCase(), ''])
      guesses.delete(secret)
      const forged = [...guesses].map((guess) => {
        const headers = { ...delivery.headers, ...lowered(seal(delivery.body, guess)) }
        return { what: 'that was sealed with another secret', delivery: { headers, body: delivery.body } }
      })
      await mustRefuse(stage, forged, ALL)
    },
  },
  {
    id: 'webhook.two-secrets',
    title: 'takes both secrets while one replaces the other',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const delivery = await lastTold(stage, target)
      const { secret, otherSecret } = webhooksOf(stage)
      for (const webhookSecrets of [[secret], [secret, otherSecret], [otherSecret, secret]]) {
        const own = await stage.another({ webhookSecrets, ownJournal: true })
        const place = webhookSecrets.indexOf(secret) + 1
        const what = `A delivery to an account that has ${String(webhookSecrets.length)} secrets, of which number ${String(place)} is right,`
        await take(own, delivery, what)
      }
    },
  },
  {
    id: 'webhook.body',
    title: 'refuses a delivery of which one byte of the body was changed, wherever that is',
    group: 'webhooks',
    needs: ['firstTold', 'signed'],
    run: async (stage, target) => {
      const { deliveries, last } = await told(stage, target)
      const { headers, body } = last
      const changed = Array.from(body, (_, place) => ({
        what: `whose byte ${String(place)} was changed`,
        delivery: { headers, body: changedAt(body, place) },
      }))
      const another = anew(stage, { ...(jsonIn(textOf(last)) as object), conformance: true }, last)
      const others = [
        { what: 'with one byte more', body: Buffer.concat([body, Buffer.from(' ')]) },
        { what: 'with one byte before it', body: Buffer.concat([Buffer.from(' '), body]) },
        { what: 'with one byte less', body: body.subarray(0, -1) },
        { what: 'without a body', body: Buffer.alloc(0) },
        { what: 'with the body of another', body: another.body },
        ...deliveries
          .filter((delivery) => !Buffer.from(delivery.body).equals(body))
          .map((delivery) => ({ what: 'with the body of an earlier one', body: delivery.body })),
      ].map(({ what, body: other }) => ({ what, delivery: { headers, body: other } }))
      await mustRefuse(stage, [...changed, ...others], ALL)
    },
  },
  {
    id: 'webhook.header',
    title: 'refuses a delivery of which one sign of a header was changed, wherever that is',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const delivery = await lastTold(stage, target)
      const forged = sealsOf(stage, delivery).flatMap(([name, value]) => [
        ...Array.from(value, (_, place) => ({
          what: `whose sign ${String(place)} of ${name} was changed`,
          delivery: withHeader(delivery, name, replacedAt(value, place)),
        })),
        ...[value.slice(0, -1), value.slice(1), `${value}0`, `0${value}`, '', ' ', value.slice(0, 8), '\u{1F600}'].map(
          (other) => ({
            what: `with ${name} of ${String(other.length)} signs`,
            delivery: withHeader(delivery, name, other),
          }),
        ),
      ])
      await mustRefuse(stage, forged, ALL)
    },
  },
  {
    id: 'webhook.header-missing',
    title: 'refuses a delivery without a header that counts, or with two of one',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const delivery = await lastTold(stage, target)
      const forged = sealsOf(stage, delivery).flatMap(([name, value]) => [
        { what: `without ${name}`, delivery: withoutHeader(delivery, name) },
        { what: `with ${name} twice`, delivery: withHeader(delivery, name, [value, value]) },
        { what: `with ${name} in two spellings`, delivery: withHeader(delivery, name.toUpperCase(), value) },
      ])
      await mustRefuse(stage, forged, NEEDED)
    },
  },
  {
    id: 'webhook.header-unsigned',
    title: 'believes nothing that stands in other headers',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const first = await lastTold(stage, target)
      const second = await lastTold(stage, target)
      /** The headers that count of the one, and all others of the other. */
      const mixed = (own: Delivery, { headers }: Delivery): Delivery => ({
        ...own,
        headers: { ...headers, ...Object.fromEntries(sealsOf(stage, own)) },
      })
      await take(stage, first, 'A delivery')
      const advice = 'Give the `id` of a delivery only where it stands in what is signed'
      const taken = await receive(stage, mixed(second, first))
      must(
        taken.outcome === 'accepted',
        `A delivery whose unsigned headers are those of an earlier one was ${taken.outcome}, expected accepted. ${advice}`,
      )
      const again = await receive(stage, mixed(first, second))
      must(
        again.outcome === 'repeated',
        `A delivery that comes again with other unsigned headers was ${again.outcome}, expected repeated. ${advice}`,
      )
      await take(stage, sealed(stage, textOf(await lastTold(stage, target))), 'A delivery with no other headers')
    },
  },
]
