import { createHmac } from 'node:crypto'
import type { AdapterWorld } from '@polyrail/conformance'
import type { Notice, PayinAnswer, WebhookDefinition } from '@polyrail/core'
import { acme, type Acme } from '../acme/adapter.js'
import { authenticatedBy, read, sealedWith, toldBy } from '../acme/webhooks.js'
import { acmeSubject, acmeWorld } from '../acme/world.js'
import { broken, type Broken } from './broken.js'

const told = (webhooks: (seals: readonly string[]) => WebhookDefinition): Partial<Acme> => ({
  connect: (config) => ({ ...acme.connect(config), webhooks: webhooks(config.seals ?? []) }),
})

/** With other parts, where there is a secret. */
const telling = (change: (seals: readonly string[]) => Partial<WebhookDefinition>): Partial<Acme> => ({
  connect: (config) => {
    const { seals } = config
    const usual = acme.connect(config)
    return seals === undefined ? usual : { ...usual, webhooks: { ...sealedWith(seals), ...change(seals) } }
  },
})

const reading = (change: (notice: Notice, payload: string) => Notice): Partial<Acme> =>
  telling(() => ({
    read: (payload) => {
      const notice = read(payload)
      return notice && change(notice, payload)
    },
  }))

/** Something else in what is said of charges. */
const charging = (change: (answer: PayinAnswer) => PayinAnswer): Partial<Acme> =>
  reading((notice) =>
    notice.about !== 'payin' || notice.answer === undefined ? notice : { ...notice, answer: change(notice.answer) },
  )

/** A payload in which a thing without a state has one. */
const withState = (payload: string): string => {
  const { thing, ...others } = toldBy(payload)
  const stated = typeof thing === 'object' ? { state: 'lapsed', ...thing } : thing
  return JSON.stringify({ ...others, thing: stated })
}

/** Copied in the careless way, in which `__proto__` is the prototype. */
const inheritedToo = (payload: string): string => {
  const { thing, ...others } = toldBy(payload)
  if (typeof thing !== 'object' || thing === null) return payload
  const copied: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(thing)) copied[name] = value
  const all: Record<string, unknown> = {}
  for (const name in copied) all[name] = copied[name]
  return JSON.stringify({ ...others, thing: all })
}

/** The world of an Acme that tells nothing. */
const untold = (): AdapterWorld => {
  const { webhooks: _, ...world } = acmeWorld
  return world
}

const dataOf = (data = ''): string => Buffer.from(data, 'base64').toString()

const authenticated: readonly Broken[] = [
  broken(
    {
      does: 'takes what is not signed at all',
      caughtBy: 'webhook.header-missing',
      says: /without x-acme-seal was accepted.*Answer undefined where a header is missing/,
    },
    telling((seals) => ({
      authenticate: (request) =>
        request.header('x-acme-seal') === undefined
          ? { payload: dataOf(request.header('x-acme-data')) }
          : authenticatedBy(seals)(request),
    })),
  ),
  broken(
    {
      does: 'takes everything while it has no secret',
      caughtBy: 'webhook.no-secret',
      says: /where there is none, leave `webhooks` out/,
    },
    told((seals) => ({
      ...sealedWith(seals),
      authenticate: (request) =>
        seals.length === 0 ? { payload: dataOf(request.header('x-acme-data')) } : authenticatedBy(seals)(request),
    })),
  ),
  broken(
    {
      does: 'only looks whether there is a signature',
      caughtBy: 'webhook.other-secret',
      says: /another secret was accepted/,
    },
    telling(() => ({
      authenticate: ({ header }) =>
        header('x-acme-seal')?.length === 64 ? { payload: dataOf(header('x-acme-data')) } : undefined,
    })),
  ),
  broken(
    {
      does: 'compares the beginning of a signature',
      caughtBy: 'webhook.header',
      says: /whose sign \d+ of x-acme-seal was changed was accepted.*compare all of it/,
    },
    telling((seals) => ({
      authenticate: ({ header }) => {
        const data = header('x-acme-data') ?? ''
        const right = createHmac('sha256', seals[0] ?? '')
          .update(data)
          .digest('hex')
        const given = header('x-acme-seal') ?? ''
        const looksRight = given.length === 64 && given.startsWith(right.slice(0, 16))
        return looksRight ? { payload: dataOf(data) } : undefined
      },
    })),
  ),
  broken(
    {
      does: 'believes the body, and compares the header that was signed',
      caughtBy: 'webhook.body',
      says: /whose byte 0 was changed was accepted.*Compute the signature of all that is believed/,
    },
    telling((seals) => ({
      authenticate: (request) => {
        const signed = authenticatedBy(seals)({ ...request, body: Buffer.from(dataOf(request.header('x-acme-data'))) })
        return signed && { ...signed, payload: Buffer.from(request.body).toString() }
      },
    })),
  ),
  broken(
    {
      does: 'knows the first of two secrets only',
      caughtBy: 'webhook.two-secrets',
      says: /of which number 2 is right, was not_authentic/,
    },
    telling((seals) => sealedWith(seals.slice(0, 1))),
  ),
  broken(
    {
      does: 'takes the id of a delivery from a header that nobody signs',
      caughtBy: 'webhook.header-unsigned',
      says: /only where it stands in what is signed/,
    },
    telling((seals) => ({
      authenticate: (request) => {
        const signed = authenticatedBy(seals)(request)
        return signed && { ...signed, id: request.header('x-acme-delivery') ?? '' }
      },
    })),
  ),
  broken(
    {
      does: 'takes the id of the object for that of the delivery',
      caughtBy: 'webhook.order',
      says: /was repeated, expected accepted/,
    },
    telling((seals) => ({
      authenticate: (request) => {
        const signed = authenticatedBy(seals)(request)
        const { thing } = toldBy(signed?.payload ?? '')
        return signed && { ...signed, id: (thing as { readonly id: string }).id }
      },
    })),
  ),
  broken(
    {
      does: 'gives an id of its own to each delivery',
      caughtBy: 'webhook.repeated',
      says: /only what is the same when a delivery is sent again/,
    },
    telling((seals) => {
      let count = 0
      return {
        authenticate: (request) => {
          const signed = authenticatedBy(seals)(request)
          count += 1
          return signed && { ...signed, id: String(count) }
        },
      }
    }),
  ),
  broken(
    {
      does: 'takes the same content for the same delivery',
      caughtBy: 'webhook.repeated',
      says: /Another delivery of the same content was repeated/,
    },
    telling((seals) => ({
      authenticate: (request) => {
        const signed = authenticatedBy(seals)(request)
        return signed && { ...signed, id: JSON.stringify(toldBy(signed.payload).thing).slice(0, 190) }
      },
    })),
  ),
  broken(
    {
      does: 'keeps its secret with the payload',
      caughtBy: 'webhook.hidden',
      says: /shows 1 secrets in the journal/,
    },
    telling((seals) => ({
      authenticate: (request) => {
        const signed = authenticatedBy(seals)(request)
        return signed && { ...signed, payload: `${signed.payload.slice(0, -1)},"seal":"${String(seals[0])}"}` }
      },
    })),
  ),
  {
    ...{ does: 'takes what it says that nobody sends', caughtBy: 'webhook.absent' },
    says: /Leave `webhooks` out, or add them to the world/,
    subject: acmeSubject(
      { ...acme, ...told(() => ({ trust: 'signed', authenticate: () => ({ payload: '' }), read })) },
      untold(),
    ),
  },
]

const believed: readonly Broken[] = [
  broken(
    { does: 'takes a payout for a payin', caughtBy: 'webhook.told', says: /the kind of object that it is \(`about`\)/ },
    reading((notice) => ({ ...notice, about: 'payin' }) as Notice),
  ),
  broken(
    { does: 'says that what it is told is none of its own', caughtBy: 'webhook.told', says: /its table of events/ },
    telling(() => ({ read: (payload) => (read(payload)?.about === 'token' ? undefined : read(payload)) })),
  ),
  broken(
    { does: 'gives the id of a delivery for that of the object', caughtBy: 'webhook.told', says: /status is/ },
    reading((notice, payload) => {
      const providerId = String(toldBy(payload).delivery)
      return { ...notice, answer: { ...notice.answer, providerId } } as Notice
    }),
  ),
  broken(
    { does: 'asks, though what it is told is signed', caughtBy: 'webhook.told', says: /`read` gives no `answer`/ },
    reading(({ answer: _, ...notice }) => notice),
  ),
  broken(
    {
      does: 'gives no reference, so that nothing unknown is found',
      caughtBy: 'webhook.resolves',
      says: /the `reference` where it is repeated/,
    },
    reading(({ reference: _, ...notice }) => notice),
  ),
  broken(
    {
      does: 'has another table of statuses for what it is told',
      caughtBy: 'webhook.words',
      says: /that is told to be 'lapsed': status is 'canceled', expected 'expired'/,
    },
    charging((answer) => (answer.status === 'expired' ? { ...answer, status: 'canceled' } : answer)),
  ),
  broken(
    {
      does: 'takes a status that it does not know for success',
      caughtBy: 'webhook.letters',
      says: /The unknown is never a default/,
    },
    charging((answer) => (answer.reason?.code === 'unrecognized_status' ? { ...answer, status: 'succeeded' } : answer)),
  ),
  broken(
    {
      does: 'leaves out what a read has',
      caughtBy: 'webhook.alike',
      says: /is not what a read of it says: fee is.*use one mapping/,
    },
    reading((notice) =>
      notice.about === 'payout' && notice.answer !== undefined
        ? { ...notice, answer: { ...notice.answer, fee: undefined } }
        : notice,
    ),
  ),
  broken(
    {
      does: 'forgets which part was returned',
      caughtBy: 'webhook.answers',
      says: /settled, and a part returned.*amountRefunded/,
    },
    charging(({ amountRefunded: _, ...answer }) => answer),
  ),
  broken(
    {
      does: 'forgets the amount',
      caughtBy: 'webhook.other-amount',
      says: /of another amount.*what the provider repeats/,
    },
    charging(({ amount: _, ...answer }) => answer),
  ),
  broken(
    {
      does: 'forgets the reference',
      caughtBy: 'webhook.other-reference',
      says: /of another reference.*what the provider repeats/,
    },
    reading((notice) => ({ ...notice, answer: { ...notice.answer, reference: undefined } }) as Notice),
  ),
  broken(
    {
      does: 'believes a number that has lost a digit',
      caughtBy: 'webhook.almost-the-amount',
      says: /more digits than a number holds/,
    },
    telling(() => ({ read: (payload) => read(payload.replaceAll(/\.0{10,}1/g, '')) })),
  ),
  broken(
    {
      does: 'makes up a status where none is told',
      caughtBy: 'webhook.partial',
      says: /became expired by a delivery in which state is/,
    },
    telling(() => ({ read: (payload) => read(withState(payload)) })),
  ),
]

const strange: readonly Broken[] = [
  broken(
    {
      does: 'throws for what is none of its own',
      caughtBy: 'webhook.not-ours',
      says: /expected not_ours.*throw for nothing that the provider documents/,
    },
    telling(() => ({
      read: (payload) => {
        const notice = read(payload)
        if (notice === undefined) throw new Error('What is that?')
        return notice
      },
    })),
  ),
  broken(
    {
      does: 'takes what it cannot read for none of its own',
      caughtBy: 'webhook.unreadable',
      says: /expected unreadable. Throw in `read`/,
    },
    telling(() => ({
      read: (payload) => {
        try {
          return read(payload)
        } catch {
          return undefined
        }
      },
    })),
  ),
  broken(
    {
      does: 'reads what a payload only inherits',
      caughtBy: 'webhook.inherited',
      says: /whose fields all stand in __proto__ came to|by fields that a payload only inherits/,
    },
    telling(() => ({ read: (payload) => read(inheritedToo(payload)) })),
  ),
]

export const brokenWebhooks: readonly Broken[] = [...authenticated, ...believed, ...strange]
