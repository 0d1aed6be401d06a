import type { Paused } from '../adapter/answers.js'
import type { MappingContext } from '../adapter/definition.js'
import type { Call, Endpoint } from '../adapter/endpoint.js'
import type { PaymentObject } from '../contract/common.js'
import type { PaymentError } from '../errors/errors.js'
import type { Armed, OperationRecord, Outcome } from '../journal/port.js'
import { isLegal, REPLACEABLE } from '../journal/states.js'
import { logUnknown } from '../log/events.js'
import { cleanFields } from '../log/redact.js'
import { ownCopy, ownFields } from '../schema/own.js'
import type { FailureVerdict, Verdict } from './classify.js'
import type { PreparedCall } from './client.js'
import type { Credentials } from './credentials.js'
import { Entry, type SendingContext, type SendingStart } from './entry.js'
import { errorOf, storedError } from './failures.js'
import { lookupOf, PAUSED, readBefore } from './lookups.js'
import { inQuarantine } from './quarantine.js'
import { readOnly } from './reading.js'
import { disbelief, failedBody, type Answer, type Body } from './plan.js'
import { stateFor } from './statuses.js'
import { INTERRUPTED } from './unexecuted.js'

/** How the calls of the mapping ended, which stands whatever the mapping makes of it. */
type Ending =
  | { readonly kind: 'rejected'; readonly error: Error }
  | { readonly kind: 'unknown'; readonly cause: string }
  | { readonly kind: 'decided'; readonly raw: unknown }

/**
 * One run of a mapping whose calls go through the send sequence: prepare, credentials, connect, arm, write,
 * classify, record. At most one call that is not a preparation is sent.
 */
export class Sending<T extends PaymentObject, A extends Answer> {
  #ending: Ending | undefined
  /** The mapping has returned: what it calls afterwards would be sent behind the caller's back. */
  #closed = false
  /** The write that is under way: never two, and never forgotten by a mapping that does not wait for it. */
  #writing: Promise<unknown> | undefined
  readonly #entry: Entry<T, A>
  /** Later than this, on the monotonic clock, nothing is sent any more. */
  readonly #until: number
  readonly #start: SendingStart<T, A>
  readonly #context: SendingContext

  constructor(start: SendingStart<T, A>, context: SendingContext) {
    this.#start = start
    this.#context = context
    this.#entry = new Entry(start, context)
    this.#until = context.clock.monotonic() + context.sendWithinMs
  }

  /** Whether something may have been sent. */
  get hasArmed(): boolean {
    return this.#entry.hasArmed
  }

  /** The object, `unknown` included. Rejects only where nothing was executed, or with `Overtaken`. */
  async run(): Promise<T> {
    const { plan, beginning, providerReference } = this.#start
    const now = this.#context.clock.now()
    const context: MappingContext = { call: this.#call, before: this.#before, reference: providerReference, now }
    let answer: A | Paused | undefined
    let problem: Error | undefined
    try {
      answer = ownFields(await beginning.run(context))
    } catch (error) {
      problem = asError(error)
    }
    this.#closed = true
    await this.#writing?.catch(() => undefined)
    const ending = this.#ending
    if (ending?.kind === 'rejected') throw ending.error
    if (ending?.kind === 'unknown') return this.#unknown(ending.cause)
    if (ending === undefined) {
      if (answer !== undefined && isPaused(answer)) return this.#paused(answer)
      throw problem ?? new Error(`the adapter of ${plan.client.account.name} sent nothing`)
    }
    if (answer === undefined || isPaused(answer)) return this.#unknown('unreadable')
    return this.#answered(answer, ending)
  }

  readonly #call: Call = async (endpoint, input) => {
    if (this.#closed || (this.#ending !== undefined && this.#ending.kind !== 'decided')) {
      throw new Error('this operation has ended')
    }
    const { client } = this.#start.plan
    if (endpoint.effect === 'read') return (await client.read(endpoint, input)).answer as never
    if (this.#ending !== undefined) throw new Error(`${endpoint.name} would be a second decisive call`)
    if (this.#writing !== undefined) throw new Error(`${endpoint.name} would be sent beside another call`)
    const done = this.#entry.stepDone(endpoint)
    if (done !== undefined) return ownCopy(JSON.parse(done)) as never
    try {
      this.#writing = this.#write(client.prepare(endpoint, input))
      return (await this.#writing) as never
    } catch (error) {
      // What stands is the first ending, even if the mapping swallows this error.
      this.#ending ??= { kind: 'rejected', error: asError(error) }
      throw error
    } finally {
      this.#writing = undefined
    }
  }

  readonly #before: Call = async (endpoint, input) => {
    if (endpoint.effect !== 'read') throw new Error(`${endpoint.name} is not a read`)
    const { answer } = await this.#start.plan.client.read(endpoint, input)
    this.#entry.keep(readBefore(endpoint), JSON.stringify(answer))
    return answer as never
  }

  async #write(call: PreparedCall): Promise<unknown> {
    const { plan } = this.#start
    const { client } = plan
    const { endpoint } = call
    const sentBefore = await this.#sentBefore(call)
    if (sentBefore !== undefined) return sentBefore
    let credentials = await client.credentials.current()
    for (let renewed = false; ; renewed = true) {
      const { verdict, operation } = await this.#attempt(call, credentials)
      if (verdict.kind === 'accepted') {
        if (endpoint.preparation) await this.#prepared(endpoint, JSON.stringify(verdict.answer))
        else this.#ending = { kind: 'decided', raw: verdict.raw }
        return verdict.answer
      }
      if (verdict.action === 'unknown' || verdict.action === 'repeat') {
        this.#ending = { kind: 'unknown', cause: verdict.failure }
        throw new Error(`what became of ${endpoint.name} is unknown`)
      }
      const error = this.#errorOf(verdict, endpoint, operation)
      if (operation === undefined) throw error
      const mayRenew = verdict.action === 'authenticate' && !renewed && credentials.token !== undefined
      // Nobody must be told of a refusal that the next token may mend, or another account.
      const quiet = mayRenew || plan.goesOnAfter.includes(error.code) ? ({ quiet: true } as const) : {}
      const told = { ...(mayRenew ? {} : { error: storedError(error) }), ...quiet }
      const recorded = await this.#notExecuted(verdict, error, told)
      if (recorded === undefined) await this.#entry.mustBeLatest()
      const others =
        mayRenew && recorded?.state === 'NOT_SENT' ? await client.credentials.renewed(credentials) : undefined
      if (others === undefined) throw error
      credentials = others
    }
  }

  /** With a journal that was lost or put back: the answer to a call that it does not remember. */
  async #sentBefore({ endpoint, input }: PreparedCall): Promise<unknown> {
    const { client } = this.#start.plan
    const find = lookupOf(client, endpoint.name)?.find
    const { quarantine, clock, settleFloorMs } = this.#context
    const strange = quarantine()
    if (strange === undefined || find === undefined || find === 'repeat') return undefined
    const askedAt = clock.now()
    const found = await find(input, { call: readOnly(client).call, before: this.#before })
    const settleMs = Math.max(client.account.profile.settleWindowMs, settleFloorMs)
    if (found === undefined && askedAt - strange.since < settleMs) {
      throw inQuarantine(strange, 'this may have been sent just before', { provider: client.account.name })
    }
    if (found === undefined) return undefined
    await this.#entry.confirm(this.#entry.arm(endpoint).armed)
    if (endpoint.preparation) await this.#prepared(endpoint, JSON.stringify(found))
    else this.#ending = { kind: 'decided', raw: found }
    return found
  }

  /** Connect, arm, write, classify. `operation` is absent where nothing was armed. */
  async #attempt(
    call: PreparedCall,
    credentials: Credentials,
  ): Promise<{ readonly verdict: Verdict; readonly operation: OperationRecord | undefined }> {
    const { plan, operation: id } = this.#start
    const { gate } = plan.client
    const movesMoney = plan.movesMoney && !call.endpoint.preparation
    const leave = await gate.forWrite(this.#until, movesMoney)
    let arming: Promise<Armed> | undefined
    try {
      await this.#start.beginning.beforeSend?.()
      const verdict = await plan.client.attempt(call, credentials, {
        fresh: plan.client.isBlind(call.endpoint),
        operation: id,
        secrets: plan.secrets,
        beforeWrite: async () => {
          // With too little time left for an answer, a send would only make an unknown outcome.
          if (this.#isLate()) return { granted: false }
          const { permission, armed } = this.#entry.arm(call.endpoint)
          arming = armed
          return permission
        },
      })
      if (arming === undefined && this.#isLate()) gate.expectTime(this.#until)
      gate.wrote(verdict, movesMoney)
      return { verdict, operation: arming === undefined ? undefined : await this.#entry.confirm(arming) }
    } finally {
      leave()
    }
  }

  #isLate(): boolean {
    return this.#context.clock.monotonic() > this.#until
  }

  /** A preparation is done: kept, so that whoever goes on does so after it. */
  async #prepared({ name }: Endpoint, answer: string): Promise<void> {
    const step = { name, answer }
    const recorded = await this.#entry.recordNothing(
      { state: 'NOT_SENT', cause: 'prepared', step, quiet: true },
      failedBody(this.#start.beginning.body, INTERRUPTED),
    )
    if (recorded !== undefined) return
    this.#ending = { kind: 'unknown', cause: 'not_recorded' }
    throw new Error('the preparation could not be recorded')
  }

  #notExecuted(
    { action, failure }: FailureVerdict,
    error: PaymentError,
    told: Pick<Outcome, 'error' | 'quiet'>,
  ): Promise<OperationRecord | undefined> {
    const { code, message, providerCode } = error
    const reason = { code, message, ...(providerCode === undefined ? {} : { providerCode }) }
    const state = action === 'refused' ? 'DECLINED' : 'NOT_SENT'
    return this.#entry.recordNothing({ state, cause: failure, ...told }, failedBody(this.#start.beginning.body, reason))
  }

  /** Somebody has to act first. Written down like a send that was not made, so that the next call goes on. */
  async #paused({ nextAction }: Paused): Promise<T> {
    const { type } = this.#start.plan
    const status = type === 'refund' ? 'pending' : 'requires_action'
    const body = { ...this.#start.beginning.body, status, nextAction }
    await this.#entry.confirm(this.#entry.arm({ name: PAUSED }).armed)
    return this.#entry.result(body, await this.#entry.record({ state: 'NOT_SENT', cause: 'paused' }, body))
  }

  async #unknown(cause: string): Promise<T> {
    const { plan, beginning, operation } = this.#start
    const { body } = beginning
    const provider = plan.client.account.name
    logUnknown(this.#context.logger, { operation, kind: plan.kind, provider, state: 'UNKNOWN', cause })
    return this.#entry.result(body, await this.#entry.record({ state: 'UNKNOWN', cause }, body))
  }

  async #answered(answer: A, { raw }: Ending & { kind: 'decided' }): Promise<T> {
    const problem = this.#disbelief(answer)
    if (problem !== undefined) return this.#unknown(problem)
    const made = this.#made(answer, raw)
    if (made === undefined) return this.#unknown('unreadable')
    const { merged, state } = made
    const { providerId } = answer
    const recorded = await this.#entry.record({ state, cause: 'answered', providerId }, merged)
    if (recorded === undefined && REPLACEABLE.includes(state)) await this.#entry.mustBeLatest()
    return this.#entry.result(merged, recorded)
  }

  /** What an answer makes of the object; undefined for one that cannot be kept. */
  #made(answer: A, raw: unknown): { readonly merged: Body<T>; readonly state: Outcome['state'] } | undefined {
    const { plan, beginning } = this.#start
    try {
      const merged: Body<T> = { ...plan.merge(beginning.body, answer), raw: cleanFields(raw) }
      JSON.stringify(merged)
      const planned = (plan.state ?? stateFor)(answer.status)
      // What a provider ends in its very first answer has ended without a payment, whatever it calls that.
      return { merged, state: (isLegal('SENDING', planned) ? planned : 'DECLINED') as Outcome['state'] }
    } catch {
      return undefined
    }
  }

  /** Why an answer in the right shape is not believed to be the answer to what we sent. */
  #disbelief(answer: A): string | undefined {
    try {
      const { beginning, providerReference } = this.#start
      const expected = { reference: providerReference, amount: undefined, providerId: undefined }
      return disbelief(answer, { ...expected, ...beginning.expected })
    } catch {
      // Not even the form of an answer: the adapter is broken, and the provider may have executed it.
      return 'unreadable'
    }
  }

  #errorOf(verdict: FailureVerdict, { name }: Endpoint, operation: OperationRecord | undefined): PaymentError {
    const { plan } = this.#start
    const { account } = plan.client
    return errorOf(verdict, { account, endpoint: name, operation: operation?.id, reference: plan.reference })
  }
}

const isPaused = (answer: object): answer is Paused => 'paused' in answer && answer.paused === true

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('the adapter failed', { cause: error })
