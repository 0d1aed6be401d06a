import type { Call, Endpoint } from '../adapter/endpoint.js'
import type { PaymentObject } from '../contract/common.js'
import type { ObjectRecord, OperationRecord } from '../journal/port.js'
import { isLegal } from '../journal/states.js'
import { cleanFields } from '../log/redact.js'
import { ownCopy, ownFields } from '../schema/own.js'
import type { ProviderClient } from './client.js'
import { readingError } from './reading.js'
import { disbelief, interruptedBody, objectWrite, publicObject, type Answer, type Body, type Question } from './plan.js'
import { PAUSED, readBefore } from './sending.js'
import { mayFollow, stateFor } from './statuses.js'
import { journalError, type SendingContext } from './entry.js'

/** What the provider said, and the body it said it in. */
interface Said<A extends Answer> {
  readonly answer: A
  readonly raw: unknown
}

/** An object and the operation that made it or last changed it, as read from the journal. */
export interface Subject {
  readonly record: ObjectRecord
  readonly operation: OperationRecord
}

/** Thrown by a look-up run when the provider has no trace of the call. */
class NoTrace extends Error {}

/** Thrown by a look-up run when the lost call was a preparation: the decisive call after it was never sent. */
class OnlyPrepared extends Error {
  constructor(readonly step?: { readonly name: string; readonly answer: string }) {
    super('the lost call was a preparation')
  }
}

/** Asks the provider what became of an object and records it. It sends nothing that could move money. */
export class Asking<T extends PaymentObject, A extends Answer> {
  constructor(
    private readonly plan: Question<T, A>,
    private readonly subject: Subject,
    private readonly context: Pick<SendingContext, 'journal'>,
  ) {}

  /** By the provider's own id: `retrieve` is the adapter's. */
  async byProviderId(retrieve: (context: { call: Call }) => Promise<A | undefined>): Promise<T> {
    const reader = new Reader(this.plan.client)
    const answer = await retrieve({ call: reader.call }).catch((error: unknown) => {
      throw readingError(error, this.plan.client)
    })
    return answer === undefined ? this.#unchanged() : this.#observe({ answer: ownFields(answer), raw: reader.raw() })
  }

  /**
   * By our reference: runs the mapping again with every call that could create something replaced by its look-up.
   * Without a trace the object stays as it is: absence is decided elsewhere, after the settle window.
   */
  async byReference(): Promise<T> {
    const { client } = this.plan
    const reader = new Reader(client)
    // What a look-up has shown stands, whatever the mapping makes of it.
    let shown: NoTrace | OnlyPrepared | undefined
    const find = this.#findingCall(reader)
    const call: Call = (endpoint, input) =>
      find(endpoint, input).catch((error: unknown) => {
        if (error instanceof NoTrace || error instanceof OnlyPrepared) shown ??= error
        throw error
      })
    const reference = this.subject.operation.providerReference
    try {
      const answer = ownFields(await this.plan.run({ call, before: this.#before, reference }))
      // That somebody has to act now says nothing of what was sent before, unless nothing decisive was.
      if ('paused' in answer) throw this.#wasPreparing() ? new OnlyPrepared() : new NoTrace()
      if (shown === undefined) return await this.#observe({ answer, raw: reader.raw() })
    } catch (error) {
      if (error instanceof OnlyPrepared || error instanceof NoTrace) shown ??= error
      if (shown === undefined) throw readingError(error, client)
    }
    return shown instanceof OnlyPrepared ? this.#goOn(shown.step) : this.#unchanged()
  }

  /** What was read before the call, as it was then. */
  readonly #before: Call = async (endpoint) => {
    const kept = this.subject.operation.steps[readBefore(endpoint)]
    if (kept === undefined) throw new Error(`nothing was kept of ${endpoint.name}`)
    return ownCopy(JSON.parse(kept)) as never
  }

  #findingCall(reader: Reader): Call {
    const { operation } = this.subject
    const lookups = this.plan.client.account.definition.lookups ?? []
    const lost = this.#lost()
    return async (endpoint: Endpoint, input) => {
      if (endpoint.effect === 'read') return reader.call(endpoint, input) as never
      const done = operation.steps[endpoint.name]
      if (endpoint.preparation && done !== undefined) return ownCopy(JSON.parse(done)) as never
      // The last call that was armed is the lost one. While that is a preparation, no decisive call was ever sent.
      if (!endpoint.preparation && this.#wasPreparing()) throw new OnlyPrepared()
      const lookup = lookups.find((candidate) => candidate.endpoint.name === endpoint.name)
      const found =
        lookup?.find === 'repeat'
          ? await reader.repeat(endpoint, input)
          : await lookup?.find(input, { call: reader.call, before: this.#before })
      if (found === undefined) throw new NoTrace()
      if (endpoint !== lost || !endpoint.preparation) return found as never
      throw new OnlyPrepared({ name: endpoint.name, answer: JSON.stringify(found) })
    }
  }

  /** The call that was armed last: the one whose answer is missing. */
  #lost(): Endpoint | undefined {
    const lookups = this.plan.client.account.definition.lookups ?? []
    return lookups.find(({ endpoint }) => endpoint.name === this.subject.operation.step)?.endpoint
  }

  /** The last thing that was armed was no decisive call, so none was ever sent. */
  #wasPreparing(): boolean {
    return this.subject.operation.step === PAUSED || this.#lost()?.preparation === true
  }

  async #observe({ answer, raw }: Said<A>): Promise<T> {
    const { record, operation } = this.subject
    const { plan } = this
    const expected = { reference: operation.providerReference, amount: undefined, providerId: record.providerId }
    if (disbelief(answer, { ...expected, ...plan.expected }) !== undefined || !mayFollow(record.status, answer.status))
      return this.#unchanged()
    const merged: Body<T> = { ...plan.merge(JSON.parse(record.body) as Body<T>, answer), raw }
    const planned = (plan.state ?? stateFor)(answer.status)
    return this.#commit(merged, {
      state: isLegal(operation.state, planned) ? planned : operation.state,
      cause: 'asked',
      providerId: answer.providerId,
    })
  }

  /** Nothing decisive was sent, so the same reference may go on after the preparation. */
  #goOn(step: OnlyPrepared['step']): Promise<T> {
    const { operation, record } = this.subject
    if (!isLegal(operation.state, 'ABSENT')) return Promise.resolve(this.#unchanged())
    const body = interruptedBody(JSON.parse(record.body) as Body<T>)
    return this.#commit(body, { state: 'ABSENT', cause: 'asked', ...(step === undefined ? {} : { step }) })
  }

  async #commit(
    body: Body<T>,
    change: {
      readonly state: OperationRecord['state']
      readonly cause: string
      readonly providerId?: string
      readonly step?: { readonly name: string; readonly answer: string }
    },
  ): Promise<T> {
    const { record, operation } = this.subject
    const { journal } = this.context
    const { merchant, type, id } = record
    try {
      const object = objectWrite(this.plan.type, body)
      const versions = { version: operation.version, objectVersion: record.version }
      await journal.observe({ id: operation.id, merchant, ...versions, object, ...change })
      // Read again rather than believed: when somebody else was first, theirs is what stands.
      return publicObject((await journal.object({ merchant, type, id })) ?? record) as T
    } catch (error) {
      throw journalError('What the provider said could not be stored', record, error)
    }
  }

  #unchanged(): T {
    return publicObject(this.subject.record) as T
  }
}

/** Calls reads and remembers the last body. */
class Reader {
  readonly #client: ProviderClient
  #last: { readonly answer: unknown; readonly raw: unknown } | undefined

  constructor(client: ProviderClient) {
    this.#client = client
  }

  readonly call: Call = async (endpoint, input) => {
    if (endpoint.effect !== 'read') throw new Error(`${endpoint.name} is not a read`)
    this.#last = await this.#client.read(endpoint, input)
    return this.#last.answer as never
  }

  async repeat(endpoint: Endpoint, input: unknown): Promise<unknown> {
    const repeated = await this.#client.repeat(endpoint, input)
    this.#last = repeated ?? this.#last
    return repeated?.answer
  }

  raw(): unknown {
    if (this.#last === undefined) return undefined
    return cleanFields(this.#last.raw)
  }
}
