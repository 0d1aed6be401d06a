import { randomUUID } from 'node:crypto'
import { Container, ContainerModule, type ServiceIdentifier } from 'inversify'
import type { ProviderAccount } from '../adapter/account.js'
import type { ProviderModule } from '../adapter/provider.js'
import { systemClock, systemRandom } from '../clock/clock.js'
import { ConfigurationError, PaymentError } from '../errors/errors.js'
import { ProviderClient, type ClientContext } from '../engine/client.js'
import { Engine } from '../engine/engine.js'
import { journalError } from '../engine/entry.js'
import { fingerprintOf } from '../engine/fingerprint.js'
import type { EventsContext } from '../events/events.js'
import { Quarantine } from '../engine/quarantine.js'
import { DEFAULT_MERCHANT } from '../engine/references.js'
import { closedUnless, encryptedJournal, expectClear } from '../journal/encrypted.js'
import type { JournalFacts, OperationRecord } from '../journal/port.js'
import { defaultLogger, shielded } from '../log/logger.js'
import { paymentsOf, type Payments as PaymentsInterface } from '../payments/payments.js'
import type { Scope } from '../payments/scope.js'
import type { Served, ServedBy } from '../payments/serves.js'
import { Recovery } from '../recovery/recovery.js'
import { routerOf } from '../routing/router.js'
import { RefusedWebhooks } from '../webhooks/receiving.js'
import { InboxWorker } from '../webhooks/worker.js'
import { nodeTransport } from '../transport/node.js'
import type { Timeouts } from '../transport/port.js'
import { Clock, HttpTransport, Journal, Logger, ProviderAccountId, Router, TokenStore } from './identifiers.js'
import { checkOptions, checkProviders, type PolyrailOptions } from './options.js'

export type Payments<S extends Served = Served> = PaymentsInterface<S>
export const Payments: ServiceIdentifier<Payments> = Symbol.for('@polyrail/core Payments')

export interface CreatePaymentsOptions<Modules extends readonly ContainerModule[]> extends PolyrailOptions {
  readonly providers: Modules
}

const DEFAULT_TIMEOUT_MS = 20_000
const CONNECT_MS = 3_000
const BODY_IDLE_MS = 5_000
const BODY_TOTAL_MS = 10_000
const LEASE_MARGIN_MS = 15_000
const ARM_TO_WRITE_MS = 2_000
const CLOCK_SKEW_MS = 5_000
const RECOVER_EVERY_MS = 5_000
const SEND_WITHIN_MS = 10_000
const NUDGE_MS = 5_000
const FORGET_AFTER_DAYS = 90
const DAY_MS = 24 * 60 * 60_000

/**
 * Opens the journal and gives the facade. Rejects with `ConfigurationError` or `JournalError`; then nothing was
 * sent. Close it with `close()` or `await using`.
 */
export const createPayments = async <const Modules extends readonly ContainerModule[]>({
  providers,
  ...options
}: CreatePaymentsOptions<Modules>): Promise<Payments<ServedOf<Modules>>> => {
  checkProviders(providers)
  const container = new Container()
  container.load(polyrail(options), ...providers)
  const payments: unknown = await container.getAsync(Payments)
  return payments as Payments<ServedOf<Modules>>
}

type ServedOf<Modules extends readonly ContainerModule[]> = [ServedBy<Modules[number]>] extends [never]
  ? Served
  : ServedBy<Extract<Modules[number], ProviderModule>>

/**
 * Everything but the providers, for a container of the platform's own. Load the adapters' modules beside it, rebind
 * any port before the first `getAsync(Payments)`.
 */
export const polyrail = (options: PolyrailOptions): ContainerModule => {
  checkOptions(options)
  return new ContainerModule(({ bind }) => {
    bind(Journal).toConstantValue(options.journal)
    bind(Logger).toConstantValue(options.logger ?? defaultLogger())
    bind(Clock).toConstantValue(options.clock ?? systemClock)
    bind(Router).toConstantValue(routerOf(options.routing))
    bind(TokenStore).toDynamicValue((context) => context.get(Journal).tokens)
    bind(HttpTransport)
      .toDynamicValue(() => nodeTransport())
      .inSingletonScope()
    bind(Payments)
      .toDynamicValue((context) =>
        open(options, {
          accounts: context.getAll(ProviderAccountId, { optional: true }),
          journal: context.get(Journal),
          transport: context.get(HttpTransport),
          tokens: context.get(TokenStore),
          clock: context.get(Clock),
          logger: shielded(context.get(Logger)),
          router: context.get(Router),
        }),
      )
      .inSingletonScope()
  })
}

interface Ports extends Pick<ClientContext, 'transport' | 'tokens' | 'clock' | 'logger'> {
  readonly accounts: readonly ProviderAccount[]
  readonly journal: Journal
  readonly router: Router
}

const open = async (options: PolyrailOptions, ports: Ports): Promise<Payments> => {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, deadlineMs, merchants, limits = {}, encryption, clock: own } = options
  const { recovery: recovering = {}, retention = { forgetAfterDays: FORGET_AFTER_DAYS } } = options
  const { clock, logger, transport, tokens, router } = ports
  const journal = encryption === undefined ? ports.journal : encryptedJournal(ports.journal, encryption)
  const timeouts: Timeouts = {
    connectMs: CONNECT_MS,
    headersMs: timeoutMs,
    bodyIdleMs: BODY_IDLE_MS,
    bodyTotalMs: BODY_TOTAL_MS,
  }
  const context: ClientContext = { transport, tokens, clock, logger, timeouts, random: systemRandom, limits }
  const shared = clientsOf(ports.accounts, context)
  const facts = await opened(journal, { clock: own, isEncrypted: encryption !== undefined })
  const { fingerprintKey } = facts
  const quarantine = new Quarantine(facts, { journal, logger })
  const leaseMs = timeoutMs + BODY_TOTAL_MS + LEASE_MARGIN_MS
  const engine = new Engine({
    journal,
    clock,
    logger,
    fingerprintKey,
    newId: (prefix) => newId(prefix, clock.now()),
    owner: randomUUID(),
    leaseMs,
    armToWriteMs: ARM_TO_WRITE_MS,
    quarantine: () => quarantine.facts,
    settleFloorMs: leaseMs + ARM_TO_WRITE_MS + CLOCK_SKEW_MS,
    sendWithinMs: (deadlineMs ?? timeoutMs + SEND_WITHIN_MS) - timeoutMs,
    waitMs: leaseMs,
    nudge: (operation) => nudge(operation),
  })
  const nudges = new Throttle(clock, NUDGE_MS)
  const nudge = (operation: OperationRecord): void => {
    // What was sent just now has its first check planned.
    if (recovering === false || clock.now() - operation.armedAt < NUDGE_MS) return
    if (nudges.pass(operation.id)) recovery.nudge(operation)
  }
  const scopeOf = (merchant: string): Scope => ({
    merchant,
    engine,
    journal,
    clock,
    router,
    logger,
    random: systemRandom,
    settleFloorMs: leaseMs + ARM_TO_WRITE_MS + CLOCK_SKEW_MS,
    nudge,
    fingerprint: (content) => fingerprintOf(fingerprintKey, content),
    quarantine: () => quarantine.facts,
    release: (decision) => quarantine.release(decision),
    clients: merchantClients(merchant, { shared, merchants, context }),
  })
  const scopes = scopesOnce(scopeOf)
  const forgetAfterMs = retention === false ? undefined : retention.forgetAfterDays * DAY_MS
  const common = { journal, clock, logger, random: systemRandom, scopeOf: scopes }
  const worker = new InboxWorker(common)
  const receiving = {
    worker,
    newId: (prefix: 'wh') => newId(prefix, clock.now()),
    refused: new RefusedWebhooks(),
  }
  const telling: EventsContext = { journal, clock, logger, active: new Set() }
  const recovery = new Recovery({ ...common, forgetAfterMs, chores: [() => worker.due()] })
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= shutDown())
  const shutDown = async (): Promise<void> => {
    // Answers in flight first: what they say is worth more than any look-up.
    await engine.close()
    const stopped = Promise.all([recovery.stop(), worker.stop(), ...[...telling.active].map((active) => active.stop())])
    transport.close()
    await stopped
    await journal.close()
  }
  if (recovering !== false) recovery.start(recovering.everyMs ?? RECOVER_EVERY_MS)
  return paymentsOf({ scopeOf: scopes, receiving, telling, recover: () => recovery.recover(), close })
}

/** Lets each name pass once in a while. */
class Throttle {
  readonly #passed = new Map<string, number>()

  constructor(
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly everyMs: number,
  ) {}

  pass(name: string): boolean {
    const now = this.clock.monotonic()
    for (const [other, at] of this.#passed) {
      if (now - at < this.everyMs) break
      this.#passed.delete(other)
    }
    if (this.#passed.has(name)) return false
    this.#passed.set(name, now)
    return true
  }
}

/** Ids grow with time, so that what is written together lies together: random ones cost the journal half its speed. */
const newId = (prefix: string, now: number): string => {
  const random = randomUUID()
  return `${prefix}_${now.toString(16).padStart(12, '0')}${random.slice(0, 8)}${random.slice(24)}`
}

/** A journal that was opened and is refused is closed again; one that could not be opened may be tried again. */
const opened = async (
  journal: Journal,
  { clock, isEncrypted }: { readonly clock: Clock | undefined; readonly isEncrypted: boolean },
): Promise<JournalFacts> => {
  try {
    const facts = await journal.open(clock === undefined ? {} : { clock })
    if (!isEncrypted) await closedUnless(journal, expectClear(journal))
    return facts
  } catch (error) {
    if (error instanceof PaymentError) throw error
    throw journalError('The journal could not be opened', {}, error)
  }
}

/** One scope per merchant, so that its accounts are opened once. */
const scopesOnce = (scopeOf: (merchant: string) => Scope) => {
  const scopes = new Map<string, Scope>()
  return (merchant: string): Scope => {
    const scope = scopes.get(merchant) ?? scopeOf(merchant)
    scopes.set(merchant, scope)
    return scope
  }
}

type Clients = ReadonlyMap<string, ProviderClient>

const clientsOf = (accounts: readonly ProviderAccount[], context: ClientContext): Clients => {
  const clients = new Map<string, ProviderClient>()
  for (const account of accounts) {
    if (clients.has(account.name)) {
      throw new ConfigurationError([{ path: 'name', message: `two provider accounts are named ${account.name}` }])
    }
    clients.set(account.name, new ProviderClient(account, context))
  }
  return clients
}

const merchantClients = (
  merchant: string,
  { shared, merchants, context }: { shared: Clients; merchants: PolyrailOptions['merchants']; context: ClientContext },
): (() => Promise<Clients>) => {
  if (merchants === undefined || merchant === DEFAULT_MERCHANT) return () => Promise.resolve(shared)
  let clients: Promise<Clients> | undefined
  const load = async (): Promise<Clients> => {
    const container = new Container()
    const modules = await merchants(merchant)
    checkProviders(modules)
    container.load(...modules)
    return clientsOf(container.getAll(ProviderAccountId, { optional: true }), context)
  }
  return () => {
    clients ??= load().catch((error: unknown) => {
      // Not remembered: the platform's own look-up may work the next time.
      clients = undefined
      throw error
    })
    return clients
  }
}
