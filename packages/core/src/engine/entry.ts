import type { Endpoint } from '../adapter/endpoint.js'
import type { Clock } from '../clock/clock.js'
import type { PaymentObject } from '../contract/common.js'
import { JournalError } from '../errors/errors.js'
import type { Armed, Intent, Journal, ObjectWrite, OperationRecord, Outcome } from '../journal/port.js'
import { logUnrecorded } from '../log/events.js'
import type { Logger } from '../log/logger.js'
import { ownFields } from '../schema/own.js'
import type { Permission } from '../transport/port.js'
import type { QuarantineFacts } from './quarantine.js'
import { FIRST_CHECK_MS, staysOpen } from './schedule.js'
import { asItWas } from './unexecuted.js'
import {
  Blocked,
  objectWrite,
  withTimes,
  type Answer,
  type Beginning,
  type Body,
  type Plan,
  type Target,
} from './plan.js'

export interface SendingContext {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
  readonly owner: string
  readonly leaseMs: number
  /** That the journal may lack sends: then what can be looked up is, before it is sent. */
  readonly quarantine: () => QuarantineFacts | undefined
  /** A provider's silence says nothing before our own part of the way is certainly over. */
  readonly settleFloorMs: number
  /** How long after the caller's command a request may still be sent: what is left is for the answer. */
  readonly sendWithinMs: number
  /** How long after the intent was committed the request may still be written. */
  readonly armToWriteMs: number
}

/** What is sent, under which names. */
export interface SendingStart<T extends PaymentObject, A extends Answer> {
  readonly plan: Plan<T, A>
  readonly beginning: Beginning<T, A>
  readonly fingerprint: string
  readonly providerReference: string
  /** What the journal held under this reference: absent, or something that executed nothing. */
  readonly seen: OperationRecord | undefined
  /** The id of the operation: a new one, or the seen one's to claim it. */
  readonly operation: string
}

/** Somebody else was first with this reference; `operation` is theirs. */
export class Overtaken extends Error {
  constructor(readonly operation: OperationRecord) {
    super('another sender was first')
  }
}

/** What the intent was decided on has changed: look again. */
export class Stale extends Error {}

type OutcomeFacts = Pick<Outcome, 'state' | 'cause' | 'providerId' | 'error' | 'step' | 'quiet'>

/** The journal's side of one sending: what was seen, what is armed, what became of it. */
export class Entry<T extends PaymentObject, A extends Answer> {
  #seen: OperationRecord | undefined
  /** The operation while it is ours and SENDING. */
  #armed: OperationRecord | undefined
  /** How often this sending has been armed: each time, the versions of what it was decided on have grown. */
  #arms = 0
  readonly #known: Record<string, string> = {}
  readonly #start: SendingStart<T, A>
  readonly #context: SendingContext

  constructor(start: SendingStart<T, A>, context: SendingContext) {
    this.#start = start
    this.#context = context
    this.#seen = start.seen
  }

  get hasArmed(): boolean {
    return this.#arms > 0
  }

  /** The answer of a preparation that an earlier attempt has made, as JSON text. */
  stepDone({ name, preparation }: Endpoint): string | undefined {
    const steps = this.#steps()
    return preparation && Object.hasOwn(steps, name) ? steps[name] : undefined
  }

  /** Keeps what was read, with the next intent. */
  keep(step: string, answer: string): void {
    this.#known[step] = answer
  }

  /** Begins to commit "about to send", and says whether the request may be written. */
  arm(endpoint: Pick<Endpoint, 'name'>): { readonly permission: Promise<Permission>; readonly armed: Promise<Armed> } {
    const { clock, journal, armToWriteMs } = this.#context
    const [wall, monotonic] = [clock.now(), clock.monotonic()]
    // A process that was stopped in between must not write: others may have settled the operation by then.
    const stillValid = (): boolean =>
      clock.monotonic() - monotonic <= armToWriteMs && Math.abs(clock.now() - wall) <= armToWriteMs
    const intent = this.#intent(endpoint)
    // Asynchronous from here: a journal that throws instead of rejecting must not break the exchange.
    const armed = (async () => journal.arm(intent))()
    const permission = armed.then((result): Permission =>
      result.armed ? { granted: true, stillValid } : { granted: false },
    )
    return { armed, permission }
  }

  /** The operation that was armed. Rejects with `JournalError`, or {@link Overtaken}; then nothing was sent. */
  async confirm(arming: Promise<Armed>): Promise<OperationRecord> {
    const result = await arming.catch((cause: unknown) => {
      throw journalError('The intent could not be stored, so nothing was sent', this.#start.plan, cause)
    })
    const operation = ownFields(result.operation)
    if (!result.armed && result.because === 'lane') throw new Blocked(operation)
    if (!result.armed && result.because === 'object') throw new Stale('what it was decided on has changed')
    if (!result.armed) throw new Overtaken(operation)
    this.#arms += 1
    this.#armed = operation
    return this.#armed
  }

  /** That nothing happened: what was to change is as it was; what was to be created shows `otherwise`. */
  recordNothing(facts: OutcomeFacts, otherwise: Body<T>): Promise<OperationRecord | undefined> {
    const { before } = this.#start.beginning
    return before === undefined ? this.record(facts, otherwise) : this.#record(facts, asItWas(before))
  }

  /** Undefined where the journal did not take it: what we know first-hand is still true. */
  record(facts: OutcomeFacts, body: Body<T>): Promise<OperationRecord | undefined> {
    return this.#record(facts, objectWrite(this.#start.plan.type, body))
  }

  async #record(facts: OutcomeFacts, object: ObjectWrite): Promise<OperationRecord | undefined> {
    const { journal, logger, leaseMs, sendWithinMs } = this.#context
    const armed = this.#armed
    if (armed === undefined) return undefined
    this.#armed = undefined
    try {
      const { recorded, operation } = await journal.record({
        id: armed.id,
        merchant: armed.merchant,
        fence: armed.fence,
        attempt: armed.attempt,
        object,
        ...(staysOpen(facts.state, object.status) ? { nextCheckInMs: FIRST_CHECK_MS } : {}),
        // By then the call has gone on, or never will.
        ...(facts.quiet === undefined ? {} : { nextCheckInMs: sendWithinMs + leaseMs }),
        ...facts,
      })
      this.#seen = ownFields(operation)
      if (!recorded) logUnrecorded(logger, armed.id, 'the lease had ended')
      return recorded ? operation : undefined
    } catch (error) {
      logUnrecorded(logger, armed.id, error instanceof Error ? error.message : 'the journal failed')
      this.#seen = armed
      return undefined
    }
  }

  /**
   * Asked where an outcome that executed nothing was not taken: rejects with {@link Overtaken} where another operation has
   * come in its place since. What became of that one is what became of the reference.
   */
  async mustBeLatest(): Promise<void> {
    const { plan, operation } = this.#start
    const latest = await this.#context.journal.findOperation(plan).catch(() => undefined)
    if (latest !== undefined && latest.id !== operation) throw new Overtaken(ownFields(latest))
  }

  /** The public object, with the times of the journal where it took the outcome. */
  async result(body: Body<T>, recorded: OperationRecord | undefined): Promise<T> {
    const now = this.#context.clock.now()
    const times = recorded ?? this.#seen ?? { id: this.#start.operation, createdAt: now, updatedAt: now }
    const createdAt = (await this.#firstCreatedAt(body.id)) ?? times.createdAt
    return withTimes<T>(body, { id: times.id, createdAt, updatedAt: times.updatedAt })
  }

  /** An object that an earlier operation has made is older than this one. */
  async #firstCreatedAt(id: string): Promise<number | undefined> {
    const { seen, plan, beginning } = this.#start
    if (beginning.before !== undefined) return beginning.before.createdAt
    if (seen === undefined) return undefined
    const { merchant, type } = plan
    const record = await this.#context.journal.object({ merchant, type, id }).catch(() => undefined)
    return record?.createdAt
  }

  /** Preparations at another account are of no use at this one. */
  #steps(): OperationRecord['steps'] {
    const done = this.#seen?.provider === this.#start.plan.client.account.name ? this.#seen.steps : {}
    return { ...done, ...this.#known }
  }

  #intent({ name }: Pick<Endpoint, 'name'>): Intent {
    const { plan, beginning, fingerprint, providerReference, operation } = this.#start
    const { before, parent } = beginning
    const { owner, leaseMs } = this.#context
    const seen = this.#seen
    return {
      merchant: plan.merchant,
      kind: plan.kind,
      reference: plan.reference,
      id: operation,
      ...(seen === undefined ? {} : { seen: { id: seen.id, version: seen.version } }),
      ...(seen === undefined || seen.id === operation ? {} : { supersedes: seen.id }),
      fingerprint,
      provider: plan.client.account.name,
      providerReference,
      tried: plan.tried,
      request: beginning.request,
      step: name,
      steps: this.#steps(),
      object: objectWrite(plan.type, beginning.body),
      // Armed and recorded: two writes for each time before.
      ...(before === undefined ? {} : { objectVersion: before.version + 2 * this.#arms }),
      ...(parent === undefined
        ? {}
        : { parent: { type: parent.type, id: parent.id, version: parent.version + this.#arms } }),
      lanes: [...(plan.lanes ?? []), ...(beginning.lanes ?? [])],
      ...(beginning.acknowledged === undefined
        ? {}
        : { acknowledged: { operations: beginning.acknowledged, lanes: beginning.lanes ?? [] } }),
      owner,
      leaseMs,
    }
  }
}

/** A failure of the journal, as the error that callers know. */
export const journalError = (
  message: string,
  { reference }: Partial<Pick<Target, 'reference'>>,
  cause?: unknown,
): JournalError => {
  const detail = cause instanceof Error ? `: ${cause.message}` : ''
  return new JournalError(message + detail, { reference, retryable: true, cause })
}
