import type { Payin, Payout } from '../../src/index.js'
import type { Books, Execution } from './books.js'
import { HOLD, type Order } from './platform.js'

/** One call of a merchant, from its beginning to its end. */
export interface Call {
  readonly process: string
  readonly order: Order
  /** How much stood in the books when it began, and when it ended. */
  readonly from: number
  to?: number
  /** Its process has died. */
  abandoned?: true
  threw?: true
  /** The status that it gave, or the code of its error. */
  said?: string
}

type Sent = Pick<Execution, 'process' | 'reference' | 'amount'>

const ENDED_WITHOUT = ['failed', 'declined', 'canceled', 'expired']

/** What merchants have asked for and were told. */
export class Callers {
  readonly calls: Call[] = []
  /** The payment that each reference was told to be. */
  readonly ids = new Map<string, string>()
  /** References of which a caller was just told what the books do not say. */
  readonly strange = new Map<string, string>()
  readonly problems = new Set<string>()

  constructor(private readonly books: Books) {}

  begin(process: string, order: Order): Call {
    const call: Call = { process, order, from: this.books.executions.length }
    this.calls.push(call)
    return call
  }

  /** Something is sent: somebody must be waiting for it. */
  wrote(sent: Sent): void {
    const isOpen = this.calls.some((call) => isOf(call, sent) && call.to === undefined && call.abandoned === undefined)
    if (!isOpen && sent.reference !== HOLD) this.problems.add(`${sent.reference} was sent behind the caller’s back`)
  }

  resolved(call: Call, { id, status }: Payin | Payout): void {
    const { kind, reference } = call.order
    Object.assign(call, { to: this.books.executions.length, said: status })
    if ((this.ids.get(reference) ?? id) !== id) this.problems.add(`${reference} has two payments`)
    this.ids.set(reference, id)
    const tellsExecuted = kind === 'capture' || !ENDED_WITHOUT.includes(status)
    const isExecuted = this.books.of(reference).length === 1
    if (status !== 'unknown' && tellsExecuted !== isExecuted) this.strange.set(reference, status)
  }

  rejected(call: Call, error: unknown): void {
    const said = String((error as { readonly code?: unknown }).code)
    Object.assign(call, { to: this.books.executions.length, threw: true, said })
    if (said === 'undefined') this.problems.add(`${call.order.reference} threw ${String(error)}`)
  }

  /** Calls that run beside each other wait for one send: it belongs to those who throw only where all of them do. */
  movedMoney(call: Call): boolean {
    const { from, to = Infinity } = call
    if (call.threw === undefined) return false
    if (!this.books.executions.slice(from, to).some((execution) => isOf(call, execution))) return false
    const beside = this.calls.filter((other) => isOf(other, { process: call.process, ...call.order }))
    return !beside.some((other) => other.threw === undefined && other.from <= to && (other.to ?? Infinity) >= from)
  }
}

const isOf = ({ process, order }: Call, sent: Sent): boolean =>
  process === sent.process && order.reference === sent.reference && order.amount === sent.amount
