import type { Refusal } from '../adapter/answers.js'
import type { ProviderAccount } from '../adapter/account.js'
import type { ProviderProfile } from '../adapter/definition.js'
import type { Endpoint } from '../adapter/endpoint.js'
import { cleanText, withoutSecrets } from '../log/redact.js'
import { ownCopy } from '../schema/own.js'
import type { SchemaError } from '../schema/validators.js'
import { readJson, UnreadableBody } from '../transport/json.js'
import type { HttpOutcome } from '../transport/port.js'

/** How a call can end other than well. */
export type Failure =
  /** Name, TCP, or a socket that broke before the request was handed over. */
  | 'not_written'
  | 'tls_failed'
  /** No head of an answer in time, or a connection that broke after the request was handed over. */
  | 'no_answer'
  /** The body of the answer stopped. */
  | 'cut_answer'
  /** 4xx in the shape that the provider documents for its refusals, or such a body under another status. */
  | 'refused'
  | 'unauthorized'
  | 'rate_limited'
  /** 4xx of another shape (a proxy, a firewall, HTML), and 408, 409, 425, 499 whatever their shape. */
  | 'foreign_refusal'
  /** 3xx and 5xx. */
  | 'server_error'
  /** 2xx whose body is not what the endpoint answers. */
  | 'malformed'

/**
 * What may be done after a failure.
 *
 * - `not_sent`: proof that nothing was executed; the same reference may be sent again.
 * - `refused`: the provider's final no.
 * - `unknown`: it may have been executed; never sent again, found out or decided by a person.
 * - `repeat`: asking again is harmless.
 * - `back_off`: refused for now, before execution.
 * - `authenticate`: the credentials were refused before execution; one new token, one repeat.
 */
export type Action = 'not_sent' | 'refused' | 'unknown' | 'repeat' | 'back_off' | 'authenticate'

/** The whole of what is done after a failure, as data: by failure, for reads and for calls that may move money. */
export const ACTIONS: Readonly<Record<Failure, { readonly read: Action; readonly write: Action }>> = {
  not_written: { read: 'repeat', write: 'not_sent' },
  tls_failed: { read: 'repeat', write: 'not_sent' },
  no_answer: { read: 'repeat', write: 'unknown' },
  cut_answer: { read: 'repeat', write: 'unknown' },
  refused: { read: 'refused', write: 'refused' },
  unauthorized: { read: 'authenticate', write: 'authenticate' },
  rate_limited: { read: 'back_off', write: 'back_off' },
  foreign_refusal: { read: 'repeat', write: 'unknown' },
  server_error: { read: 'repeat', write: 'unknown' },
  malformed: { read: 'repeat', write: 'unknown' },
}

export type Verdict =
  /** Neither holds a secret of ours, whatever the provider repeats; `answer` inherits nothing, `raw` is to be shown. */
  | { readonly kind: 'accepted'; readonly answer: unknown; readonly raw: unknown; readonly httpStatus: number }
  | FailureVerdict

export interface FailureVerdict {
  readonly kind: 'failed'
  readonly failure: Failure
  readonly action: Action
  readonly httpStatus?: number
  readonly refusal?: Refusal
  readonly retryAfterMs?: number
  readonly requestId?: string
  readonly cause?: unknown
}

const NEVER_FINAL = new Set([408, 409, 425, 499])

/** Judges an answer, or its absence. Pure. */
export const classify = (outcome: HttpOutcome, endpoint: Endpoint, account: ProviderAccount): Verdict => {
  const call = { endpoint, profile: account.profile }
  if (outcome.kind === 'not_written') {
    return failed(outcome.phase === 'tls' ? 'tls_failed' : 'not_written', call, { cause: outcome.error })
  }
  if (outcome.kind === 'no_answer') {
    return failed(outcome.phase === 'body' ? 'cut_answer' : 'no_answer', call, { cause: outcome.error })
  }
  const { status, headers } = outcome
  const facts = {
    httpStatus: status,
    ...(headers['x-request-id'] === undefined
      ? {}
      : { requestId: cleanText(headers['x-request-id'], account.secrets) }),
  }
  const read = parse(outcome, account.secrets)
  const refusal = read.readable ? account.definition.refusal({ status, body: read.value }) : undefined
  if (status === 429) return failed('rate_limited', call, { ...facts, ...retryAfter(headers), refusal })
  if (NEVER_FINAL.has(status)) return failed('foreign_refusal', call, facts)
  if (status < 200 || (status >= 300 && status < 400) || status >= 500) {
    return failed('server_error', call, facts)
  }
  if (refusal !== undefined) {
    const failure = refusal.code === 'authentication_failed' && status === 401 ? 'unauthorized' : 'refused'
    return failed(failure, call, { ...facts, refusal })
  }
  if (status >= 400) return failed('foreign_refusal', call, facts)
  if (!read.readable) return failed('malformed', call, { ...facts, cause: read.error })
  const validate = account.validator(`${endpoint.name}.output`, endpoint.output)
  if (!validate(read.value)) {
    return failed('malformed', call, { ...facts, cause: unexpectedShape(validate.errors) })
  }
  return { kind: 'accepted', answer: read.value, raw: read.raw, httpStatus: status }
}

const failed = (
  failure: Failure,
  { endpoint, profile }: { readonly endpoint: Endpoint; readonly profile: ProviderProfile },
  facts: { [Key in keyof Omit<FailureVerdict, 'kind' | 'failure' | 'action'>]?: FailureVerdict[Key] | undefined },
): FailureVerdict => {
  const planned = ACTIONS[failure][endpoint.effect === 'read' ? 'read' : 'write']
  const unproven =
    endpoint.effect !== 'read' &&
    ((planned === 'back_off' && !profile.rateLimitBeforeExecution) ||
      (planned === 'authenticate' && !profile.authenticationBeforeExecution))
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  return { kind: 'failed', failure, action: unproven ? 'unknown' : planned, ...known }
}

type Read =
  | { readonly readable: true; readonly value: unknown; readonly raw: unknown }
  | { readonly readable: false; readonly error: Error }

const parse = ({ headers, body }: HttpOutcome & { kind: 'answered' }, secrets: readonly string[]): Read => {
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
    return { readable: false, error: new UnreadableBody('expected the content type of JSON') }
  }
  try {
    const raw = withoutSecrets(readJson(body), body, secrets)
    return { readable: true, value: ownCopy(raw), raw }
  } catch (error) {
    return { readable: false, error: error instanceof Error ? error : new UnreadableBody('not readable') }
  }
}

/** Says where the answer is wrong, and nothing of what it holds. */
const unexpectedShape = (errors: readonly SchemaError[] | null | undefined): Error =>
  new UnreadableBody((errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; '))

const retryAfter = (headers: Readonly<Record<string, string | undefined>>): { readonly retryAfterMs?: number } => {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}
}
