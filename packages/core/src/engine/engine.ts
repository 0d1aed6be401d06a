import type { Clock } from '../clock/clock.js'
import type { PaymentObject } from '../contract/common.js'
import {
  IdempotencyConflictError,
  PaymentError,
  ProviderResponseError,
  UnresolvedOperationError,
  ValidationError,
  type ErrorDetails,
} from '../errors/errors.js'
import type { Journal, ObjectRecord, OperationRecord } from '../journal/port.js'
import { holdsLanes } from '../journal/records.js'
import { REPLACEABLE } from '../journal/states.js'
import type { Logger } from '../log/logger.js'
import { isInexactAmount } from '../money/money.js'
import { ownFields } from '../schema/own.js'
import { restoredError } from './failures.js'
import { fingerprintOf } from './fingerprint.js'
import { Blocked, publicObject, type Answer, type Plan, type Target } from './plan.js'
import { providerReference } from './references.js'
import { journalError, Overtaken, Stale, type SendingContext } from './entry.js'
import { Sending } from './sending.js'

export interface EngineContext extends SendingContext {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
  readonly fingerprintKey: Uint8Array
  /** A new unique id with this prefix. */
  readonly newId: (prefix: string) => string
  /** Has the provider asked about an unknown outcome, now and then, in the background. */
  readonly nudge: (operation: OperationRecord) => void
  /** How long a caller waits for another process that is sending under the same reference. */
  readonly waitMs: number
}

const ID_PREFIXES = { payin: 'pi', payout: 'po', refund: 're', customer: 'cu', token: 'to' } as const
const SHORTEST_POLL_MS = 10
const LONGEST_POLL_MS = 250
const MOST_TURNS = 100

/** Executes commands: at most one send per reference, unless there is proof that the earlier one executed nothing. */
export class Engine {
  readonly #running = new Map<string, { readonly fingerprint: string; readonly result: Promise<unknown> }>()
  #closed = false

  constructor(private readonly context: EngineContext) {}

  /** Rejects only where nothing was executed; an unclear outcome is an object with the status `unknown`. */
  async execute<T extends PaymentObject, A extends Answer>(plan: Plan<T, A>): Promise<T> {
    const fingerprint = fingerprintOf(this.context.fingerprintKey, plan.content)
    const key = `${plan.merchant}\0${plan.kind}\0${plan.reference}`
    const running = this.#running.get(key)
    if (running !== undefined) {
      if (running.fingerprint !== fingerprint) throw this.#conflict(plan)
      return running.result as Promise<T>
    }
    if (this.#closed) throw journalError('polyrail was closed', plan)
    const result = this.#execute(plan, fingerprint).finally(() => this.#running.delete(key))
    this.#running.set(key, { fingerprint, result })
    return result
  }

  /** Refuses new commands and waits for those under way, up to the limits of their own time-outs. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled([...this.#running.values()].map(({ result }) => result))
  }

  async #execute<T extends PaymentObject, A extends Answer>(plan: Plan<T, A>, fingerprint: string): Promise<T> {
    let seen = await this.#find(plan)
    let waited = false
    // Each turn sends, ends, or has lost to another sender; losing without end would need a new sender each time.
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      if (seen !== undefined) {
        if (seen.fingerprint !== fingerprint) throw this.#conflict(plan, seen)
        if (seen.state === 'SENDING') {
          seen = await this.#awaitOther(plan, seen)
          waited = true
        }
        if (seen.state === 'UNKNOWN') this.context.nudge(seen)
        if (!mayBeSent(seen)) {
          const object = await this.#object(plan, seen)
          // Somebody may have recorded something between our two reads.
          const now = object.operation === seen.id ? seen : await this.#find(plan)
          if (now?.id === seen.id && now.version === seen.version) return publicObject(object) as T
          seen = now
          continue
        }
        if (waited && seen.error !== undefined) throw restoredError(seen.error, this.#details(plan, seen))
      }
      try {
        return await this.#send(plan, fingerprint, seen)
      } catch (error) {
        if (error instanceof Overtaken) {
          seen = error.operation
          waited = true
          continue
        }
        if (error instanceof Blocked) await this.#awaitObstacle(plan, error.operation)
        else if (!(error instanceof Stale)) throw this.#asPaymentError(error, plan)
        seen = await this.#find(plan)
      }
    }
    throw journalError('Other senders were first too often', plan)
  }

  async #send<T extends PaymentObject, A extends Answer>(
    plan: Plan<T, A>,
    fingerprint: string,
    seen: OperationRecord | undefined,
  ): Promise<T> {
    let sending: Sending<T, A> | undefined
    try {
      sending = await this.#sendingFor(plan, { fingerprint, seen })
      return await sending.run()
    } catch (error) {
      if (sending?.hasArmed === true || isTurn(error)) throw error
      // What stands in the way may be what another caller has made under this very reference meanwhile.
      const now = await this.#find(plan)
      throw now?.id === seen?.id && now?.version === seen?.version ? error : new Stale()
    }
  }

  async #sendingFor<T extends PaymentObject, A extends Answer>(
    plan: Plan<T, A>,
    { fingerprint, seen }: { readonly fingerprint: string; readonly seen: OperationRecord | undefined },
  ): Promise<Sending<T, A>> {
    const { newId } = this.context
    const { account } = plan.client
    const beginning = await plan.begin(plan.object ?? seen?.object ?? newId(ID_PREFIXES[plan.type]))
    const claims = seen?.state === 'NOT_SENT' && seen.provider === account.name
    const start = {
      plan,
      beginning,
      fingerprint,
      providerReference: providerReference(plan, account.definition.reference),
      seen,
      operation: claims ? seen.id : newId('op'),
    }
    return new Sending(start, this.context)
  }

  /** Waits while another process sends under this reference; a sender whose lease has ended is taken for crashed. */
  #awaitOther(plan: Target, first: OperationRecord): Promise<OperationRecord> {
    return this.#awaitEnd(plan, first, () => this.#find(plan))
  }

  /** Waits for what stands in the way to end; rejects where nobody knows how it has ended. */
  async #awaitObstacle(plan: Target, { merchant, id, ...first }: OperationRecord): Promise<void> {
    const ended = await this.#awaitEnd(plan, { ...first, merchant, id }, async () => {
      const found = await this.#journal(plan, ({ journal }) => journal.operation(merchant, id))
      return found === undefined ? undefined : ownFields(found)
    })
    if (holdsLanes(ended)) throw unresolved(ended, this.#details(plan))
  }

  async #awaitEnd(
    plan: Target,
    first: OperationRecord,
    find: () => Promise<OperationRecord | undefined>,
  ): Promise<OperationRecord> {
    const { clock, waitMs } = this.context
    const until = clock.monotonic() + waitMs
    let seen = first
    for (let pauseMs = SHORTEST_POLL_MS; seen.state === 'SENDING'; pauseMs = Math.min(pauseMs * 2, LONGEST_POLL_MS)) {
      if (seen.leaseExpired) await this.#journal(plan, ({ journal }) => journal.reap(50))
      else if (clock.monotonic() >= until) return seen
      else await clock.sleep(pauseMs)
      seen = (await find()) ?? seen
    }
    return seen
  }

  async #object(plan: Target, operation: OperationRecord): Promise<ObjectRecord> {
    const { merchant, type } = plan
    const record: ObjectRecord | undefined = await this.#journal(plan, ({ journal }) =>
      journal.object({ merchant, type, id: operation.object }),
    )
    if (record === undefined) {
      throw journalError(`The journal lacks the object of ${operation.id}`, plan)
    }
    return ownFields(record)
  }

  async #find(plan: Target): Promise<OperationRecord | undefined> {
    const found = await this.#journal(plan, ({ journal }) => journal.findOperation(plan))
    return found === undefined ? undefined : ownFields(found)
  }

  async #journal<R>(plan: Pick<Target, 'reference'>, ask: (context: EngineContext) => Promise<R>): Promise<R> {
    try {
      return await ask(this.context)
    } catch (cause) {
      throw journalError('The journal could not be read, so nothing was sent', plan, cause)
    }
  }

  #asPaymentError(error: unknown, plan: Target): PaymentError {
    if (error instanceof PaymentError) return error
    const details = this.#details(plan)
    if (isInexactAmount(error)) {
      return new ValidationError([{ path: 'amount', message: error.message }], { ...details, cause: error })
    }
    return new ProviderResponseError('The adapter failed before anything was sent', { ...details, cause: error })
  }

  #conflict(plan: Target, seen?: OperationRecord): IdempotencyConflictError {
    return new IdempotencyConflictError(this.#details(plan, seen))
  }

  #details(plan: Target, seen?: OperationRecord): ErrorDetails {
    return { provider: seen?.provider ?? plan.client.account.name, operation: seen?.id, reference: plan.reference }
  }
}

/** After these it is looked at again what there is. */
const isTurn = (error: unknown): boolean =>
  error instanceof Overtaken || error instanceof Blocked || error instanceof Stale

const unresolved = ({ id, kind, reference }: OperationRecord, details: ErrorDetails): UnresolvedOperationError =>
  new UnresolvedOperationError(
    id,
    `${id} (${kind} ${reference}) stands in the way: nobody knows yet what became of it. Nothing was sent`,
    details,
  )

/** Nothing was executed and nothing will be; a declined card, by contrast, is a result. */
const mayBeSent = ({ state, error }: OperationRecord): boolean =>
  REPLACEABLE.includes(state) && (state !== 'DECLINED' || error !== undefined)
