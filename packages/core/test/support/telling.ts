import { createHmac } from 'node:crypto'
import {
  defineProvider,
  isOneOf,
  isSignedBy,
  moneyFrom,
  type Notice,
  type WebhookDefinition,
  type WebhookDelivery,
} from '../../src/index.js'
import { definition, lookups, qr, toBank } from './acme.js'

// Acme, telling of its own accord what has become of charges and transfers.

const SECRET = 'secret-of-acme-1'

export interface Told {
  readonly id?: string
  readonly about?: 'charge' | 'transfer' | 'report'
  readonly object: string
  readonly status?: string
  readonly reference?: string
  readonly amount?: number
}

const PAYINS = new Map([
  ['waiting', 'pending'],
  ['doing', 'processing'],
  ['paid', 'succeeded'],
  ['declined', 'declined'],
  ['expired', 'expired'],
] as const)

const read = (payload: string): Notice | undefined => {
  const { about = 'charge', object, status = '', reference, amount } = JSON.parse(payload) as Told
  if (typeof object !== 'string') throw new Error('no object')
  const common = { providerId: object, event: `${about}.${status}`, ...(reference === undefined ? {} : { reference }) }
  if (about === 'report') return undefined
  if (about === 'transfer') {
    return {
      ...common,
      about: 'payout',
      answer: { providerId: object, status: status === 'sent' ? 'succeeded' : 'processing' },
    }
  }
  const known = PAYINS.get(status as never)
  if (known === undefined) return { ...common, about: 'payin' }
  const said = {
    ...(reference === undefined ? {} : { reference }),
    ...(amount === undefined ? {} : { amount: moneyFrom(amount, 'IDR') }),
  }
  return { ...common, about: 'payin', answer: { providerId: object, status: known, ...said } }
}

const signed: WebhookDefinition = {
  trust: 'signed',
  headerBytes: 65_536,
  authenticate: ({ header, body }) => {
    const payload = Buffer.from(body).toString()
    if (!isSignedBy(payload, header('x-signature') ?? '', [SECRET])) return undefined
    const { id } = JSON.parse(payload) as Told
    return id === undefined ? { payload } : { payload, id }
  },
  read,
}

const hinting: WebhookDefinition = {
  trust: 'hint',
  authenticate: ({ header, body }) =>
    isOneOf(header('x-token') ?? '', [SECRET]) ? { payload: Buffer.from(body).toString() } : undefined,
  read: (payload) => {
    const notice = read(payload)
    if (notice === undefined) return undefined
    const { answer: _, ...hint } = notice
    return hint
  },
}

const parts = { ...definition, payins: { qr_code: qr }, payouts: { bank_account: toBank } }

/** Its charges can be looked up by reference, its transfers cannot. */
export const telling = defineProvider({ ...parts, name: 'telling', lookups, webhooks: signed })
/** Nothing can be looked up; charges can be read by their id. */
export const hintingAcme = defineProvider({ ...parts, name: 'hinting', webhooks: hinting })

/** A delivery of `telling`. */
export const delivered = (told: Told, changes: Partial<WebhookDelivery> = {}): WebhookDelivery => {
  const body = Buffer.from(JSON.stringify(told))
  const signature = createHmac('sha256', SECRET).update(body).digest('hex')
  return { provider: 'telling', headers: { 'X-Signature': signature }, body, ...changes }
}

/** A delivery of `hinting`. */
export const hinted = (told: Told): WebhookDelivery => ({
  provider: 'hinting',
  headers: { 'x-token': SECRET },
  body: Buffer.from(JSON.stringify(told)),
})
