import { inspect } from 'node:util'
import { createPayments, type Logger, type Operation, type OperationKind, type Payments } from '@polyrail/core'
import { CaseClock } from './clock.js'
import { SharedJournal, type Hooks } from './journal.js'
import { FaultProxy } from './proxy/proxy.js'
import type { About, ProviderServer } from './server.js'
import { Mailbox } from './webhooks/mailbox.js'
import type { AdapterSubject, AdapterWorld, Place } from './world.js'

/** The account that every case is about. */
export const ACCOUNT = 'account-under-test'

const TIMEOUT_MS = 10_000
/** More than any case makes: what an account is spared is no matter of its adapter. */
const UNLIMITED = { unresolved: 10_000, circuit: false } as const

export interface Instance {
  /** With a journal of its own: it knows nothing of what other instances have done. */
  readonly ownJournal?: true
  readonly hooks?: Hooks
  readonly credentials?: Place['credentials']
  readonly settings?: string | undefined
  readonly timeoutMs?: number
  /** In place of the one that the provider seals its deliveries with. */
  readonly webhookSecrets?: readonly string[]
  /** It will never end, as a process that was killed: nobody waits for it. */
  readonly abandoned?: true
}

interface Parts {
  readonly subject: AdapterSubject
  readonly server: ProviderServer
  readonly proxy: FaultProxy
  readonly clock: CaseClock
  readonly log: string[]
  readonly journal: SharedJournal
  readonly opened: Payments[]
  readonly references: { used: number }
  readonly mail: { box?: Mailbox }
}

/** Where one case plays: the provider's server, the proxy before it, and the library with the adapter. */
export class Stage {
  readonly #parts: Parts
  readonly payments: Payments
  readonly server: ProviderServer
  readonly proxy: FaultProxy
  readonly clock: CaseClock

  constructor(parts: Parts, payments: Payments) {
    this.#parts = parts
    this.payments = payments
    this.server = parts.server
    this.proxy = parts.proxy
    this.clock = parts.clock
  }

  get world(): AdapterWorld {
    return this.#parts.subject.world
  }

  /** Everything that was logged. */
  get log(): readonly string[] {
    return this.#parts.log
  }

  /** The same provider for another instance of the library, as another process has it. */
  another(options: Instance): Promise<Stage> {
    const journal = options.ownJournal === true ? new SharedJournal(this.clock) : this.#parts.journal
    return open({ ...this.#parts, journal }, options)
  }

  /** A provider of its own, where nothing of this one has happened. */
  elsewhere(): Promise<Stage> {
    return openStage(this.#parts.subject)
  }

  /** A reference that was not used before. */
  reference(): string {
    this.#parts.references.used += 1
    return `order-${String(this.#parts.references.used)}`
  }

  /** The latest operation under a reference. */
  async operation({
    kind,
    reference,
  }: {
    readonly kind: OperationKind
    readonly reference: string
  }): Promise<Operation | undefined> {
    let found: Operation | undefined
    for await (const operation of this.payments.operations.list()) {
      if (operation.kind === kind && operation.reference === reference) found = operation
    }
    return found
  }

  /** Lets people at the provider do these things, one after the other. */
  async act(acts: readonly string[], about: About): Promise<void> {
    for (const name of acts) await this.server.act(name, about)
  }

  /** What the provider tells from now on, of its own accord; the same for all instances. */
  async mailbox(): Promise<Mailbox> {
    const { mail, server } = this.#parts
    mail.box ??= await Mailbox.open(server)
    return mail.box
  }

  /** Ends everything, the provider last; whoever still waits for an answer need not. */
  async close(): Promise<void> {
    await this.proxy.close()
    await Promise.all(this.#parts.opened.map((payments) => payments.close()))
    await this.#parts.mail.box?.close()
    await this.server.close()
  }
}

export const openStage = async (subject: AdapterSubject): Promise<Stage> => {
  const server = await subject.world.start()
  const proxy = await FaultProxy.start(server.url)
  const clock = new CaseClock()
  const journal = new SharedJournal(clock)
  try {
    return await open(
      { subject, server, proxy, clock, log: [], journal, opened: [], references: { used: 0 }, mail: {} },
      {},
    )
  } catch (error) {
    await proxy.close()
    await server.close()
    throw error
  }
}

const open = async (parts: Parts, options: Instance): Promise<Stage> => {
  const { subject, proxy, clock, log, journal, opened } = parts
  const { hooks, credentials = 'right', settings, timeoutMs = TIMEOUT_MS, abandoned } = options
  const { webhooks } = subject.world
  const { webhookSecrets = webhooks === undefined ? [] : [webhooks.secret] } = options
  const place = {
    ...{ baseUrl: proxy.url, name: ACCOUNT, credentials, webhookSecrets },
    ...(settings === undefined ? {} : { settings }),
  }
  const payments = await createPayments({
    journal: journal.handle(hooks),
    providers: [subject.createProvider(place)],
    logger: collecting(log),
    clock,
    timeoutMs,
    limits: UNLIMITED,
    // What is looked up is what a case looks up.
    recovery: false,
  })
  if (abandoned !== true) opened.push(payments)
  return new Stage(parts, payments)
}

const collecting = (lines: string[]): Logger => {
  const write = (fields: object, message: string): void =>
    void lines.push(`${inspect(fields, { depth: 10 })} ${message}`)
  return { debug: write, info: write, warn: write, error: write }
}
