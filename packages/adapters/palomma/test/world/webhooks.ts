import { createHmac } from 'node:crypto'
import type { WebhookWorld } from '@polyrail/conformance'

export const INTEGRITY_KEY = 'integrity-key-of-the-tests'

const about = (eventType: string, event: object) => ({
  ...{ webhookId: '01HZZZZZZZZZZZZZZZZZZZZZZZ', timestamp: '2031-05-17T08:30:00.000Z', eventType },
  event,
})

type Told = Readonly<Record<string, unknown>>

const calledSo = (title: string, webhookId: unknown) => ({
  title: `with ${title} for an id`,
  body: (told: Told) => JSON.stringify({ ...told, webhookId }),
})

/** The same delivery with other fields of its object. */
const withFields = (title: string, fields: object) => ({
  title,
  body: (told: Told) => JSON.stringify({ ...told, event: { ...(told['event'] as object), ...fields } }),
})

/** The body in base64 as a header, and the signature of that header's text as another. */
export const webhooks: WebhookWorld = {
  trust: 'signed',
  secret: INTEGRITY_KEY,
  otherSecret: 'another-integrity-key',
  headers: ['x-encoded-data', 'x-signature'],
  seal: (body, secret) => {
    const encoded = Buffer.from(body).toString('base64')
    return { 'X-Encoded-Data': encoded, 'X-Signature': createHmac('sha256', secret).update(encoded).digest('hex') }
  },
  object: '/event',
  deliveryId: 'webhookId',
  alike: [
    { title: 'written in lines', body: (told) => JSON.stringify(told, undefined, 2) },
    calledSo('nothing', undefined),
    // Twice each, of different deliveries: what is no id makes nothing a repetition.
    calledSo('an empty text', ''),
    calledSo('an empty text again', ''),
    calledSo('a number', 7),
    calledSo('a number again', 7),
    calledSo('a text of 201 signs', 'x'.repeat(201)),
    calledSo('a text of 201 signs again', 'x'.repeat(201)),
    withFields('with null for a reference', { reference: null }),
    withFields('with a long number in a text', { note: '12345678901234567890' }),
  ],
  doubtful: [
    withFields('without its status', { status: undefined }),
    withFields('with an amount of which there is half a peso', { fee: 0.5 }),
    withFields('with a number that no double holds', { fee: 1e21 }),
    withFields('with a number of too many digits', { fee: 12345678901234567890 }),
  ],
  others: [
    {
      title: 'a day’s settlement',
      body: about('payin-settlement.update', { id: '01HZZZZZZZZZZZZZZZZZZZZZZZ', status: 'available', amount: 84000 }),
    },
    { title: 'something new', body: about('dispute.update', { id: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }) },
  ],
}
