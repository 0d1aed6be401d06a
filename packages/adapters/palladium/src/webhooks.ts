import { isUtf8 } from 'node:buffer'
import { isOneOf, type Connection, type Notice, type WebhookDefinition } from '@polyrail/core'
import type { PalladiumConfig } from './config.js'
import { ID } from './wire.js'

/** How callbacks are taken; nothing for an account without a token of its own. */
export const webhooksOf = (settings: Pick<PalladiumConfig, 'callbackToken'>): Pick<Connection, 'webhooks'> => {
  // Whoever has put a token on `Object.prototype` could send.
  const { callbackToken } = ownFields(settings)
  return callbackToken === undefined ? {} : { webhooks: sentWith([callbackToken].flat()) }
}

/**
 * Only the header is documented. Its token says who sends and nothing about the body, so the body only tells which
 * object to ask about; whatever it says of money or status is not read.
 */
const sentWith = (tokens: readonly string[]): WebhookDefinition => ({
  trust: 'hint',
  authenticate: ({ header, body }) => {
    const given = header('x-callback-token')
    if (given === undefined || !isOneOf(given, tokens) || !isUtf8(body)) return undefined
    return { payload: new TextDecoder().decode(body) }
  },
  read: (payload) => {
    const fields = fieldsOf(payload)
    const { id, external_id: reference } = fields
    if (typeof id !== 'string' || !USABLE.test(id)) throw new Error('The callback has no id that could be asked about')
    const kind = kindOf(fields)
    if (kind === undefined) return undefined
    return { ...kind, providerId: id, ...(typeof reference === 'string' && reference !== '' ? { reference } : {}) }
  },
})

const USABLE = new RegExp(ID)

type Fields = Readonly<Record<string, unknown>>

/** Neither the content type nor the form of the body is documented: the body itself shows what it is. */
const fieldsOf = (payload: string): Fields => {
  const text = payload.trim()
  if (text.startsWith('{')) return ownFields(parsed(text))
  if (!text.includes('=')) throw new Error('The callback is neither a JSON object nor a form')
  return ownFields(Object.fromEntries(new URLSearchParams(text)))
}

const parsed = (text: string): Fields => {
  try {
    return JSON.parse(text) as Fields
  } catch {
    // The parser's message would quote what it has read, which is about people.
    throw new Error('The callback begins like a JSON object and is none')
  }
}

/** The fields of an object without those that it inherits. */
const ownFields = <T extends object>(value: T): T => Object.assign(Object.create(null) as T, value)

type Kind = Pick<Notice, 'event'> & { readonly about: 'payin' | 'payout' }

const VIRTUAL_ACCOUNT: Kind = { about: 'payin', event: 'virtual-account' }
const RETAIL_PAYMENT: Kind = { about: 'payin', event: 'retail-payment' }
const QRIS: Kind = { about: 'payin', event: 'qris' }
const DISBURSEMENT: Kind = { about: 'payout', event: 'disbursement' }

/** No event is named, so the fields tell what it is: those that the answers to creations and queries show. */
const kindOf = (fields: Fields): Kind | undefined => {
  const hasAny = (...names: readonly string[]) => names.some((name) => isThere(fields[name]))
  const hasAll = (...names: readonly string[]) => names.every((name) => isThere(fields[name]))
  if (hasAny('payment_code', 'retail_outlet_name')) return RETAIL_PAYMENT
  if (hasAll('account_number', 'bank_code')) {
    // Both are accounts. The transactions of virtual accounts, too, have a `description` and a `flashloan_status`.
    const isReceiving = hasAny('is_single_use', 'expiration_date') || !hasAny('description', 'flashloan_status')
    return isReceiving ? VIRTUAL_ACCOUNT : DISBURSEMENT
  }
  // The query of a QRIS answers without its text, with nothing of its own but the fee.
  return hasAny('qris_string', 'timeout_in_seconds') || hasAll('amount', 'fees') ? QRIS : undefined
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== ''
