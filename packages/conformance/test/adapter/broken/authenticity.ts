import { createHmac } from 'node:crypto'
import type { AdapterWorld } from '@polyrail/conformance'
import type { WebhookDefinition } from '@polyrail/core'
import { acme, type Acme } from '../acme/adapter.js'
import { authenticatedBy, read, sealedWith, toldBy } from '../acme/webhooks.js'
import { acmeSubject, acmeWorld } from '../acme/world.js'
import { broken, withWebhooks, type Broken } from './broken.js'

const told = (webhooks: (seals: readonly string[]) => WebhookDefinition): Partial<Acme> => ({
  connect: (config) => ({ ...acme.connect(config), webhooks: webhooks(config.seals ?? []) }),
})

/** The world of an Acme that tells nothing. */
const untold = (): AdapterWorld => {
  const { webhooks: _, ...world } = acmeWorld
  return world
}

const dataOf = (data = ''): string => Buffer.from(data, 'base64').toString()

/** Adapters that take the wrong deliveries for their provider’s. */
export const brokenAuthenticity: readonly Broken[] = [
  broken(
    {
      does: 'takes what is not signed at all',
      caughtBy: 'webhook.header-missing',
      says: /without x-acme-seal was accepted.*Answer undefined where a header is missing/,
    },
    withWebhooks((seals) => ({
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
    withWebhooks(() => ({
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
    withWebhooks((seals) => ({
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
    withWebhooks((seals) => ({
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
    withWebhooks((seals) => sealedWith(seals.slice(0, 1))),
  ),
  broken(
    {
      does: 'takes the id of a delivery from a header that nobody signs',
      caughtBy: 'webhook.header-unsigned',
      says: /only where it stands in what is signed/,
    },
    withWebhooks((seals) => ({
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
    withWebhooks((seals) => ({
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
    withWebhooks((seals) => {
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
      does: 'gives no id of a delivery that has one',
      caughtBy: 'webhook.repeated',
      says: /written in another way, was accepted.*the provider’s id of it as `id`/,
    },
    withWebhooks((seals) => ({
      authenticate: (request) => {
        const signed = authenticatedBy(seals)(request)
        return signed && { payload: signed.payload }
      },
    })),
  ),
  broken(
    {
      does: 'takes the same content for the same delivery',
      caughtBy: 'webhook.repeated',
      says: /Another delivery of the same content was repeated/,
    },
    withWebhooks((seals) => ({
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
    withWebhooks((seals) => ({
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
