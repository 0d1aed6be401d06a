import type { Journal, OperationRecord, Payin } from '../../src/index.js'
import type { Books } from './books.js'
import type { Callers } from './callers.js'
import { HOLD } from './platform.js'

const EXECUTED = ['SUCCEEDED', 'PENDING']
const NOT_EXECUTED = ['NOT_SENT', 'ABSENT', 'DECLINED', 'CANCELLED']
const UNRESOLVED = ['SENDING', 'UNKNOWN', 'MANUAL']

/** What must be true of callers, journal and books at any time, whatever happens. */
export class Model {
  readonly #problems: Set<string>

  constructor(
    private readonly callers: Callers,
    private readonly books: Books,
    private readonly journal: Journal,
  ) {
    this.#problems = callers.problems
  }

  /** Throws what is not as it must be. */
  async check(): Promise<void> {
    const { books, callers } = this
    for (const { reference } of books.executions)
      this.#expect(books.of(reference).length === 1, `${reference} was executed twice`)
    for (const call of callers.calls)
      this.#expect(!callers.movedMoney(call), `${call.order.reference} threw and moved money`)
    const { items } = await this.journal.operations({ merchant: 'default', limit: 1_000 })
    const lanes = new Set<string>()
    for (const operation of items) {
      const { reference, state, generation, cause, object } = operation
      const isLatest = !items.some((each) => each.reference === reference && each.generation > generation)
      if (isLatest) this.#checkLatest(operation, lanes)
      else this.#expect(NOT_EXECUTED.includes(state), `${reference} was replaced and is ${state}`)
      this.#expect((callers.ids.get(reference) ?? object) === object, `${reference} has another payment in the journal`)
      // Providers do nothing after their settle window in these runs, so this alarm is always a false one.
      const isAlarm = cause === 'turned_up_late' || cause === 'ambiguous'
      this.#expect(!isAlarm, `${reference} did not turn up late: ${cause}`)
    }
    callers.strange.clear()
    await this.#checkCaptured(items)
    if (this.#problems.size > 0) throw new Error([...this.#problems].join('; '))
  }

  #checkLatest({ reference, state, lanes: held }: OperationRecord, lanes: Set<string>): void {
    const executions = this.books.of(reference).length
    if (EXECUTED.includes(state)) this.#expect(executions === 1, `${reference} is ${state} and was not executed`)
    if (NOT_EXECUTED.includes(state)) this.#expect(executions === 0, `${reference} is ${state} and was executed`)
    for (const lane of UNRESOLVED.includes(state) ? held : []) {
      this.#expect(!lanes.has(lane), `${reference} is beside another unresolved operation`)
      lanes.add(lane)
    }
    const told = this.callers.strange.get(reference)
    this.#expect(told === undefined, `${reference} is told to be ${told ?? ''}`)
  }

  /** A payin that is not unknown shows what was captured of it, to the last unit. */
  async #checkCaptured(operations: readonly OperationRecord[]): Promise<void> {
    const payin = await this.journal.object({ merchant: 'default', type: 'payin', reference: HOLD })
    if (payin === undefined || payin.status === 'unknown') return
    const { amountCaptured } = JSON.parse(payin.body) as Payin
    const done = operations.filter(({ kind, state }) => kind === 'payin.capture' && state === 'SUCCEEDED')
    const sum = done.reduce((total, { reference }) => total + (this.books.of(reference)[0]?.amount ?? NaN), 0)
    const shown = amountCaptured?.amount ?? '0'
    this.#expect(Number(shown) === sum, `the payin shows ${shown} captured, and ${String(sum)} was`)
  }

  #expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#problems.add(otherwise)
  }
}
