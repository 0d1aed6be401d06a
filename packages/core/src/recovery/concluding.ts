import type { PaymentObject } from '../contract/common.js'
import type { Finding, Subject } from '../engine/asking.js'
import { journalError } from '../engine/entry.js'
import { disbelief, objectWrite, type Answer, type Body, type Question } from '../engine/plan.js'
import { PATIENCE_MS, pauseMs, staysOpen } from '../engine/schedule.js'
import { contradicts, mayFollow, stateFor } from '../engine/statuses.js'
import { INTERRUPTED, isChange, isChangedSince, NOT_EXECUTED, unexecuted } from '../engine/unexecuted.js'
import type { Observation, ObjectWrite } from '../journal/port.js'
import { isLegal, REPLACEABLE, type OperationState } from '../journal/states.js'
import { logFound } from '../log/events.js'
import type { Scope } from '../payments/scope.js'
import { ownFields } from '../schema/own.js'
import type { Health } from './health.js'

/** How often the provider must have had no trace before that counts. */
const ABSENCES = 3

interface Told<T extends PaymentObject, A extends Answer> {
  readonly question: Question<T, A>
  readonly finding: Finding<A> & { readonly kind: 'answer' }
  /** How it came to us; kept in the history. */
  readonly cause: string
}

/**
 * Records what the provider says of an object. When somebody else was first, it is compared with what he has made of it:
 * an answer is not lost. Rejects where the journal did not take it.
 */
export const concludeAnswer = async <T extends PaymentObject, A extends Answer>(
  scope: Scope,
  subject: Subject,
  { question, finding, cause }: Told<T, A>,
): Promise<void> => {
  let latest = subject
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    if (await new Concluding<T, A>(scope, latest, { question, cause }).answered(finding)) return
    latest = await again(scope, latest)
    if (latest.operation.state === 'SENDING' || isAnothers(latest) || isChangedSince(latest)) return
  }
  logFound(scope.logger, latest.operation, 'evidence_came_late')
}

const MOST_TURNS = 10

const again = async ({ journal }: Scope, { operation, record }: Subject): Promise<Subject> => {
  const { merchant, id } = operation
  const now = await journal.operation(merchant, id)
  const object = await journal.object({ merchant, type: record.type, id: record.id })
  return { operation: ownFields(now ?? operation), record: ownFields(object ?? record) }
}

/** An object that another operation has made or changed since says nothing of this one, nor this one of it. */
export const isAnothers = ({ record, operation }: Subject): boolean =>
  record.operation !== operation.id && operation.state !== 'ABSENT'

/** Records what asking has shown, by compare-and-set: when somebody else was first, theirs is what stands. */
export class Concluding<T extends PaymentObject, A extends Answer> {
  readonly #scope: Scope
  readonly #subject: Subject
  readonly #question: Question<T, A>
  readonly #cause: string

  constructor(scope: Scope, subject: Subject, { question, cause }: Omit<Told<T, A>, 'finding'>) {
    this.#scope = scope
    this.#subject = subject
    this.#question = question
    this.#cause = cause
  }

  /** False where somebody else was first. */
  async answered({ answer, raw }: Finding<A> & { kind: 'answer' }): Promise<boolean> {
    const { record, operation } = this.#subject
    const question = this.#question
    if (operation.state === 'ABSENT') return this.#turnedUp({ answer, raw })
    const expected = { reference: operation.providerReference, amount: undefined, providerId: record.providerId }
    if (disbelief(answer, { ...expected, ...question.expected }) !== undefined) return this.#conflict('mismatch')
    if (contradicts(record.status, answer.status)) return this.#conflict('contradiction')
    if (!mayFollow(record.status, answer.status)) return this.again()
    const planned = (question.state ?? stateFor)(answer.status)
    if (isUnresolved(operation.state) && REPLACEABLE.includes(planned) && (await this.#mayBeAnEarlierOne())) {
      return this.#conflict('earlier_refusal')
    }
    const merged: Body<T> = { ...question.merge(JSON.parse(record.body) as Body<T>, answer), raw }
    const state = isLegal(operation.state, planned) ? planned : operation.state
    const object = objectWrite(record.type, merged)
    if (state === operation.state && object.body === record.body) return this.again()
    return this.#observe({ state, cause: this.#cause, object, status: answer.status, providerId: answer.providerId })
  }

  /** An earlier operation under the reference was refused: that refusal may be what the provider shows. */
  async #mayBeAnEarlierOne(): Promise<boolean> {
    const { supersedes, merchant } = this.#subject.operation
    if (supersedes === undefined) return false
    return (await this.#scope.journal.operation(merchant, supersedes))?.state === 'DECLINED'
  }

  /** Nothing decisive was sent, so the same reference may go on after the preparation. */
  async prepared({ step }: Finding<A> & { kind: 'prepared' }): Promise<boolean> {
    const { operation, record } = this.#subject
    if (!isLegal(operation.state, 'ABSENT')) return this.again()
    const object = unexecuted(operation, record, INTERRUPTED)
    return this.#observe({ state: 'ABSENT', cause: 'asked', object, ...(step === undefined ? {} : { step }) })
  }

  /**
   * Not found is not "not executed" before the settle window has passed, and never by a single look. Where nothing shows
   * that the look-up finds anything, the window counts twice.
   */
  async absent(health: Health, askedAt: number): Promise<boolean> {
    const { operation, record } = this.#subject
    const { settleFloorMs, logger } = this.#scope
    if (health === 'fails') {
      logFound(logger, operation, 'look_up_unhealthy')
      return this.again()
    }
    // What a person has to decide no machine decides.
    if (operation.state !== 'UNKNOWN') return this.again()
    const window = Math.max(this.#question.client.account.profile.settleWindowMs, settleFloorMs)
    const settleMs = health === 'tried' ? window : 2 * window
    const settled =
      operation.absences + 1 >= ABSENCES &&
      askedAt - (operation.absentSince ?? askedAt) >= settleMs &&
      askedAt - operation.armedAt >= settleMs
    if (!settled && this.#isHopeless()) return this.again()
    if (!settled) return this.#observe({ state: 'UNKNOWN', cause: 'no_trace', absent: true })
    return this.#observe({
      state: 'ABSENT',
      cause: 'settled_absent',
      absent: true,
      object: unexecuted(operation, record, NOT_EXECUTED),
      nextCheckInMs: this.#pauseMs(),
    })
  }

  /** There is no way to ask: it waits for a callback or a person. */
  async nobodyKnows(): Promise<boolean> {
    const { operation } = this.#subject
    if (operation.state !== 'UNKNOWN') return this.again()
    logFound(this.#scope.logger, operation, 'cannot_be_asked')
    return this.#observe({ state: 'MANUAL', cause: 'cannot_be_asked' })
  }

  /** Nothing new: only the time of the next check. After a week without an answer it is a person's. */
  async again(): Promise<boolean> {
    const { operation, record } = this.#subject
    const { id, merchant, state, version } = operation
    if (this.#isHopeless()) {
      logFound(this.#scope.logger, operation, 'gave_up')
      return this.#observe({ state: 'MANUAL', cause: 'gave_up' })
    }
    const open = staysOpen(state, record.status) || (state === 'ABSENT' && this.#ageMs() < PATIENCE_MS)
    await this.#scope.journal.postpone({ id, merchant, version, ...(open ? { inMs: this.#pauseMs() } : {}) })
    return true
  }

  /** What was taken for absent was executed after all, or it is the later operation's that is found. */
  async #turnedUp({ answer, raw }: { readonly answer: A; readonly raw: unknown }): Promise<boolean> {
    const { operation, record } = this.#subject
    if (record.operation !== operation.id && !isChange(operation)) return this.#turnedUpBeside(answer)
    logFound(this.#scope.logger, operation, 'turned_up_late')
    const expected = { reference: operation.providerReference, amount: undefined, providerId: record.providerId }
    const believed = disbelief(answer, { ...expected, ...this.#question.expected }) === undefined
    const planned = (this.#question.state ?? stateFor)(answer.status)
    // A change that went back to what was before: it can only be shown again where nothing has come after it.
    if (!believed || isChange(operation) || !isLegal('ABSENT', planned)) return this.#doubt('turned_up_late')
    const merged: Body<T> = { ...this.#question.merge(JSON.parse(record.body) as Body<T>, answer), raw }
    const { status, providerId } = answer
    const object = objectWrite(record.type, merged)
    return this.#observe({ state: planned, cause: 'turned_up_late', object, status, providerId })
  }

  /** The reference was used again since: two executions are for a person, the later one's own is no news. */
  async #turnedUpBeside({ providerId }: A): Promise<boolean> {
    const { operation, record } = this.#subject
    const later = await this.#scope.journal.operation(operation.merchant, record.operation)
    if (providerId === (later?.providerId ?? record.providerId)) return this.again()
    if (later === undefined || later.state === 'SENDING' || isUnresolved(later.state)) return this.again()
    logFound(this.#scope.logger, operation, 'turned_up_late')
    return this.#observe({ state: 'MANUAL', cause: 'turned_up_late' })
  }

  /** What is said does not go with what is known: for a person, where the state allows it. */
  async #conflict(cause: string): Promise<boolean> {
    const { operation } = this.#subject
    logFound(this.#scope.logger, operation, cause)
    return isLegal(operation.state, 'MANUAL') ? this.#observe({ state: 'MANUAL', cause }) : this.again()
  }

  /** Nobody knows any more, and the object says so: nothing else may be done about it. */
  async #doubt(cause: string): Promise<boolean> {
    const { operation, record } = this.#subject
    const body = { ...(JSON.parse(record.body) as Body<T>), status: 'unknown' }
    const object = { ...objectWrite(record.type, body as unknown as Body<T>), operation: operation.id }
    return this.#observe({ state: 'MANUAL', cause, object, status: 'unknown' })
  }

  #isHopeless(): boolean {
    return this.#subject.operation.state === 'UNKNOWN' && this.#ageMs() >= PATIENCE_MS
  }

  #ageMs(): number {
    return this.#scope.clock.now() - this.#subject.operation.armedAt
  }

  #pauseMs(): number {
    const { checks } = this.#subject.operation
    return pauseMs({ checks, ageMs: this.#ageMs(), random: this.#scope.random })
  }

  async #observe({ status, providerId, ...change }: Concluded): Promise<boolean> {
    const { record, operation } = this.#subject
    const { journal } = this.#scope
    const { id, merchant, version } = operation
    const objectVersion = change.object === undefined ? {} : { objectVersion: record.version }
    const open = staysOpen(change.state, status ?? record.status)
    const planned = open ? { nextCheckInMs: this.#pauseMs() } : {}
    const learned = providerId === undefined ? {} : { providerId }
    try {
      const observation = { id, merchant, version, ...objectVersion, ...learned, ...planned, ...change }
      return (await journal.observe(observation)).recorded
    } catch (error) {
      throw journalError('What the provider said could not be stored', record, error)
    }
  }
}

interface Concluded extends Omit<Observation, 'id' | 'merchant' | 'version' | 'objectVersion' | 'providerId'> {
  readonly object?: ObjectWrite
  /** Of the object, where it changes. */
  readonly status?: string
  readonly providerId?: string | undefined
}

/** Nobody knows whether it was executed. */
export const isUnresolved = (state: OperationState): boolean => state === 'UNKNOWN' || state === 'MANUAL'
