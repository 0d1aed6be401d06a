/** The closed list. Recognise an error by its `code`: two copies of core may be installed, and `instanceof` sees one. */
export const ERROR_CODES = {
  invalid_request: 'ValidationError',
  invalid_configuration: 'ConfigurationError',
  unsupported_operation: 'UnsupportedOperationError',
  idempotency_conflict: 'IdempotencyConflictError',
  unresolved_operation: 'UnresolvedOperationError',
  authentication_failed: 'AuthenticationError',
  provider_rejected: 'ProviderRejectedError',
  insufficient_funds: 'InsufficientFundsError',
  not_found: 'NotFoundError',
  rate_limited: 'RateLimitedError',
  invalid_state: 'InvalidStateError',
  provider_unavailable: 'ProviderUnavailableError',
  invalid_provider_response: 'ProviderResponseError',
  journal_unavailable: 'JournalError',
  webhook_verification_failed: 'WebhookVerificationError',
} as const

export type ErrorCode = keyof typeof ERROR_CODES
