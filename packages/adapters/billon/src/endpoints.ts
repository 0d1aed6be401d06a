import { Type, WireNumberSchema, endpoint, type TSchema } from '@polyrail/core'
import { Canceled, Payments, Token } from './wire.js'

// Remarks on the documentation here and beside this file: as read in 2026-11.

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

const Text = Type.String({ minLength: 1 })
/** "ISO or RFC 2822 compatible", and an example without a zone that is read as UTC: so the zone is always sent. */
const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[.]\\d{3}Z$' })

export const authenticate = endpoint({
  name: 'authenticate',
  method: 'POST',
  path: '/api/authenticate',
  encoding: 'json',
  // A new token is not said to end the ones before it.
  effect: 'read',
  // The permanent password; "API key" in the prose is the token.
  input: strict({ apiKey: Text }),
  output: Token,
})

export const createPayment = endpoint({
  name: 'create-payment',
  method: 'POST',
  path: '/api/payment/create',
  encoding: 'json',
  effect: 'once',
  input: strict({
    amount: WireNumberSchema,
    currency: Text,
    startDate: Instant,
    endDate: Instant,
    // The project, not a person.
    name: Text,
    description: Text,
    userName: Type.Optional(Text),
    phoneNumber: Type.Optional(Text),
    // The recipient's, not the payout's. The table says text, an example shows a number.
    referenceId: Type.Optional(Text),
    firstName: Type.Optional(Text),
    lastName: Type.Optional(Text),
    email: Type.Optional(Text),
    notification: Type.Boolean(),
  }),
  output: Payments,
})

export const cancelPayment = endpoint({
  name: 'cancel-payment',
  method: 'POST',
  path: '/api/payment/cancel',
  encoding: 'json',
  // A payout that is cancelled stays so: asking again cancels nothing more.
  effect: 'idempotent',
  // One at a time: the answer is a count, which says nothing of which ones.
  input: strict({ ids: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1 }) }),
  output: Canceled,
})
