import { createHmac } from 'node:crypto'
import { MINUTE_MS } from '../kernel/calendar.js'
import type { AnnouncedNotice, CallbackStyle, Message, Notice } from '../kernel/callbacks/style.js'
import type { JsonObject } from '../kernel/json.js'
import type { PalommaOptions } from './options.js'
import { isPayinLink, show, type Shown } from './show.js'

const LINK_UPDATE = 'payin-link.update'
const UPDATES = {
  payin_source: 'payin-source.update',
  payin_request: 'payin-request.update',
  payout_target: 'payout-target.update',
  payout_request: 'payout-request.update',
} as const
/** Only the later pages have it. */
export const SETTLEMENT_UPDATE = 'payin-settlement.update'

const OBJECT_UPDATES = [LINK_UPDATE, ...Object.values(UPDATES)]

/** The body in base64 as a header, and the signature of that header's text as another. */
export function palommaCallbacks({ callbacks = {} }: PalommaOptions): CallbackStyle {
  const {
    url,
    integrityKey = 'simulated-integrity-key',
    signatureEncoding = 'hex',
    // Failed deliveries are repeated with the same id and timestamp, the pages say, but neither when nor how often.
    retryAfterMs = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
    // As at the older product of the same provider.
    timeoutMs = 5_000,
  } = callbacks
  const seal = (body: string, key: string): Message => {
    const encoded = Buffer.from(body).toString('base64')
    const signature = createHmac('sha256', key).update(encoded).digest(signatureEncoding)
    return {
      headers: { 'Content-Type': 'application/json', 'X-Encoded-Data': encoded, 'X-Signature': signature },
      body,
    }
  }
  return {
    ...{ url, retryAfterMs, timeoutMs, falsify },
    changes: [...OBJECT_UPDATES, SETTLEMENT_UPDATE],
    creations: [],
    // An update of something that has just been created is not excluded, but nobody can count on it.
    silent: OBJECT_UPDATES,
    write: (notice) => seal(bodyOf(notice), integrityKey),
    forge: ({ body }) => seal(body, `${integrityKey}-other`),
  }
}

const bodyOf = ({ callbackId, at, event, show }: AnnouncedNotice): string =>
  JSON.stringify({ webhookId: callbackId, timestamp: new Date(at).toISOString(), eventType: event, event: show() })

const MONEY: ReadonlySet<string> = new Set(['amount', 'amountCollected', 'amountSent'])

/** More money, and approved; where no money is involved, somebody else's. */
function falsify(object: JsonObject): JsonObject {
  const { reference, amount } = object
  if (typeof amount !== 'number')
    return { ...object, reference: `${typeof reference === 'string' ? reference : ''}-other` }
  const more = Object.keys(object).filter((name) => MONEY.has(name))
  return { ...object, status: 'approved', ...Object.fromEntries(more.map((name) => [name, amount + 1])) }
}

/** What is to be told about an object that was created or has changed. */
export const noticeOf = (item: Shown, at: number): Notice => ({
  event: isPayinLink(item) ? LINK_UPDATE : UPDATES[item.kind],
  at,
  providerId: item.id,
  reference: item.reference,
  show: () => show(item),
})
