import type { ContainerModule } from 'inversify'
import type { Clock } from '../clock/clock.js'
import { ConfigurationError, type Issue } from '../errors/errors.js'
import { areLimits, type LimitOptions } from '../engine/limits.js'
import { encryptionIssues, type Encryption } from '../journal/encryption.js'
import type { Journal } from '../journal/port.js'
import type { Logger } from '../log/logger.js'
import type { RoutingRules } from '../routing/router.js'

export interface PolyrailOptions {
  /** Where everything is written down before it is done. */
  readonly journal: Journal
  /** A pino logger or a child of one; default: warnings and errors, as JSON lines on standard error. */
  readonly logger?: Logger
  /** How long a provider may take to begin its answer, in milliseconds; default 20,000. */
  readonly timeoutMs?: number
  /**
   * Until when a command may still be sent to an account, in milliseconds; default 10 seconds more than `timeoutMs`. It
   * counts from when the account is tried; nothing is sent any more when less than `timeoutMs` is left of it. An answer
   * that has begun may take longer.
   */
  readonly deadlineMs?: number
  /** How much at once, per second, and of unknown outcome each account may have. */
  readonly limits?: LimitOptions
  /** In which order accounts are tried for a command that names none; default: as they were given. */
  readonly routing?: RoutingRules
  readonly clock?: Clock
  /**
   * How often what is due is looked after in the background: crashed senders, unknown outcomes, payments that are
   * pending. Default: every 5 seconds, and once at start. `false`: only by `payments.recover()`.
   */
  readonly recovery?: { readonly everyMs?: number } | false
  /** Encrypts what the journal holds of people; default: it holds it in clear. */
  readonly encryption?: Encryption
  /**
   * After how many days the command of an ended operation is forgotten, with what its object says of people; default 90.
   * The reference stays, so that it is recognised for ever. `false`: nothing is forgotten.
   */
  readonly retention?: { readonly forgetAfterDays: number } | false
  /** The accounts of one merchant of the platform; asked once and kept. Without it all merchants share the accounts. */
  readonly merchants?: (merchant: string) => Promise<readonly ContainerModule[]>
}

const KNOWN = [
  'journal',
  'logger',
  'timeoutMs',
  'routing',
  'clock',
  'recovery',
  'limits',
  'deadlineMs',
  'encryption',
  'retention',
  'merchants',
  'providers',
]
const JOURNAL_METHODS = [
  'open',
  'close',
  'arm',
  'record',
  'observe',
  'reap',
  'due',
  'postpone',
  'history',
  'forgettable',
  'release',
  'findOperation',
  'operation',
  'operations',
  'object',
  'objects',
] as const
/** What is taken for absent is watched for a week. */
const LEAST_DAYS = 8
const LONGEST_TIMEOUT_MS = 120_000

/** Checks the options of `createPayments` and `polyrail`; throws `ConfigurationError`. */
export const checkOptions = (options: unknown): void => {
  const given: Readonly<Record<string, unknown>> = typeof options === 'object' && options !== null ? { ...options } : {}
  const { journal, logger, timeoutMs, merchants, clock, routing, recovery, limits, deadlineMs, encryption, retention } =
    given
  const issues: Issue[] = Object.keys(given)
    .filter((key) => !KNOWN.includes(key))
    .map((path): Issue => ({ path, message: 'is not a known option' }))
    .concat(encryptionIssues(encryption))
  const expect = (path: string, holds: boolean, message: string): void => {
    if (!holds) issues.push({ path, message })
  }
  expect('journal', isJournal(journal), 'expected a journal, such as sqliteJournal({ path: "payments.db" })')
  expect('logger', logger === undefined || has(logger, ['debug', 'info', 'warn', 'error']), 'expected a pino logger')
  expect('clock', clock === undefined || has(clock, ['now', 'monotonic', 'sleep']), 'expected a clock')
  expect('routing', isRouting(routing), 'expected { priority: [names] }, { weights: { name: share } } or a function')
  expect(
    'retention',
    isRetention(retention),
    `expected { forgetAfterDays } of at least ${String(LEAST_DAYS)}, or false`,
  )
  expect('limits', limits === undefined || areLimits(limits), 'expected positive numbers by the names of the limits')
  expect(
    'deadlineMs',
    deadlineMs === undefined ||
      (typeof deadlineMs === 'number' && deadlineMs > ((timeoutMs as number | undefined) ?? 20_000)),
    'expected more milliseconds than timeoutMs',
  )
  expect('recovery', isRecovery(recovery), 'expected { everyMs } of at least 100 milliseconds, or false')
  expect('merchants', merchants === undefined || typeof merchants === 'function', 'expected a function')
  expect(
    'timeoutMs',
    timeoutMs === undefined ||
      (typeof timeoutMs === 'number' &&
        Number.isInteger(timeoutMs) &&
        timeoutMs >= 1 &&
        timeoutMs <= LONGEST_TIMEOUT_MS),
    `expected a whole number of milliseconds from 1 to ${LONGEST_TIMEOUT_MS}`,
  )
  if (issues.length > 0) throw new ConfigurationError(issues)
}

const isJournal = (journal: unknown): boolean =>
  has(journal, JOURNAL_METHODS) &&
  Object.entries(JOURNAL_PARTS).every(([part, methods]) => has((journal as Record<string, unknown>)[part], methods))

const JOURNAL_PARTS: Readonly<Record<string, readonly string[]>> = {
  tokens: ['load', 'save', 'claim'],
  inbox: ['keep', 'due', 'settle', 'delivery', 'deliveries', 'forget'],
  outbox: ['claim', 'events', 'aside', 'advance', 'retry', 'release', 'subscribers', 'unsubscribe', 'forget'],
}

const has = (value: unknown, methods: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((method) => typeof (value as Readonly<Record<string, unknown>>)[method] === 'function')

const isRecovery = (recovery: unknown): boolean => {
  if (recovery === undefined || recovery === false) return true
  if (typeof recovery !== 'object' || recovery === null || Array.isArray(recovery)) return false
  const { everyMs = 100, ...others }: { readonly everyMs?: unknown } = recovery
  return Object.keys(others).length === 0 && typeof everyMs === 'number' && everyMs >= 100 && everyMs <= 2 ** 31 - 1
}

const isRetention = (retention: unknown): boolean => {
  if (retention === undefined || retention === false) return true
  if (typeof retention !== 'object' || retention === null || Array.isArray(retention)) return false
  const { forgetAfterDays, ...others }: { readonly forgetAfterDays?: unknown } = retention
  return Object.keys(others).length === 0 && typeof forgetAfterDays === 'number' && forgetAfterDays >= LEAST_DAYS
}

const isRouting = (routing: unknown): boolean => {
  if (routing === undefined || typeof routing === 'function') return true
  if (typeof routing !== 'object' || routing === null || Object.keys(routing).length !== 1) return false
  const { priority, weights }: { readonly priority?: unknown; readonly weights?: unknown } = routing
  if (Array.isArray(priority)) return priority.every((name) => typeof name === 'string')
  if (typeof weights !== 'object' || weights === null) return false
  return Object.values(weights).every((share) => typeof share === 'number' && Number.isFinite(share) && share >= 0)
}

/** The accounts for a container; throws `ConfigurationError` for what is no module. */
export const checkProviders = (providers: unknown): void => {
  const issue = (path: string): ConfigurationError =>
    new ConfigurationError([{ path, message: 'expected what an adapter or loadProviders gives' }])
  if (!Array.isArray(providers)) throw issue('providers')
  for (const [index, module] of providers.entries()) {
    // By its form: the module may come from another copy of inversify.
    if (!has(module, ['load'])) throw issue(`providers[${String(index)}]`)
  }
}
