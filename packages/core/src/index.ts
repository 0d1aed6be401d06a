export { createPayments, polyrail, Payments, type CreatePaymentsOptions } from './container/container.js'
export { Clock, HttpTransport, Journal, Logger, Router, TokenStore } from './container/identifiers.js'
export type { PaymentsFor } from './payments/payments.js'
export type { PolyrailOptions } from './container/options.js'
export { loadProviders, type ProviderEntry } from './adapter/load-providers.js'
export type { Encryption, EncryptionKey } from './journal/encryption.js'
export type { CircuitLimits, LimitOptions, Limits } from './engine/limits.js'
export type { RecoveryReport } from './recovery/recovery.js'
export type { RoutingRequest, RoutingRules } from './routing/router.js'

export type * from './contract/capabilities.js'
export type * from './contract/card.js'
export type * from './contract/common.js'
export type * from './contract/customer.js'
export type * from './contract/event.js'
export type { ActiveSubscription, SubscribeOptions } from './events/events.js'
export { standardWebhook, type StandardWebhookOptions } from './events/standard.js'
export type * from './contract/money.js'
export type * from './contract/operation.js'
export type * from './contract/payin.js'
export type * from './contract/payout.js'
export type * from './contract/refund.js'
export type * from './contract/statement.js'
export type * from './contract/token.js'
export type * from './contract/webhook.js'
export type { FetchHandler, NodeHandler, WebhookHandlerOptions } from './webhooks/http.js'
export { CardData } from './adapter/card-data.js'
export * from './errors/errors.js'
export { ERROR_CODES, type ErrorCode } from './errors/codes.js'

// For authors of adapters.
export {
  defineProvider,
  type CommonConfig,
  type ConfigOf,
  type ProviderFactory,
  type ProviderModule,
} from './adapter/provider.js'
export { endpoint, type Call, type Endpoint, type InputOf, type OutputOf } from './adapter/endpoint.js'
export { bearer, keyHeader, type Authorization } from './adapter/authorization.js'
export { cardDetails } from './adapter/card-data.js'
export { defined, type Defined } from './adapter/fields.js'
export { jwtClaims } from './adapter/jwt.js'
export { lookup, repeated } from './adapter/lookup.js'
export { undefinedIfNotFound } from './adapter/missing.js'
export { schemasOf, type SchemaParts } from './adapter/schemas.js'
export { Secret } from './adapter/secret.js'
export {
  isOneOf,
  isSignedBy,
  type AuthenticWebhook,
  type Notice,
  type WebhookDefinition,
  type WebhookRequest,
} from './adapter/webhooks.js'
export type * from './adapter/answers.js'
export type * from './adapter/definition.js'
export type { SchemaError, Validator, Validators } from './schema/validators.js'
export {
  decimalText,
  moneyFrom,
  moneyFromMinor,
  unsigned,
  wireMinor,
  wireNumber,
  WireNumber,
  WireNumberSchema,
} from './money/wire.js'
export { decimalsOf } from './money/currencies.js'
export { InexactAmount, canonicalMoney, minorUnits, sameMoney } from './money/money.js'
export { Type, type Static, type TSchema } from 'typebox'

// For authors of journals and transports.
export { memoryJournal, type MemoryJournalOptions } from './journal/memory.js'
export { brokenAt } from './journal/history.js'
export { SHREDDED } from './journal/records.js'
export { ENDED, LEGAL_EDGES, REPLACEABLE, isLegal, type OperationState } from './journal/states.js'
export type {
  Armed,
  AsideRecord,
  Change,
  DeliveryQuery,
  DeliveryRecord,
  DeliverySettled,
  DeliveryState,
  DeliveryWrite,
  EventRecord,
  Inbox,
  Intent,
  JournalFacts,
  ObjectQuery,
  ObjectRecord,
  ObjectSelector,
  ObjectType,
  ObjectWrite,
  Observation,
  OperationKey,
  OperationQuery,
  OperationRecord,
  Outbox,
  Outcome,
  Page,
  Progress,
  ProviderKey,
  Recorded,
  StoredError,
  SubscriberKey,
  SubscriberRecord,
  Transition,
  Tried,
} from './journal/port.js'
export { axiosTransport } from './transport/axios.js'
export { nodeTransport } from './transport/node.js'
export type { HttpOutcome, HttpRequest, Permission, Timeouts } from './transport/port.js'
export { memoryTokenStore, type StoredToken } from './transport/tokens.js'
