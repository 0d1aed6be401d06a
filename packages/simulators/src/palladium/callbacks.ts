import type { CallbackStyle, Message, Notice } from '../kernel/callbacks/style.js'
import { SimulatorError } from '../kernel/errors.js'
import type { Json, JsonObject } from '../kernel/json.js'
import type { PalladiumOptions } from './options.js'
import { showQueried } from './show.js'
import type { PalladiumObject } from './state.js'

const CREATED = {
  virtual_account: 'virtual-account.created',
  retail_payment: 'retail-payment.created',
  qris: 'qris.created',
  disbursement: 'disbursement.created',
} as const

// The dashboard lists the first two and the creation of virtual accounts. The others are not listed, but the tables of
// their statuses call them observable from the callback.
const ADVANCED = {
  virtual_account: 'virtual-account.paid',
  retail_payment: 'retail-payment.paid',
  qris: 'qris.paid',
  disbursement: 'disbursement.done',
} as const

/**
 * Only the header with the static token is documented. The body is the answer to a query of the object, and does not
 * name the event: nothing says that it has one.
 */
export function palladiumCallbacks({ callbacks = {} }: PalladiumOptions): CallbackStyle {
  const { url, token = 'simulated-callback-token', encoding = 'json', retryAfterMs = [], timeoutMs = 5_000 } = callbacks
  // Anything else could not be sent.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new SimulatorError('bad_option', 'token must be text that a header can hold')
  const { virtual_account: accountCreated, ...othersCreated } = CREATED
  const contentType = encoding === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
  const message = (value: string, body: string): Message => ({
    headers: { 'Content-Type': contentType, 'X-CALLBACK-TOKEN': value },
    body,
  })
  return {
    ...{ url, retryAfterMs, timeoutMs, falsify },
    changes: Object.values(ADVANCED),
    creations: [accountCreated],
    silent: Object.values(othersCreated),
    write: ({ show }) => message(token, encoding === 'json' ? JSON.stringify(show()) : formOf(show())),
    forge: ({ body }) => message(`${token}-other`, body),
  }
}

const formOf = (object: JsonObject): string =>
  new URLSearchParams(Object.entries(object).map(([name, value]): [string, string] => [name, textOf(value)])).toString()

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** More money, and all of it there. */
const falsify = (object: JsonObject): JsonObject => ({
  ...object,
  status: 'done',
  amount: Number(object['amount']) + 1,
})

export const createdNotice = (item: PalladiumObject, at: number): Notice => noticeOf(item, CREATED[item.kind], at)

/** A payer has paid, or a payout has arrived. That a payin is settled is told by nobody. */
export const advancedNotice = (item: PalladiumObject, at: number): Notice => noticeOf(item, ADVANCED[item.kind], at)

const noticeOf = (item: PalladiumObject, event: string, at: number): Notice => ({
  ...{ event, at, providerId: item.id, reference: item.reference },
  show: () => showQueried(item),
})
