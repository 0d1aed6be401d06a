import { isUtf8 } from 'node:buffer'
import { isOneOf, isSignedBy, type Notice, type WebhookDefinition } from '@polyrail/core'
import { fromCard, fromCharge, fromPayee, fromReturn, fromTransfer } from './mappings.js'
import type { Card, Charge, Payee, Return, Transfer } from './endpoints.js'

type Authenticate = WebhookDefinition['authenticate']

export const authenticatedBy =
  (seals: readonly string[]): Authenticate =>
  ({ header, body }) => {
    const data = header('x-acme-data') ?? ''
    if (!isSignedBy(data, header('x-acme-seal') ?? '', seals)) return undefined
    const signed = Buffer.from(data, 'base64')
    if (signed.toString('base64') !== data || !signed.equals(body) || !isUtf8(signed)) return undefined
    const payload = signed.toString()
    const { delivery: id } = toldBy(payload)
    return typeof id === 'string' && id !== '' ? { payload, id } : { payload }
  }

interface Told {
  readonly delivery?: unknown
  readonly event?: unknown
  readonly thing?: unknown
}

const ownFields = <Fields extends object>(fields: Fields): Fields =>
  Object.assign(Object.create(null) as Fields, fields)

/** Nothing of what is no JSON object. */
export const toldBy = (payload: string): Told => {
  try {
    const told: unknown = JSON.parse(payload)
    return typeof told === 'object' && told !== null && !Array.isArray(told) ? ownFields(told) : {}
  } catch {
    return {}
  }
}

/** The thing that a payload is about, with its own fields only. */
const thingIn = (payload: string): Readonly<Record<string, unknown>> => {
  const { thing } = toldBy(payload)
  if (typeof thing !== 'object' || thing === null) throw new Error('There is nothing that it is about')
  return ownFields(thing) as Readonly<Record<string, unknown>>
}

/** As core reads answers: what has more digits than a double holds is another number. */
const LONG_NUMBER = /(?:^|[:,[])\s*-?\d[\d.]{15,}/

const NAMED = { id: 'string', ref: 'string' } as const

const KINDS = {
  charge: {
    about: 'payin',
    shape: { ...NAMED, state: 'string', currency: 'string', cents: 'number', taken: 'number', returned: 'number' },
    from: (thing: unknown) => fromCharge(thing as Charge),
  },
  return: {
    about: 'refund',
    shape: { ...NAMED, state: 'string', currency: 'string', cents: 'number' },
    from: (thing: unknown) => fromReturn(thing as Return),
  },
  transfer: {
    about: 'payout',
    shape: { ...NAMED, state: 'string', currency: 'string', amount: 'string' },
    from: (thing: unknown) => fromTransfer(thing as Transfer),
  },
  card: {
    about: 'token',
    shape: { ...NAMED, state: 'string', page: 'string' },
    from: (thing: unknown) => fromCard(thing as Card),
  },
  payee: { about: 'customer', shape: NAMED, from: (thing: unknown) => fromPayee(thing as Payee) },
} as const

export const read = (payload: string): Notice | undefined => {
  const { event } = toldBy(payload)
  if (typeof event !== 'string') throw new Error('It has no event')
  const kind = Object.entries(KINDS).find(([name]) => event.startsWith(`${name}.`))?.[1]
  if (kind === undefined) return undefined
  const thing = thingIn(payload)
  const isShaped = Object.entries(kind.shape).every(([field, type]) => typeof thing[field] === type)
  if (!isShaped || !/^a\d+$/.test(String(thing['id']))) throw new Error('It is not in the shape of the thing')
  const answer = kind.from(thing)
  const notice = { event, about: kind.about, providerId: answer.providerId, reference: thing['ref'] }
  return (LONG_NUMBER.test(payload) ? notice : { ...notice, answer }) as Notice
}

export const sealedWith = (seals: readonly string[]): WebhookDefinition => ({
  trust: 'signed',
  authenticate: authenticatedBy(seals),
  read,
})

/** Only the token counts, which says nothing of the body. */
export const hintedWith = (tokens: readonly string[]): WebhookDefinition => ({
  trust: 'hint',
  authenticate: ({ header, body }) =>
    isOneOf(header('x-acme-token') ?? '', tokens) && isUtf8(body)
      ? { payload: Buffer.from(body).toString() }
      : undefined,
  read: (payload) => {
    const notice = read(payload)
    if (notice === undefined) return undefined
    const { answer: _, ...hint } = notice
    return hint
  },
})
