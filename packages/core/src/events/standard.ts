import { Webhook } from 'standardwebhooks'
import { systemClock, type Clock } from '../clock/clock.js'
import type { EventHandler } from '../contract/event.js'
import { ConfigurationError, type Issue } from '../errors/errors.js'
import { isRecord } from '../payments/check.js'

export interface StandardWebhookOptions {
  /** Where to send; https, or http on this machine. */
  readonly url: string
  /**
   * Of at least 24 bytes, in base64, with or without `whsec_` before it. Two while the receiver changes from one to the
   * other: each event is then signed with both.
   */
  readonly secrets: readonly string[]
  /** How long the receiver may take to answer, in milliseconds; default 15,000. */
  readonly timeoutMs?: number
  /** Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>
}

const TIMEOUT_MS = 15_000
const FEWEST_BYTES = 24

/**
 * A handler for `events.subscribe` that tells another service, in the format of Standard Webhooks: the body is
 * `{ type, timestamp, data: { merchant, object } }`, `webhook-id` is the event's. Anything but a 2xx answer makes it come
 * again. Throws `ConfigurationError`.
 */
export const standardWebhook = (options: StandardWebhookOptions): EventHandler => {
  const { url, secrets, timeoutMs = TIMEOUT_MS, clock = systemClock } = checked(options)
  const signers = secrets.map((secret) => new Webhook(secret))
  return async ({ id, type, occurredAt, merchant, object }) => {
    const body = JSON.stringify({ type, timestamp: occurredAt, data: { merchant, object } })
    const now = new Date(clock.now())
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': signers.map((signer) => signer.sign(id, now, body)).join(' '),
      },
      body,
      // Where it points to is nobody's we know.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the receiver answered with HTTP status ${String(response.status)}`)
  }
}

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

const checked = (given: unknown): StandardWebhookOptions => {
  const { url, secrets, timeoutMs, clock: _, ...others } = isRecord(given) ? given : {}
  const issues: Issue[] = Object.keys(others).map((path) => ({ path, message: 'is not a known option' }))
  if (!isAllowed(url)) issues.push({ path: 'url', message: 'expected an https URL without user name and password' })
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isSecret)) {
    issues.push({ path: 'secrets', message: `expected secrets of at least ${String(FEWEST_BYTES)} bytes in base64` })
  }
  if (timeoutMs !== undefined && !(Number.isInteger(timeoutMs) && Number(timeoutMs) > 0)) {
    issues.push({ path: 'timeoutMs', message: 'expected a whole number of milliseconds' })
  }
  if (issues.length > 0) throw new ConfigurationError(issues)
  return given as StandardWebhookOptions
}

const isAllowed = (text: unknown): boolean => {
  if (typeof text !== 'string' || !URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}

const isSecret = (secret: unknown): boolean => {
  if (typeof secret !== 'string') return false
  const text = secret.replace(/^whsec_/, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length >= FEWEST_BYTES
}
