import { createHmac } from 'node:crypto'
import type { WebhookDelivery } from '@polyrail/core'
import { CALLBACK_TOKEN, INTEGRITY_KEY } from './platform.js'

/** A delivery that can be carried to another process, or onto a socket. */
export interface Sent extends WebhookDelivery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Update {
  readonly webhookId: string
  readonly eventType: string
  readonly event: object
}

/** As Palomma signs: the body in base64 as a header, and the HMAC of that header's text as another. */
export const signed = ({ webhookId, eventType, event }: Update, key = INTEGRITY_KEY): Sent => {
  const body = Buffer.from(JSON.stringify({ webhookId, timestamp: '2031-05-19T10:00:00.000Z', eventType, event }))
  const encoded = body.toString('base64')
  const signature = createHmac('sha256', key).update(encoded).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-encoded-data': encoded, 'x-signature': signature }
  return { provider: 'palomma', headers, body }
}

/** As Palladium sends: its token, and a body that nobody has signed. */
export const hinting = (object: object): Sent => ({
  provider: 'palladium',
  headers: { 'content-type': 'application/json', 'x-callback-token': CALLBACK_TOKEN },
  body: Buffer.from(JSON.stringify(object)),
})
