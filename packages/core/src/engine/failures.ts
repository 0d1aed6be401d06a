import type { ProviderAccount } from '../adapter/account.js'
import {
  AuthenticationError,
  InsufficientFundsError,
  InvalidStateError,
  NotFoundError,
  ProviderRejectedError,
  ProviderResponseError,
  ProviderUnavailableError,
  RateLimitedError,
  type ErrorDetails,
  type PaymentError,
} from '../errors/errors.js'
import type { StoredError } from '../journal/port.js'
import { cleanText } from '../log/redact.js'
import type { FailureVerdict } from './classify.js'

export interface FailureContext {
  readonly account: ProviderAccount
  readonly endpoint: string
  readonly operation?: string | undefined
  readonly reference?: string | undefined
}

/** The error for a failure after which nothing was executed. */
export const errorOf = (verdict: FailureVerdict, context: FailureContext): PaymentError => {
  const { account, endpoint } = context
  const { refusal } = verdict
  const message = refusal?.message === undefined ? undefined : cleanText(refusal.message, account.secrets)
  const details: ErrorDetails = {
    provider: account.name,
    operation: context.operation,
    reference: context.reference,
    httpStatus: verdict.httpStatus,
    providerCode: refusal?.providerCode === undefined ? undefined : cleanText(refusal.providerCode, account.secrets),
    providerMessage: message,
    requestId: verdict.requestId,
    cause: verdict.cause,
  }
  const said = message === undefined ? '' : `: ${message}`
  switch (verdict.failure) {
    case 'unauthorized':
      return new AuthenticationError(`${account.name} refused our credentials${said}`, details)
    case 'rate_limited':
      return new RateLimitedError(`${account.name} asks us to slow down`, {
        ...details,
        retryAfterMs: verdict.retryAfterMs,
      })
    case 'refused':
      return rejection(refusal?.code ?? 'provider_rejected', `${account.name} refused ${endpoint}${said}`, details)
    case 'malformed':
    case 'foreign_refusal':
      return new ProviderResponseError(`${account.name} answered ${endpoint} in an unexpected form`, details)
    case 'not_written':
    case 'tls_failed':
      return new ProviderUnavailableError(`${account.name} could not be reached; nothing was sent`, details)
    case 'no_answer':
    case 'cut_answer':
    case 'server_error':
      return new ProviderUnavailableError(`${account.name} gave no usable answer to ${endpoint}`, details)
  }
}

const rejection = (code: StoredError['code'], message: string, details: ErrorDetails): PaymentError => {
  switch (code) {
    case 'insufficient_funds':
      return new InsufficientFundsError(message, details)
    case 'not_found':
      return new NotFoundError(message, details)
    case 'invalid_state':
      return new InvalidStateError(message, details)
    case 'rate_limited':
      return new RateLimitedError(message, details)
    case 'authentication_failed':
      return new AuthenticationError(message, details)
    default:
      return new ProviderRejectedError(message, details)
  }
}

/** What the journal keeps of an error, so that a caller who waited elsewhere gets the same. */
export const storedError = (error: PaymentError): StoredError => ({
  code: error.code,
  message: error.message,
  retryable: error.retryable,
  ...(error.httpStatus === undefined ? {} : { httpStatus: error.httpStatus }),
  ...(error.providerCode === undefined ? {} : { providerCode: error.providerCode }),
  ...(error.providerMessage === undefined ? {} : { providerMessage: error.providerMessage }),
  ...(error instanceof RateLimitedError && error.retryAfterMs !== undefined
    ? { retryAfterMs: error.retryAfterMs }
    : {}),
})

export const restoredError = (stored: StoredError, details: ErrorDetails): PaymentError => {
  const all = { ...details, ...stored }
  if (stored.code === 'provider_unavailable') return new ProviderUnavailableError(stored.message, all)
  if (stored.code === 'invalid_provider_response') return new ProviderResponseError(stored.message, all)
  return rejection(stored.code, stored.message, all)
}
