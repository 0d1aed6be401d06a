import { isUtf8 } from 'node:buffer'
import { isSignedBy, type Connection, type Notice, type SchemaError, type WebhookDefinition } from '@polyrail/core'
import { fromBankLink } from './bank-links.js'
import type { PalommaConfig } from './config.js'
import { fromPayinRequest } from './debits.js'
import { validators } from './generated/validators.js'
import { fromPayinLink } from './links.js'
import { fromPayoutRequest } from './payouts.js'
import type { Webhook } from './wire.js'

/** How callbacks are taken; nothing for an account without a key of its own. */
export const webhooksOf = (settings: Pick<PalommaConfig, 'integrityKey'>): Pick<Connection, 'webhooks'> => {
  // Whoever has put a key on `Object.prototype` could sign.
  const { integrityKey } = ownFields(settings)
  return integrityKey === undefined ? {} : { webhooks: signedBy([integrityKey].flat()) }
}

/**
 * The body comes a second time in `X-Encoded-Data`, in base64, and `X-Signature` is the HMAC of that header's text:
 * only what the header says is believed.
 */
const signedBy = (keys: readonly string[]): WebhookDefinition => ({
  trust: 'signed',
  // A payment with long texts makes a header above Node's limit, which nobody would ever see.
  headerBytes: 65_536,
  authenticate: ({ header, body }) => {
    const encoded = header('x-encoded-data') ?? ''
    if (!isSignedBy(encoded, header('x-signature') ?? '', keys)) return undefined
    // A body that is not the signed one was changed on its way.
    if (Buffer.from(body).toString('base64') !== encoded || !isUtf8(body)) return undefined
    const payload = new TextDecoder().decode(body)
    const { webhookId: id } = ownFields<{ readonly webhookId?: unknown }>(parsed(payload) ?? {})
    return typeof id === 'string' ? { payload, id } : { payload }
  },
  read: (payload) => {
    const webhook = parsed(payload)
    const faults = faultsOf('webhook', webhook)
    if (faults.length > 0) throw notAsDocumented(faults)
    const { eventType, event } = ownFields(webhook as Webhook)
    return EVENTS.get(eventType)?.({ event: eventType, object: ownFields(event), isExact: !LONG_NUMBER.test(payload) })
  },
})

interface Told {
  readonly event: string
  readonly object: object
  /** False where a number may have lost a digit when the payload was read. */
  readonly isExact: boolean
}

/** What is not named here is about none of our objects, such as a settlement of payins. */
const EVENTS = new Map<string, (told: Told) => Notice>([
  ['payin-link.update', (told) => ({ about: 'payin', ...noticed(told, 'retrieve-payin-link', fromPayinLink) })],
  [
    'payin-request.update',
    (told) => ({ about: 'payin', ...noticed(told, 'retrieve-payin-request', fromPayinRequest) }),
  ],
  ['payin-source.update', (told) => ({ about: 'token', ...noticed(told, 'retrieve-payin-source', fromBankLink) })],
  ['payout-target.update', (told) => ({ about: 'token', ...noticed(told, 'retrieve-payout-target', fromBankLink) })],
  [
    'payout-request.update',
    (told) => ({ about: 'payout', ...noticed(told, 'retrieve-payout-request', fromPayoutRequest) }),
  ],
])

/** As the read of the object answers it. Where a field is missing, or a digit may be, the provider is to be asked. */
const noticed = <Answer>({ event, object, isExact }: Told, read: string, from: (item: never) => Answer) => {
  const faults = faultsOf(`${read}.output`, object)
  if (faults.some(({ keyword, params }) => keyword !== 'required' || params['missingProperty'] === 'id')) {
    throw notAsDocumented(faults)
  }
  // The object has just been checked.
  const { id, reference } = object as { readonly id: string; readonly reference?: string | null }
  return {
    event,
    providerId: id,
    ...(reference ? { reference } : {}),
    ...(faults.length === 0 && isExact && hasWholeNumbers(object) ? { answer: from(object as never) } : {}),
  }
}

/** As core's reader of answers has it, inside of an object; a text that looks like one costs a question more. */
const LONG_NUMBER = /[:,[]\s*-?\d[\d.]{15,}/

const hasWholeNumbers = (object: object): boolean =>
  Object.values(object).every((value) => typeof value !== 'number' || Number.isSafeInteger(value))

const faultsOf = (schema: string, value: unknown): readonly SchemaError[] => {
  const validate = validators[schema]
  if (validate === undefined) throw new Error(`The schema ${schema} was not compiled when the package was built`)
  return validate(value) ? [] : (validate.errors ?? [])
}

/** Names fields and never their contents, which are about people. */
const notAsDocumented = (faults: readonly SchemaError[]): Error => {
  const listed = faults.map(({ instancePath, message }) => `${instancePath} ${message ?? 'is wrong'}`.trim())
  return new Error(`The callback is not as documented: ${listed.join(', ')}`)
}

/** Undefined for what is no JSON: the parser's message would quote what it has read. */
const parsed = (payload: string): unknown => {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}

/** The fields of an object without those that it inherits. */
const ownFields = <T extends object>(value: T): T => Object.assign(Object.create(null) as T, value)
