import type { Logger } from './logger.js'

/** The fields a log line of ours may have: an allow-list, because what is not named cannot leak. */
export interface CallFields {
  readonly provider: string
  readonly endpoint: string
  readonly operation?: string
  readonly outcome: string
  readonly httpStatus?: number
  readonly attempt?: number
  readonly durationMs: number
}

export interface OperationFields {
  readonly operation: string
  readonly kind: string
  readonly provider: string
  readonly state: string
  readonly cause: string
}

export const logCall = (logger: Logger, fields: CallFields): void => {
  const { provider, endpoint, operation, outcome, httpStatus, attempt, durationMs } = fields
  logger.info({ provider, endpoint, operation, outcome, httpStatus, attempt, durationMs }, 'provider called')
}

/** An outcome that somebody will have to find out. */
export const logUnknown = (logger: Logger, { operation, kind, provider, state, cause }: OperationFields): void =>
  logger.warn({ operation, kind, provider, state, cause }, 'outcome unknown')

/** Something about an operation that somebody should know of. */
export const logFound = (
  logger: Logger,
  {
    id,
    kind,
    provider,
    state,
  }: { readonly id: string; readonly kind: string; readonly provider: string; readonly state: string },
  found: string,
): void => logger.error({ operation: id, kind, provider, state, cause: found }, 'operation needs attention')

/** The journal is not the one that was written last. */
export const logQuarantine = (logger: Logger, problem: string): void =>
  logger.error({ problem }, 'journal in quarantine')

/** A check that could not be made; it is made again later. */
export const logUnchecked = (logger: Logger, operation: string, problem: string): void =>
  logger.warn({ operation, problem }, 'outcome could not be checked')

/** The provider has answered and the journal did not keep it: the operation will be found unknown. */
export const logUnrecorded = (logger: Logger, operation: string, problem: string): void =>
  logger.error({ operation, problem }, 'outcome not recorded')

/** A delivery that was given up: for a person, who may replay it. */
export const logWebhook = (
  logger: Logger,
  { provider, delivery, cause }: { readonly provider: string; readonly delivery: string; readonly cause: string },
): void => logger.error({ provider, delivery, cause }, 'webhook needs attention')

/** A subscriber that could not be told, for now or for good. */
export const logUntold = (
  logger: Logger,
  { subscriber, cause, event }: { readonly subscriber: string; readonly cause: string; readonly event?: string },
): void => logger.error({ subscriber, cause, event }, 'event needs attention')

/** Deliveries that were not let in, of one kind, since the last time this was said. */
export const logRefusedWebhook = (
  logger: Logger,
  { provider, cause, count }: { readonly provider: string; readonly cause: string; readonly count: number },
): void => logger.warn({ provider, cause, count }, 'webhooks refused')

/** An authentic delivery that could not be stored; the provider is asked to send it again. */
export const logUnstoredWebhook = (logger: Logger, provider: string, problem: string): void =>
  logger.error({ provider, problem }, 'webhook not stored')

/** What stands in the way of deliveries before we see them. */
export const logWebhookServer = (logger: Logger, provider: string, problem: string): void =>
  logger.warn({ provider, problem }, 'webhooks may not arrive')
