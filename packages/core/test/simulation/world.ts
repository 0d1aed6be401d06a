import { memoryJournal, type Journal, type OperationRecord, type Payments } from '../../src/index.js'
import { Books, type Fate, type Hand, type Stage } from './books.js'
import { Callers, type Call } from './callers.js'
import { Model } from './model.js'
import { createHold, placeOrder, startProcess, type Order } from './platform.js'
import type { Sabotage } from './sabotage.js'
import { storeOf, type StoreHand } from './store.js'

const START = Date.UTC(2031, 4, 17, 12)
/** Who sleeps wakes up late, so that the spread of core's pauses does not show. */
const SLEEP_MS = 5_000

export interface Process {
  readonly name: string
  readonly payments: Payments
  readonly calls: Call[]
  /** Checks and decisions under way. */
  checks: number
}

export interface Waiting {
  readonly process: string
  readonly stage: Stage['stage'] | 'store' | 'stored' | 'look' | 'sleep'
  readonly what: string
  readonly reference?: string | undefined
}

/** Several processes on one journal, at one provider; who derives from it decides when what happens. */
export abstract class World implements Hand, StoreHand {
  readonly trace: string[] = []
  readonly books: Books
  readonly journal: Journal
  readonly callers: Callers
  readonly model: Model
  readonly processes: (Process | undefined)[] = []
  /** Processes that do nothing any more. */
  protected readonly dead = new Set<string>()
  protected elapsed = 0
  readonly #sabotage: Sabotage
  #hold = ''
  #started = 0

  constructor(sabotage: Sabotage) {
    this.#sabotage = sabotage
    const clock = { now: () => START + this.elapsed }
    this.books = new Books(clock, this)
    this.journal = memoryJournal({ clock })
    this.callers = new Callers(this.books)
    this.model = new Model(this.callers, this.books, this.journal)
  }

  /** Resolves at the turn of what waits. */
  protected abstract wait(waiting: Waiting): Promise<void>
  abstract fate(request: { readonly process: string; readonly reference: string; readonly account: string }): Fate
  abstract readFails(process: string): boolean
  abstract storeFails(process: string): boolean

  reach(waiting: Waiting): Promise<void> {
    return this.dead.has(waiting.process) ? new Promise(() => undefined) : this.wait(waiting)
  }

  wrote(request: { readonly process: string; readonly reference: string; readonly amount: number }): void {
    this.callers.wrote(request)
  }

  /** The processes. One more takes no part: it makes the payin that is captured, and is given. */
  async begin(slots: number): Promise<Process> {
    const bystander = { name: 'p0', payments: await this.#open('p0', {}, 0), calls: [], checks: 0 }
    this.#hold = (await createHold(bystander.payments)).id
    for (let slot = 0; slot < slots; slot += 1) await this.restart(slot, 0)
    return bystander
  }

  async restart(slot: number, skewMs: number): Promise<void> {
    const name = `p${String((this.#started += 1))}`
    this.trace.push(`${name} starts`)
    this.processes[slot] = { name, payments: await this.#open(name, this.#sabotage, skewMs), calls: [], checks: 0 }
  }

  crash(slot: number): void {
    const process = this.processes[slot]
    if (process === undefined) return
    this.trace.push(`${process.name} dies`)
    this.processes[slot] = undefined
    this.dead.add(process.name)
    for (const call of process.calls) if (call.to === undefined) call.abandoned = true
  }

  /** Begins a call; how it ends is told to the model. */
  order(process: Process, order: Order): Call {
    const name = `${process.name} ${order.reference} of ${String(order.amount)}`
    const call = this.callers.begin(process.name, order)
    process.calls.push(call)
    this.trace.push(`${name}?`)
    placeOrder(process.payments, order, this.#hold).then(
      (payment) => {
        this.trace.push(`${name} is ${payment.status}`)
        this.callers.resolved(call, payment)
      },
      (error: unknown) => {
        this.callers.rejected(call, error)
        this.trace.push(`${name} threw ${call.said ?? ''}`)
      },
    )
    return call
  }

  /** Begins to recover, resolve or settle; how that has ended is in what it gives. */
  ask(process: Process, name: string, question: () => Promise<unknown>): { how?: string } {
    const asked: { how?: string } = {}
    process.checks += 1
    this.trace.push(`${process.name} ${name}?`)
    const end = (how: string): void => {
      process.checks -= 1
      asked.how = how
      this.trace.push(`${process.name} ${name} ${how}`)
    }
    question().then(
      () => end('done'),
      (error: unknown) => end(String((error as { readonly code?: unknown }).code)),
    )
    return asked
  }

  /** A careful person decides by the statement, and waits while something may still come. */
  async settle({ payments }: Process, { id, reference, kind }: OperationRecord): Promise<unknown> {
    const [execution] = this.books.of(reference)
    const decision = { evidence: 'the statement', by: 'ana' }
    if (execution === undefined) return payments.operations.settle(id, { outcome: 'not_executed', ...decision })
    if (execution.at > START + this.elapsed) return undefined
    const named = kind === 'payin.capture' ? {} : { providerId: execution.id }
    return payments.operations.settle(id, { outcome: 'succeeded', ...named, ...decision })
  }

  async operations(): Promise<readonly OperationRecord[]> {
    return (await this.journal.operations({ merchant: 'default', limit: 1_000 })).items
  }

  async #open(name: string, { journal = (own) => own, copies }: Sabotage, skewMs: number): Promise<Payments> {
    let isOpen = false
    const hand: Pick<World, 'reach' | 'storeFails'> = {
      // To open a journal is no part of the schedule.
      reach: (waiting) => (isOpen ? this.reach(waiting) : Promise.resolve()),
      storeFails: (process) => isOpen && this.storeFails(process),
    }
    const payments = await startProcess({
      journal: journal(storeOf(this.journal, name, hand)),
      transport: this.books.transport(name, copies),
      clock: {
        now: () => START + this.elapsed + skewMs,
        monotonic: () => this.elapsed,
        sleep: async (ms) => {
          const until = this.elapsed + Math.ceil(ms / SLEEP_MS) * SLEEP_MS
          await this.reach({ process: name, stage: 'sleep', what: String(until) })
          this.elapsed = Math.max(this.elapsed, until)
        },
      },
    })
    isOpen = true
    return payments
  }
}

/** Until everything that can go on has gone on: there is no timer and no socket in a run. */
export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
