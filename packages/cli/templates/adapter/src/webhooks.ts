import { isUtf8 } from 'node:buffer'
import { isSignedBy, type Notice, type WebhookDefinition } from '@polyrail/core'
import type { Payment, Transfer } from './endpoints.js'
import { fromPayment } from './payins.js'
import { fromTransfer } from './payouts.js'

/** Callbacks are signed: the HMAC-SHA-256 of the body, in hexadecimal digits. */
export const signedBy = (secrets: readonly string[]): WebhookDefinition => ({
  trust: 'signed',
  authenticate: ({ header, body }) => {
    if (!isUtf8(body)) return undefined
    const payload = Buffer.from(body).toString()
    if (!isSignedBy(payload, header('acme-pay-signature') ?? '', secrets)) return undefined
    const { id } = fieldsIn(payload)
    return typeof id === 'string' && id !== '' ? { payload, id } : { payload }
  },
  read,
})

const read = (payload: string): Notice | undefined => {
  const { type: event, data } = fieldsIn(payload)
  if (typeof event !== 'string') throw new Error('The callback has no type')
  if (event.startsWith('payment.')) {
    const payment = withTexts<Payment>(data, ['id', 'reference', 'status', 'currency', 'url'])
    return { event, about: 'payin', ...namesOf(payment), ...whereExact(payload, fromPayment(payment)) }
  }
  if (event.startsWith('transfer.')) {
    const transfer = withTexts<Transfer>(data, ['id', 'reference', 'status', 'currency'])
    return { event, about: 'payout', ...namesOf(transfer), ...whereExact(payload, fromTransfer(transfer)) }
  }
  // It is about none of our objects.
  return undefined
}

/** What core checks of an answer has to be checked here; amounts are, when they are read. */
const withTexts = <Shape>(data: unknown, names: readonly (keyof Shape & string)[]): Shape => {
  const fields = ownFields(data)
  const wrong = names.filter((name) => typeof fields[name] !== 'string' || fields[name] === '')
  // Names fields and never their contents, which are about people.
  if (wrong.length > 0) throw new Error(`Not as documented: ${wrong.join(', ')}`)
  return fields as Shape
}

const namesOf = ({ id: providerId, reference }: Pick<Payment, 'id' | 'reference'>) => ({ providerId, reference })

const LONG_NUMBER = /(?:^|[:,[])\s*-?\d[\d.]{15,}/

/** A number of so many digits may have lost one when it was read: without an answer the provider is asked. */
const whereExact = <Answer>(payload: string, answer: Answer): { readonly answer?: Answer } =>
  LONG_NUMBER.test(payload) ? {} : { answer }

const fieldsIn = (payload: string): Fields => {
  try {
    return ownFields(JSON.parse(payload))
  } catch {
    // The parser's message would quote what it has read.
    return {}
  }
}

type Fields = Readonly<Record<string, unknown>>

/** Without what is inherited: whoever can write to `Object.prototype` could add to what was signed. */
const ownFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (Object.assign(Object.create(null) as object, value) as Fields) : {}
