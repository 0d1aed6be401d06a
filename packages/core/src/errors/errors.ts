import { ERROR_CODES, type ErrorCode } from './codes.js'

/** One thing that is wrong with a command or a configuration: where, and what was expected. */
export interface Issue {
  /** Dotted, as the caller wrote it: `method.bankCode`; empty for the whole. */
  readonly path: string
  readonly message: string
}

export interface ErrorDetails {
  readonly provider?: string | undefined
  readonly operation?: string | undefined
  readonly reference?: string | undefined
  readonly httpStatus?: number | undefined
  readonly providerCode?: string | undefined
  readonly providerMessage?: string | undefined
  readonly requestId?: string | undefined
  readonly retryable?: boolean | undefined
  readonly cause?: unknown
}

/** Thrown only where nothing was executed, nor ever will be, for the call that throws it. Holds no credential. */
export class PaymentError extends Error {
  readonly code: ErrorCode
  declare readonly provider?: string
  declare readonly operation?: string
  declare readonly reference?: string
  declare readonly httpStatus?: number
  declare readonly providerCode?: string
  declare readonly providerMessage?: string
  declare readonly requestId?: string
  /** True where the same call may succeed later without a change. */
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.name = ERROR_CODES[code]
    this.retryable = details.retryable ?? false
    if (details.provider !== undefined) this.provider = details.provider
    if (details.operation !== undefined) this.operation = details.operation
    if (details.reference !== undefined) this.reference = details.reference
    if (details.httpStatus !== undefined) this.httpStatus = details.httpStatus
    if (details.providerCode !== undefined) this.providerCode = details.providerCode
    if (details.providerMessage !== undefined) this.providerMessage = details.providerMessage
    if (details.requestId !== undefined) this.requestId = details.requestId
  }
}

/** The command is wrong; nothing was written and nothing was sent. */
export class ValidationError extends PaymentError {
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[], details: ErrorDetails = {}) {
    super('invalid_request', `The request is not valid: ${describe(issues)}`, details)
    this.issues = issues
  }
}

/** Thrown at construction; names the field and what was expected, never the value. */
export class ConfigurationError extends PaymentError {
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[], details: ErrorDetails = {}) {
    super('invalid_configuration', `The configuration is not valid: ${describe(issues)}`, details)
    this.issues = issues
  }
}

/** This provider cannot do what was asked; nothing was written and nothing was sent. */
export class UnsupportedOperationError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('unsupported_operation', message, details)
  }
}

/** The reference was used before with a different content. */
export class IdempotencyConflictError extends PaymentError {
  constructor(details: ErrorDetails) {
    const name =
      details.reference === undefined ? 'This reference' : `The reference ${JSON.stringify(details.reference)}`
    super('idempotency_conflict', `${name} was used before with a different content`, details)
  }
}

/** An earlier operation stands in the way while nobody knows what became of it. */
export class UnresolvedOperationError extends PaymentError {
  readonly blockedBy: string
  constructor(blockedBy: string, message: string, details: ErrorDetails = {}) {
    super('unresolved_operation', message, details)
    this.blockedBy = blockedBy
  }
}

/** The provider refused our credentials, before executing anything. */
export class AuthenticationError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('authentication_failed', message, details)
  }
}

export type RejectionCode = 'provider_rejected' | 'insufficient_funds' | 'not_found' | 'rate_limited' | 'invalid_state'

/** The provider refused the request in the shape that it documents for refusals. */
export class ProviderRejectedError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}, code: RejectionCode = 'provider_rejected') {
    super(code, message, details)
  }
}

export class InsufficientFundsError extends ProviderRejectedError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details, 'insufficient_funds')
  }
}

export class NotFoundError extends ProviderRejectedError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details, 'not_found')
  }
}

export class RateLimitedError extends ProviderRejectedError {
  /** How long the provider asked us to wait, in milliseconds. */
  declare readonly retryAfterMs?: number
  constructor(message: string, details: ErrorDetails & { readonly retryAfterMs?: number | undefined } = {}) {
    super(message, { retryable: true, ...details }, 'rate_limited')
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs
  }
}

export class InvalidStateError extends ProviderRejectedError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details, 'invalid_state')
  }
}

/** The request certainly never reached the provider, or a read failed. */
export class ProviderUnavailableError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('provider_unavailable', message, { retryable: true, ...details })
  }
}

/** A read was answered with something that does not fit the provider's contract. */
export class ProviderResponseError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('invalid_provider_response', message, details)
  }
}

/** The intent could not be stored, so nothing was sent. */
export class JournalError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('journal_unavailable', message, details)
  }
}

export class WebhookVerificationError extends PaymentError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('webhook_verification_failed', message, details)
  }
}

const describe = (issues: readonly Issue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
