import type { Call, Endpoint } from '../adapter/endpoint.js'
import type { PaymentObject } from '../contract/common.js'
import type { ObjectRecord, OperationRecord } from '../journal/port.js'
import { cleanFields } from '../log/redact.js'
import { ownCopy, ownFields } from '../schema/own.js'
import type { ProviderClient } from './client.js'
import { lookupOf, PAUSED, readBefore } from './lookups.js'
import type { Answer, Question } from './plan.js'
import { readingError } from './reading.js'

/** An object and the operation that made it or last changed it, as read from the journal. */
export interface Subject {
  readonly record: ObjectRecord
  readonly operation: OperationRecord
}

/** What asking has shown. */
export type Finding<A extends Answer = Answer> =
  | { readonly kind: 'answer'; readonly answer: A; readonly raw: unknown }
  /** The lost call has left no trace so far: no proof that it will not. */
  | { readonly kind: 'no_trace' }
  /** The lost call was a preparation, or none: no decisive call was ever sent. `step` is what it has come to. */
  | { readonly kind: 'prepared'; readonly step?: Step }
  /** There is nobody to ask, or what was said says nothing of the lost call. */
  | { readonly kind: 'no_answer' }

interface Step {
  readonly name: string
  readonly answer: string
}

/** Ends the run of a mapping at the first thing that a look-up has shown. */
class Shown extends Error {
  constructor(readonly finding: Finding) {
    super(`a look-up has shown: ${finding.kind}`)
  }
}

/** Asks by the provider's own id: `retrieve` is the adapter's. Rejects where the read fails. */
export const askByProviderId = async <A extends Answer>(
  client: ProviderClient,
  retrieve: (context: { call: Call }) => Promise<A | undefined>,
): Promise<Finding<A>> => {
  const reader = new Reader(client)
  const answer = await retrieve({ call: reader.call }).catch((error: unknown) => {
    throw readingError(error, client)
  })
  if (answer === undefined) return { kind: 'no_answer' }
  return { kind: 'answer', answer: ownFields(answer), raw: reader.raw() }
}

/**
 * Asks by our reference: runs the mapping again with every call that could create something replaced by its look-up.
 * It sends nothing that could move money. Rejects where a read fails.
 */
export class Asking<T extends PaymentObject, A extends Answer> {
  readonly #reader: Reader

  constructor(
    private readonly question: Question<T, A>,
    private readonly operation: OperationRecord,
  ) {
    this.#reader = new Reader(question.client)
  }

  async ask(): Promise<Finding<A>> {
    const { question, operation } = this
    // What a look-up has shown stands, whatever the mapping makes of it.
    let shown: Shown | undefined
    const call: Call = (endpoint, input) =>
      this.#find(endpoint, input).catch((error: unknown) => {
        if (error instanceof Shown) shown ??= error
        throw error
      }) as never
    try {
      const run = await question.run({
        call,
        before: this.#before,
        reference: operation.providerReference,
        now: operation.armedAt,
      })
      const answer = ownFields(run)
      // That somebody has to act now says nothing of what was sent before, unless nothing decisive was.
      if ('paused' in answer)
        return (shown?.finding as Finding<A> | undefined) ?? (this.#wasPreparing() ? PREPARED : NO_ANSWER)
      if (shown === undefined) return { kind: 'answer', answer, raw: this.#reader.raw() }
    } catch (error) {
      if (shown === undefined) throw readingError(error, question.client)
    }
    return shown.finding as Finding<A>
  }

  /** What was read before the call, as it was then. */
  readonly #before: Call = async (endpoint) => {
    const kept = this.operation.steps[readBefore(endpoint)]
    if (kept === undefined) throw new Error(`nothing was kept of ${endpoint.name}`)
    return ownCopy(JSON.parse(kept)) as never
  }

  async #find(endpoint: Endpoint, input: unknown): Promise<unknown> {
    const { steps } = this.operation
    if (endpoint.effect === 'read') return this.#reader.call(endpoint, input)
    const done = steps[endpoint.name]
    if (endpoint.preparation && done !== undefined) return ownCopy(JSON.parse(done))
    // The last call that was armed is the lost one. While that is a preparation, no decisive call was ever sent.
    if (!endpoint.preparation && this.#wasPreparing()) throw new Shown(PREPARED)
    const lost = endpoint.name === this.operation.step
    const find = lookupOf(this.question.client, endpoint.name)?.find
    if (find === undefined) throw new Shown(NO_ANSWER)
    const found =
      find === 'repeat'
        ? await this.#reader.repeat(endpoint, input)
        : await find(input, { call: this.#reader.call, before: this.#before })
    // A refusal of the repeated call may come from the first one, which it finds done. And only the lost call's own
    // absence says something of it.
    if (found === undefined) throw new Shown(lost && find !== 'repeat' ? { kind: 'no_trace' } : NO_ANSWER)
    if (!lost || !endpoint.preparation) return found
    throw new Shown({ kind: 'prepared', step: { name: endpoint.name, answer: JSON.stringify(found) } })
  }

  /** The last thing that was armed was no decisive call, so none was ever sent. */
  #wasPreparing(): boolean {
    const { step } = this.operation
    return step === PAUSED || lookupOf(this.question.client, step)?.endpoint.preparation === true
  }
}

const PREPARED: Finding<never> = { kind: 'prepared' }
const NO_ANSWER: Finding<never> = { kind: 'no_answer' }

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
