import type { Clock } from '../clock/clock.js'
import { ProviderResponseError, ProviderUnavailableError, UnsupportedOperationError } from '../errors/errors.js'
import { PATIENCE_MS, pauseMs } from '../engine/schedule.js'
import { isSealed } from '../journal/encrypted.js'
import type { Journal, ObjectType, OperationRecord } from '../journal/port.js'
import type { OperationState } from '../journal/states.js'
import { logFound, logUnchecked } from '../log/events.js'
import type { Logger } from '../log/logger.js'
import { ownFields } from '../schema/own.js'
import { inquiryAbout } from '../payments/inquiries.js'
import type { Scope } from '../payments/scope.js'
import { checkOperation } from './check.js'
import { isUnresolved } from './concluding.js'
import { forgetBefore, forgetMail } from './retention.js'

/** What one pass has come to. */
export interface RecoveryReport {
  /** Operations that a provider was to be asked about. */
  readonly checked: number
  /** Unknown ones that have ended, or of which it is known now that they were executed. */
  readonly resolved: number
  /** Unknown ones that still are, and for whom they wait. */
  readonly unknown: number
  /** Checks that could not be made, because a provider could not be reached, say. */
  readonly failed: number
}

export interface RecoveryContext {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly scopeOf: (merchant: string) => Scope
  /** What else is due from time to time; each rejects only where the journal cannot be read. */
  readonly chores: readonly (() => Promise<void>)[]
  /** After which time ended operations are forgotten; undefined where they are not. */
  readonly forgetAfterMs: number | undefined
}

const OPEN: readonly OperationState[] = ['UNKNOWN', 'MANUAL', 'PENDING']
const PAGE = 100
/** A claimed check is due again after this time, should whoever claimed it have died. */
const CLAIM_MS = 120_000
/** Checks at the same time; how many reach one provider is the account's own limit. */
const AT_ONCE = 8
/** After so many an account is left for the next pass. */
const MOST_SILENCES = 3
const FORGET_EVERY_MS = 60 * 60_000

/** Finds out what became of what is open. It asks, and records; it sends nothing that could move money. */
export class Recovery {
  readonly #context: RecoveryContext
  #stopped = false
  #forgetsAt = -Infinity
  #timer: NodeJS.Timeout | undefined
  #pass: Promise<RecoveryReport> | undefined
  readonly #running = new Set<Promise<unknown>>()

  constructor(context: RecoveryContext) {
    this.#context = context
  }

  /** A pass over what earlier processes have left, then every so often over what is due. It keeps no process alive. */
  start(everyMs: number): void {
    let first = true
    const tick = (): void => {
      const pass = this.#track((first ? this.#left() : this.#due()).then(() => this.#doChores())).catch(
        (error: unknown) => {
          logUnchecked(this.#context.logger, 'all', messageOf(error))
        },
      )
      first = false
      void pass.finally(() => {
        // Of the machine's own clock: a platform's clock that does not sleep must not make this a busy loop.
        if (!this.#stopped) this.#timer = setTimeout(tick, everyMs).unref()
      })
    }
    tick()
  }

  /** No new checks; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await Promise.allSettled([...this.#running])
  }

  /** One pass over all that is open, due or not. Rejects only where the journal cannot be read. */
  recover(): Promise<RecoveryReport> {
    this.#pass ??= this.#track(this.#all()).finally(() => (this.#pass = undefined))
    return this.#pass
  }

  /** One check beside the schedule; what fails is tried again by it. */
  nudge(operation: OperationRecord): void {
    if (!this.#stopped) void this.#track(this.#check(operation))
  }

  async #all(): Promise<RecoveryReport> {
    const report = await this.#open(() => true)
    for (const chore of this.#context.chores) await chore()
    return report
  }

  /** At start: what is unknown, and what is open and nobody would look at. */
  #left(): Promise<RecoveryReport> {
    return this.#open(
      ({ state, nextCheckAt }) => state === 'UNKNOWN' || (state === 'PENDING' && nextCheckAt === undefined),
    )
  }

  async #open(isMeant: (operation: OperationRecord) => boolean): Promise<RecoveryReport> {
    const { journal } = this.#context
    await this.#reap()
    let report: RecoveryReport = { checked: 0, resolved: 0, unknown: 0, failed: 0 }
    let after: string | undefined
    const silent: Silent = new Map()
    do {
      const page = await journal.operations({ states: OPEN, limit: PAGE, ...(after === undefined ? {} : { after }) })
      report = added(report, await this.#checkAll(page.items.map(ownFields).filter(isMeant), silent))
      after = page.after
    } while (after !== undefined && !this.#stopped)
    return added(report, await this.#due())
  }

  async #due(): Promise<RecoveryReport> {
    const { journal } = this.#context
    await this.#reap()
    let report: RecoveryReport = { checked: 0, resolved: 0, unknown: 0, failed: 0 }
    let claimed: readonly OperationRecord[]
    const silent: Silent = new Map()
    do {
      claimed = await journal.due({ limit: AT_ONCE, forMs: CLAIM_MS })
      report = added(report, await this.#checkAll(claimed.map(ownFields), silent))
    } while (claimed.length === AT_ONCE && !this.#stopped)
    return report
  }

  async #doChores(): Promise<void> {
    for (const chore of this.#context.chores) await chore()
    await this.#forget()
  }

  /** Now and then: what is forgotten a little later does no harm. */
  async #forget(): Promise<void> {
    const { journal, clock, forgetAfterMs } = this.#context
    if (forgetAfterMs === undefined || clock.monotonic() < this.#forgetsAt || this.#stopped) return
    this.#forgetsAt = clock.monotonic() + FORGET_EVERY_MS
    await forgetBefore(journal, clock.now() - forgetAfterMs)
    await forgetMail(journal, clock.now() - forgetAfterMs)
  }

  async #reap(): Promise<void> {
    while (!this.#stopped && (await this.#context.journal.reap(PAGE)).length === PAGE);
  }

  async #checkAll(operations: readonly OperationRecord[], silent: Silent): Promise<RecoveryReport> {
    const waiting = [...operations]
    const verdicts: Verdict[] = []
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !this.#stopped; next = waiting.shift()) {
        verdicts.push(await this.#check(next, silent))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const count = (verdict: Verdict) => verdicts.filter((each) => each === verdict).length
    return {
      checked: verdicts.length,
      resolved: count('resolved'),
      unknown: verdicts.filter((verdict) => verdict === 'unknown' || verdict === 'failed').length,
      failed: count('failed'),
    }
  }

  async #check(operation: OperationRecord, silent: Silent = new Map()): Promise<Verdict> {
    const { journal, clock, random, logger } = this.#context
    const { id, merchant, state, checks, armedAt, version } = operation
    const account = `${merchant} ${operation.provider}`
    try {
      // One provider that does not answer must not keep those waiting that do.
      if ((silent.get(account) ?? 0) >= MOST_SILENCES) throw new Error('the provider does not answer just now')
      await this.#ask(operation)
      const now = (await journal.operation(merchant, id)) ?? operation
      if (!isUnresolved(state)) return 'known'
      return isUnresolved(now.state) ? 'unknown' : 'resolved'
    } catch (error) {
      const ageMs = clock.now() - armedAt
      if (error instanceof ProviderUnavailableError) silent.set(account, (silent.get(account) ?? 0) + 1)
      const cannotBeAsked = error instanceof UnsupportedOperationError && !isUnresolved(state)
      if (!cannotBeAsked) logUnchecked(logger, id, messageOf(error))
      const isAmbiguous = state === 'ABSENT' && error instanceof ProviderResponseError
      const isOver = (state === 'UNKNOWN' && ageMs >= PATIENCE_MS) || isAmbiguous
      const stops = cannotBeAsked || isOver || (state === 'ABSENT' && ageMs >= PATIENCE_MS)
      if (isOver) logFound(logger, operation, isAmbiguous ? 'ambiguous' : 'gave_up')
      const change = { id, merchant, version }
      await (
        isOver
          ? journal.observe({ ...change, state: 'MANUAL', cause: isAmbiguous ? 'ambiguous' : 'gave_up' })
          : journal.postpone({ ...change, ...(stops ? {} : { inMs: pauseMs({ checks, ageMs, random }) }) })
      ).catch(() => undefined)
      return cannotBeAsked ? 'known' : 'failed'
    }
  }

  async #ask(operation: OperationRecord): Promise<void> {
    const { journal, scopeOf, clock, random } = this.#context
    const { id, merchant, kind, object, checks, armedAt, version } = operation
    const type = kind.slice(0, kind.indexOf('.')) as ObjectType
    // Reading it alone says why it cannot be opened.
    if (isSealed(operation.request)) await journal.operation(merchant, id)
    const record = await journal.object({ merchant, type, id: object })
    if (record === undefined) return journal.postpone({ id, merchant, version })
    if (record.operation === id || operation.state === 'ABSENT') {
      return checkOperation(scopeOf(merchant), { record: ownFields(record), operation }, inquiryAbout(type))
    }
    // Changed since: the change is looked after by itself, unless nothing comes of it.
    const later = await journal.operation(merchant, record.operation)
    const waits = later !== undefined && (later.state === 'SENDING' || isUnresolved(later.state))
    const inMs = pauseMs({ checks, ageMs: clock.now() - armedAt, random })
    await journal.postpone({ id, merchant, version, ...(waits ? { inMs } : {}) })
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work)).catch(() => undefined)
    return work
  }
}

/** How often each account has not answered in one pass. */
type Silent = Map<string, number>

type Verdict = 'known' | 'resolved' | 'unknown' | 'failed'

const added = (one: RecoveryReport, other: RecoveryReport): RecoveryReport => ({
  checked: one.checked + other.checked,
  resolved: one.resolved + other.resolved,
  unknown: one.unknown + other.unknown,
  failed: one.failed + other.failed,
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
