import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { CustomerAnswer, PayinAnswer, PayoutAnswer, RefundAnswer, TokenAnswer } from './answers.js'

/** What a provider has sent to one of our addresses. */
export interface WebhookRequest {
  /** The value of a header by its name in lower case; undefined where it is missing or was sent more than once. */
  readonly header: (name: string) => string | undefined
  /** As it came, byte for byte. */
  readonly body: Uint8Array
}

/** What is certainly the provider's own. */
export interface AuthenticWebhook {
  /** The text to believe: what was signed, or, where nothing is signed, the body. */
  readonly payload: string
  /** The provider's id of this delivery, where it stands in what is signed: the same when it is sent again. */
  readonly id?: string
}

/** How an account takes what its provider sends; absent where the provider sends nothing, or no secret was configured. */
export interface WebhookDefinition {
  /**
   * `signed`: the payload is the provider's word. `hint`: only the sender is known, or not even that; the provider is
   * asked before anything changes.
   */
  readonly trust: 'signed' | 'hint'
  /** The longest line of headers that the provider may send, in bytes, where that is more than Node's 16 KiB. */
  readonly headerBytes?: number
  /** Undefined for what is not certainly the provider's; compares in constant time. Never throws for strange input. */
  readonly authenticate: (request: WebhookRequest) => AuthenticWebhook | undefined
  /** What it is about. Undefined for what is none of our objects. Throws for what is not in the provider's shape. */
  readonly read: (payload: string) => Notice | undefined
}

interface AboutObject {
  /** The provider's own id of the object. */
  readonly providerId: string
  /** The reference that the provider was given, where it repeats it. */
  readonly reference?: string
  /** The provider's name of the event; for logs and people. */
  readonly event: string
}

/** `answer` is what a read of the object would have answered; it is left out where the provider is to be asked. */
export type Notice = AboutObject &
  (
    | { readonly about: 'payin'; readonly answer?: PayinAnswer }
    | { readonly about: 'payout'; readonly answer?: PayoutAnswer }
    | { readonly about: 'refund'; readonly answer?: RefundAnswer }
    | { readonly about: 'token'; readonly answer?: TokenAnswer }
    | { readonly about: 'customer'; readonly answer?: CustomerAnswer }
  )

/** Whether a text is one of the secrets; takes the same time whatever it is. At most two, so that one can be changed. */
export const isOneOf = (given: string, secrets: readonly string[]): boolean => {
  const digest = sha256(given)
  // Every secret is compared: which one it is shows in no time either.
  return secrets.filter((secret) => timingSafeEqual(digest, sha256(secret))).length > 0
}

/**
 * Whether a signature is the HMAC-SHA-256 of a text under one of the keys: 64 hexadecimal digits or 44 characters of
 * base64, nothing else. Takes the same time whatever it is.
 */
export const isSignedBy = (text: string, signature: string, keys: readonly string[]): boolean => {
  const given = digestFrom(signature)
  if (given === undefined) return false
  return keys.filter((key) => timingSafeEqual(given, createHmac('sha256', key).update(text).digest())).length > 0
}

const HEX = /^[0-9a-fA-F]{64}$/
const BASE64 = /^[A-Za-z0-9+/]{43}=$/

const digestFrom = (signature: string): Uint8Array | undefined => {
  if (HEX.test(signature)) return Buffer.from(signature, 'hex')
  return BASE64.test(signature) ? Buffer.from(signature, 'base64') : undefined
}

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest()
