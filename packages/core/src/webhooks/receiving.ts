import { createHash } from 'node:crypto'
import type { AuthenticWebhook, WebhookRequest } from '../adapter/webhooks.js'
import type { WebhookDelivery, WebhookReceipt } from '../contract/webhook.js'
import { ValidationError, type Issue } from '../errors/errors.js'
import type { DeliveryWrite } from '../journal/port.js'
import { logRefusedWebhook, logUnstoredWebhook } from '../log/events.js'
import { isRecord } from '../payments/check.js'
import type { Scope } from '../payments/scope.js'
import { CLAIM_MS, type InboxWorker } from './worker.js'

/** More than any provider sends. */
export const MOST_BYTES = 1_048_576
const LONGEST_ID = 200
const LOG_EVERY_MS = 60_000

export interface ReceivingContext {
  readonly worker: InboxWorker
  readonly newId: (prefix: 'wh') => string
  /** Of all accounts, so that a flood of forged deliveries floods no log. */
  readonly refused: RefusedWebhooks
}

/** Authenticates a delivery and stores it. Rejects only for what no provider sends: a wrong call of ours. */
export const receiveWebhook = async (
  scope: Scope,
  { worker, newId, refused }: ReceivingContext,
  given: WebhookDelivery,
): Promise<WebhookReceipt> => {
  const { provider, headers, body } = checked(given)
  const clients = await scope.clients().catch((error: unknown) => notStored(scope, provider, error))
  if (clients === undefined) return NOT_STORED
  const client = clients.get(provider)
  const refuse = (status: 400 | 401, outcome: WebhookReceipt['outcome']): WebhookReceipt => {
    refused.count(scope, client?.account.name ?? 'no account of ours', outcome)
    return { status, outcome }
  }
  const webhooks = client?.account.definition.webhooks
  // Without a secret nothing is authentic.
  if (webhooks === undefined) return refuse(401, 'not_authentic')
  if (body.length > MOST_BYTES) return refuse(400, 'unreadable')
  const authentic = attempt(() => webhooks.authenticate({ header: headerIn(headers), body }))
  if (authentic === undefined) return refuse(401, 'not_authentic')
  const { payload } = authentic
  const { merchant, journal } = scope
  const delivery: DeliveryWrite = { id: newId('wh'), merchant, provider, key: keyOf(authentic), payload }
  const stored = await journal.inbox
    .keep(delivery, CLAIM_MS)
    .catch((error: unknown) => notStored(scope, provider, error))
  if (stored === undefined) return NOT_STORED
  if (!stored) return { status: 200, outcome: 'repeated' }
  worker.take({ ...delivery, state: 'WAITING', receivedAt: scope.clock.now(), tries: 1 })
  return { status: 200, outcome: 'accepted', id: delivery.id }
}

const NOT_STORED: WebhookReceipt = { status: 503, outcome: 'not_stored' }

const notStored = ({ logger }: Scope, provider: string, error: unknown): undefined => {
  logUnstoredWebhook(logger, provider, error instanceof Error ? error.message : 'the journal failed')
}

/** The provider's own id of it, where that is authentic; else what it says. */
const keyOf = ({ id, payload }: AuthenticWebhook): string =>
  id === undefined || id === '' || id.length > LONGEST_ID
    ? `sha256 ${createHash('sha256').update(payload).digest('hex')}`
    : `id ${id}`

/** An adapter that throws for strange input must not be what lets it in. */
const attempt = <T>(work: () => T | undefined): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

const checked = (given: unknown): WebhookDelivery => {
  const { provider, headers, body } = isRecord(given) ? given : {}
  const issues: Issue[] = []
  if (typeof provider !== 'string') issues.push({ path: 'provider', message: 'expected the name of an account' })
  if (typeof headers !== 'object' || headers === null) issues.push({ path: 'headers', message: 'expected headers' })
  if (!(body instanceof Uint8Array)) {
    issues.push({ path: 'body', message: 'expected the bytes as they came: something has parsed them already' })
  }
  if (issues.length > 0) throw new ValidationError(issues)
  return given as WebhookDelivery
}

const headerIn =
  (headers: WebhookDelivery['headers']): WebhookRequest['header'] =>
  (name) => {
    if (headers instanceof Headers) return headers.get(name) ?? undefined
    const values = Object.entries(headers)
      .filter(([key]) => key.toLowerCase() === name)
      .flatMap(([, value]) => (value === undefined ? [] : [value]))
    const [value] = values
    // Two of one name: nobody knows which one counts.
    if (values.length !== 1) return undefined
    return typeof value === 'string' ? value : value?.length === 1 ? value[0] : undefined
  }

/** Counts what was refused, and says so once in a while. */
export class RefusedWebhooks {
  readonly #seen = new Map<string, { readonly count: number; readonly saidAt: number }>()

  /** `provider` is an account's name, or one name for all that is none: anybody can think up names. */
  count({ logger, clock }: Scope, provider: string, outcome: string): void {
    const name = `${provider} ${outcome}`
    const now = clock.monotonic()
    const { count, saidAt } = this.#seen.get(name) ?? { count: 0, saidAt: -Infinity }
    const says = now - saidAt >= LOG_EVERY_MS
    if (says) logRefusedWebhook(logger, { provider, cause: outcome, count: count + 1 })
    this.#seen.set(name, says ? { count: 0, saidAt: now } : { count: count + 1, saidAt })
  }
}
