import { createHmac } from 'node:crypto'
import type { WebhookWorld } from '@polyrail/conformance'

export const INTEGRITY_KEY = 'integrity-key-of-the-tests'

const about = (eventType: string, event: object) => ({
  ...{ webhookId: '01HZZZZZZZZZZZZZZZZZZZZZZZ', timestamp: '2031-05-17T08:30:00.000Z', eventType },
  event,
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
  others: [
    {
      title: 'a day’s settlement',
      body: about('payin-settlement.update', { id: '01HZZZZZZZZZZZZZZZZZZZZZZZ', status: 'available', amount: 84000 }),
    },
    { title: 'something new', body: about('dispute.update', { id: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }) },
  ],
}
