import type { MappingContext } from '../adapter/definition.js'
import type { Call, Endpoint } from '../adapter/endpoint.js'
import type { PaymentObject } from '../contract/common.js'
import { JournalError, type PaymentError } from '../errors/errors.js'
import type { Armed, Intent, Journal, OperationRecord, Outcome } from '../journal/port.js'
import { isLegal } from '../journal/states.js'
import { logUnknown, logUnrecorded } from '../log/events.js'
import type { Logger } from '../log/logger.js'
import { cleanBody } from '../log/redact.js'
import { sameMoney } from '../money/money.js'
import type { Clock } from '../clock/clock.js'
import type { Permission } from '../transport/port.js'
import type { FailureVerdict } from './classify.js'
import type { Credentials, PreparedCall } from './client.js'
import { errorOf, storedError } from './failures.js'
import { failedBody, objectWrite, withTimes, type Answer, type Body, type Plan, type Target } from './plan.js'
import { stateFor } from './statuses.js'

export interface SendingContext {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
  readonly owner: string
  readonly leaseMs: number
  /** How long after the intent was committed the request may still be written. */
  readonly armToWriteMs: number
}

/** What is sent, under which names. */
export interface SendingStart<T extends PaymentObject, A extends Answer> {
  readonly plan: Plan<T, A>
  readonly fingerprint: string
  readonly providerReference: string
  readonly body: Body<T>
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

/** How the calls of the mapping ended, which stands whatever the mapping makes of it. */
type Ending =
  | { readonly kind: 'rejected'; readonly error: Error }
  | { readonly kind: 'unknown'; readonly cause: string }
  | { readonly kind: 'decided'; readonly answer: unknown; readonly text: string }

/**
 * One run of a mapping whose calls go through the send sequence: prepare, credentials, connect, arm, write,
 * classify, record. At most one call that is not a preparation is sent.
 */
export class Sending<T extends PaymentObject, A extends Answer> {
  #seen: OperationRecord | undefined
  /** The operation while it is ours and SENDING. */
  #armed: OperationRecord | undefined
  #ending: Ending | undefined
  /** The write that is under way: never two, and never forgotten by a mapping that does not wait for it. */
  #writing: Promise<unknown> | undefined

  constructor(
    private readonly start: SendingStart<T, A>,
    private readonly context: SendingContext,
  ) {
    this.#seen = start.seen
  }

  /** The object, `unknown` included. Rejects only where nothing was executed, or with {@link Overtaken}. */
  async run(): Promise<T> {
    const { plan, providerReference } = this.start
    const context: MappingContext = { call: this.#call, reference: providerReference }
    let answer: A | undefined
    let problem: unknown
    try {
      answer = await plan.run(context)
    } catch (error) {
      problem = error
    }
    await this.#writing?.catch(() => undefined)
    const ending = this.#ending
    if (ending?.kind === 'rejected') throw ending.error
    if (ending?.kind === 'unknown') return this.#unknown(ending.cause)
    if (ending === undefined) throw problem ?? new Error(`the adapter of ${plan.client.account.name} sent nothing`)
    if (answer === undefined) return this.#unknown('unreadable')
    return this.#answered(answer, ending)
  }

  readonly #call: Call = async (endpoint, input) => {
    if (this.#ending !== undefined && this.#ending.kind !== 'decided') throw new Error('this operation has ended')
    const { client } = this.start.plan
    if (endpoint.effect === 'read') return (await client.read(endpoint, input)).answer as never
    if (this.#ending !== undefined) throw new Error(`${endpoint.name} would be a second decisive call`)
    if (this.#writing !== undefined) throw new Error(`${endpoint.name} would be sent beside another call`)
    const done = this.#stepDone(endpoint)
    if (done !== undefined) return JSON.parse(done) as never
    try {
      this.#writing = this.#write(client.prepare(endpoint, input))
      const answer = await this.#writing
      this.#writing = undefined
      return answer as never
    } catch (error) {
      // What stands is the first ending, even if the mapping swallows this error.
      this.#ending ??= { kind: 'rejected', error: error instanceof Error ? error : new Error('failed before sending') }
      throw error
    }
  }

  #stepDone({ name, preparation }: Endpoint): string | undefined {
    const steps = this.#seen?.steps
    return preparation && steps !== undefined && Object.hasOwn(steps, name) ? steps[name] : undefined
  }

  async #write(call: PreparedCall): Promise<unknown> {
    const { client } = this.start.plan
    const { endpoint } = call
    let credentials = await client.credentials()
    for (let renewals = 0; ; renewals += 1) {
      const { verdict, operation } = await this.#attempt(call, credentials)
      if (verdict.kind === 'accepted') {
        if (endpoint.preparation) await this.#prepared(endpoint, verdict.text)
        else this.#ending = { kind: 'decided', answer: verdict.answer, text: verdict.text }
        return verdict.answer
      }
      const { action, failure } = verdict
      if (action === 'unknown' || action === 'repeat') {
        this.#ending = { kind: 'unknown', cause: failure }
        throw new Error(`what became of ${endpoint.name} is unknown`)
      }
      const error = this.#errorOf(verdict, endpoint, operation)
      if (operation === undefined) throw error
      const recorded = await this.#proveNotExecuted(action === 'refused' ? 'DECLINED' : 'NOT_SENT', verdict, error)
      const others = action === 'authenticate' && renewals === 0 ? await client.renewed(credentials) : undefined
      if (others === undefined || recorded === undefined) throw error
      credentials = others
    }
  }

  /** Connect, arm, write, classify. `operation` is absent where nothing was armed. */
  async #attempt(call: PreparedCall, credentials: Credentials) {
    const { client } = this.start.plan
    let arming: Promise<Armed> | undefined
    const verdict = await client.attempt(call, credentials, {
      fresh: client.isBlind(call.endpoint),
      operation: this.start.operation,
      beforeWrite: () => {
        const { permission, armed } = this.#arm(call.endpoint)
        arming = armed
        return permission
      },
    })
    if (arming === undefined) return { verdict, operation: undefined }
    const { armed, operation } = await arming.catch((cause: unknown) => {
      throw journalError('The intent could not be stored, so nothing was sent', { cause, plan: this.start.plan })
    })
    if (!armed) throw new Overtaken(operation)
    this.#armed = operation
    return { verdict, operation }
  }

  #arm({ name }: Endpoint): { permission: Promise<Permission>; armed: Promise<Armed> } {
    const { clock, journal, armToWriteMs } = this.context
    const [wall, monotonic] = [clock.now(), clock.monotonic()]
    // A process that was stopped in between must not write: others may have settled the operation by then.
    const stillValid = (): boolean =>
      clock.monotonic() - monotonic <= armToWriteMs && Math.abs(clock.now() - wall) <= armToWriteMs
    const armed = journal.arm(this.#intent(name))
    return {
      armed,
      permission: armed.then((result) => (result.armed ? { granted: true, stillValid } : { granted: false })),
    }
  }

  #intent(step: string): Intent {
    const { plan, fingerprint, providerReference, body, operation } = this.start
    const { owner, leaseMs } = this.context
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
      request: JSON.stringify(plan.content),
      step,
      object: objectWrite(plan.type, body as Body<PaymentObject> & { readonly status: string }),
      owner,
      leaseMs,
    }
  }

  /** A preparation is done: kept, so that whoever goes on does so after it. */
  async #prepared({ name }: Endpoint, answer: string): Promise<void> {
    const body = failedBody(this.start.body, {
      code: 'interrupted',
      message: 'Nothing was paid; call again with the same reference to go on',
    })
    const recorded = await this.#record({ state: 'NOT_SENT', cause: 'prepared', step: { name, answer } }, body)
    if (recorded !== undefined) return
    this.#ending = { kind: 'unknown', cause: 'not_recorded' }
    throw new Error('the preparation could not be recorded')
  }

  #proveNotExecuted(
    state: 'DECLINED' | 'NOT_SENT',
    { failure }: FailureVerdict,
    error: PaymentError,
  ): Promise<OperationRecord | undefined> {
    const reason = { code: error.code, message: error.message }
    const providerCode = error.providerCode === undefined ? {} : { providerCode: error.providerCode }
    const body = failedBody(this.start.body, { ...reason, ...providerCode })
    return this.#record({ state, cause: failure, error: storedError(error) }, body)
  }

  async #unknown(cause: string): Promise<T> {
    const { plan, body, operation } = this.start
    logUnknown(this.context.logger, {
      operation,
      kind: plan.kind,
      provider: plan.client.account.name,
      state: 'UNKNOWN',
      cause,
    })
    return this.#result(body, await this.#record({ state: 'UNKNOWN', cause }, body))
  }

  async #answered(answer: A, { answer: wire, text }: Ending & { kind: 'decided' }): Promise<T> {
    const { plan, body, providerReference } = this.start
    const echoed = 'amount' in answer ? answer.amount : undefined
    if (answer.providerId === '') return this.#unknown('unreadable')
    if (answer.reference !== undefined && answer.reference !== providerReference) return this.#unknown('mismatch')
    if (echoed !== undefined && plan.amount !== undefined && !sameMoney(echoed, plan.amount)) {
      return this.#unknown('mismatch')
    }
    const merged: Body<T> = {
      ...plan.merge(body, answer),
      raw: cleanBody(wire, text, plan.client.account.secrets),
    }
    const planned = stateFor(answer.status)
    const state = isLegal('SENDING', planned) ? planned : 'DECLINED'
    const change = { state: state as Outcome['state'], cause: 'answered', providerId: answer.providerId }
    return this.#result(merged, await this.#record(change, merged))
  }

  /** Undefined where the journal did not take it: what we know first-hand is still true. */
  async #record(
    change: Pick<Outcome, 'state' | 'cause' | 'providerId' | 'error' | 'step'>,
    body: Body<T>,
  ): Promise<OperationRecord | undefined> {
    const { plan } = this.start
    const armed = this.#armed
    if (armed === undefined) return undefined
    this.#armed = undefined
    try {
      const { recorded, operation } = await this.context.journal.record({
        id: armed.id,
        merchant: plan.merchant,
        fence: armed.fence,
        attempt: armed.attempt,
        object: objectWrite(plan.type, body as Body<PaymentObject> & { readonly status: string }),
        ...change,
      })
      this.#seen = operation
      if (!recorded) logUnrecorded(this.context.logger, armed.id, 'the lease had ended')
      return recorded ? operation : undefined
    } catch (error) {
      logUnrecorded(this.context.logger, armed.id, error instanceof Error ? error.message : 'the journal failed')
      this.#seen = armed
      return undefined
    }
  }

  #result(body: Body<T>, recorded: OperationRecord | undefined): T {
    const known = recorded ?? this.#seen
    const now = this.context.clock.now()
    return withTimes<T>(body, known ?? { id: this.start.operation, createdAt: now, updatedAt: now })
  }

  #errorOf(verdict: FailureVerdict, { name }: Endpoint, operation: OperationRecord | undefined): PaymentError {
    const { plan } = this.start
    const { account } = plan.client
    return errorOf(verdict, { account, endpoint: name, operation: operation?.id, reference: plan.reference })
  }
}

export const journalError = (
  message: string,
  { cause, plan }: { readonly cause: unknown; readonly plan: Pick<Target, 'reference'> },
): JournalError => {
  const detail = cause instanceof Error ? `: ${cause.message}` : ''
  return new JournalError(message + detail, { reference: plan.reference, retryable: true, cause })
}
