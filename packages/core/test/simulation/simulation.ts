import { createHash } from 'node:crypto'
import { LATEST_MS, REFUSALS, type Fate, type Saying } from './books.js'
import { checkDone, checkHistories, checkRecovered, checkSettled } from './ending.js'
import { ORDERS, OTHER_AMOUNT, type Order } from './platform.js'
import { Random } from './random.js'
import type { Sabotage } from './sabotage.js'
import { idle, World, type Process, type Waiting } from './world.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const STEPS = 95
/** Now and then a long one, for what takes many things in a row. */
const LONG = { share: 0.04, steps: 400 }
/** More than ever wait at the end of a schedule, with all that follows from them. */
const MOST_TURNS = 5_000

/** How often each thing happens. */
const SHARES = { turn: 72, order: 9, mismatch: 1, time: 6, crash: 2, recover: 3, resolve: 3, settle: 2 }

/** What is mostly not interrupted: else short schedules would come to little. */
const OFTEN_AT_ONCE: readonly Waiting['stage'][] = ['look', 'stored', 'connect', 'read', 'said']

const GOOD: Fate = { executes: true, says: 'good' }
const SAYINGS: Readonly<Record<Saying, number>> = {
  good: 25,
  lost: 30,
  cut: 5,
  error: 10,
  garbled: 5,
  foreign: 5,
  limited: 5,
  rejected: 5,
  poor: 5,
  locked: 5,
  declined: 5,
}

/** Something that waits for its turn. */
interface Turn extends Waiting {
  readonly go: () => void
}

/** One schedule: the seed alone decides what happens when. */
class Simulation extends World {
  readonly #random: Random
  readonly #turns: Turn[] = []
  /** What this run is mostly about: evenly mixed ones rarely come to what takes several rare things. */
  readonly #shares: typeof SHARES
  readonly #orders: readonly Order[]
  readonly #slots: number
  readonly #steps: number
  /** Everything happens at once, and well. */
  #quiet = true

  constructor(seed: number, sabotage: Sabotage) {
    super(sabotage)
    const random = (this.#random = new Random(seed))
    const emphasis = Object.entries(SHARES).map(([name, share]) => [name, share * random.of([0.3, 1, 3])])
    this.#shares = { ...(Object.fromEntries(emphasis) as typeof SHARES), turn: SHARES.turn }
    this.#slots = random.of([2, 2, 3])
    this.#steps = random.chance(LONG.share) ? LONG.steps : STEPS
    this.#orders = Array.from({ length: 1 + random.below(4) }, () => random.of(ORDERS))
  }

  async run(): Promise<void> {
    const bystander = await this.begin(this.#slots)
    this.#quiet = false
    for (let step = 0; step < this.#steps; step += 1) {
      await this.#step()
      await idle()
      await this.model.check()
    }
    await this.#end(bystander)
  }

  async #step(): Promise<void> {
    const random = this.#random
    const slot = random.below(this.#slots)
    const process = this.processes[slot]
    if (process === undefined) {
      if (random.chance(0.3)) await this.restart(slot, this.#skewMs())
      else this.#turn()
      return
    }
    switch (random.weighed(this.#shares)) {
      case 'turn':
        this.#turn()
        break
      case 'order':
        this.order(process, random.of(this.#orders))
        break
      case 'mismatch':
        this.order(process, { ...random.of(this.#orders), amount: OTHER_AMOUNT })
        break
      case 'time':
        this.#pass()
        break
      case 'crash':
        this.crash(slot)
        this.#loseTurns(process)
        break
      case 'recover':
        this.ask(process, 'recover', () => process.payments.recover())
        break
      case 'resolve':
        await this.#resolve(process)
        break
      case 'settle':
        await this.#settle(process)
        break
    }
  }

  /** What waits goes on until nothing does, all leases end, and the provider is asked: then everything is known. */
  async #end(last: Process): Promise<void> {
    this.#quiet = true
    for (let turn = 0; this.#turns.length > 0 && turn < MOST_TURNS; turn += 1) {
      this.#turn()
      await idle()
    }
    await this.model.check()
    // Later than what was sent last is executed and shown.
    this.elapsed += 2 * LATEST_MS + MINUTE
    for (let pass = 0; pass < 3; pass += 1) {
      await last.payments.recover()
      await checkRecovered(this.journal)
      await this.model.check()
      this.elapsed += HOUR + MINUTE
    }
    await checkSettled(this.journal)
    for (const operation of await this.#unresolved()) await this.settle(last, operation)
    const calls = [...new Set(this.#orders)].map((order) => this.order(last, order))
    await idle()
    await this.model.check()
    checkDone(calls, this.books)
    // What was taken for absent is looked for long after.
    this.elapsed += 25 * HOUR
    await last.payments.recover()
    await this.model.check()
    await checkHistories(this.journal)
  }

  async #resolve(process: Process): Promise<void> {
    const { id, reference } = this.#random.of(await this.operations())
    this.ask(process, `resolve ${reference}`, () => process.payments.operations.resolve(id))
  }

  async #settle(process: Process): Promise<void> {
    const unresolved = await this.#unresolved()
    if (unresolved.length === 0) return
    const operation = this.#random.of(unresolved)
    this.ask(process, `settle ${operation.reference}`, () => this.settle(process, operation))
  }

  async #unresolved() {
    return (await this.operations()).filter(({ state }) => state === 'UNKNOWN' || state === 'MANUAL')
  }

  #pass(): void {
    const ms = this.#random.of([50, 1_500, 3 * SECOND, 20 * SECOND, 20 * SECOND, 10 * MINUTE, 35 * MINUTE, 5 * HOUR])
    this.trace.push(`${String(ms)} ms`)
    this.elapsed += ms
  }

  /** Clocks of processes differ by up to 5 seconds, as core allows for. */
  #skewMs(): number {
    return this.#random.below(5) * SECOND - 2 * SECOND
  }

  #turn(): void {
    if (this.#turns.length === 0) return
    const [turn] = this.#turns.splice(this.#random.below(this.#turns.length), 1)
    if (turn === undefined) return
    this.trace.push(`${turn.process} ${turn.stage} ${turn.what}`)
    turn.go()
  }

  /** What is on its way to the store when a process dies may arrive there later, or never. */
  #loseTurns({ name }: Process): void {
    const kept = this.#turns
      .splice(0)
      .filter(({ process, stage }) => process !== name || (stage === 'store' && this.#random.chance(0.5)))
    this.#turns.push(...kept)
  }

  protected override wait(waiting: Waiting): Promise<void> {
    const passes = this.#quiet || (OFTEN_AT_ONCE.includes(waiting.stage) && this.#random.chance(0.6))
    return passes ? Promise.resolve() : new Promise((go) => this.#turns.push({ ...waiting, go }))
  }

  override fate(): Fate {
    const random = this.#random
    if (this.#quiet) return GOOD
    if (random.chance(0.1)) return { unreachable: true, executes: false, says: 'lost' }
    const says = random.weighed(SAYINGS)
    if (REFUSALS.includes(says)) return { executes: false, says }
    const lagMs = random.chance(0.5) ? random.below(LATEST_MS) : 0
    if (says === 'good') return { executes: true, lagMs, says }
    return { executes: random.chance(0.5), lateMs: random.chance(0.5) ? random.below(LATEST_MS) : 0, lagMs, says }
  }

  override readFails(): boolean {
    return !this.#quiet && this.#random.chance(0.1)
  }

  override storeFails(process: string): boolean {
    return !this.#quiet && !this.dead.has(process) && this.#random.chance(0.02)
  }
}

export interface Run {
  readonly seed: number
  readonly trace: readonly string[]
  /** Of the trace. */
  readonly hash: string
  readonly failure?: string
}

export const simulate = async (seed: number, sabotage: Sabotage = {}): Promise<Run> => {
  const simulation = new Simulation(seed, sabotage)
  const { trace } = simulation
  const failure = await simulation.run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex')
  return { seed, trace, hash, ...(failure === undefined ? {} : { failure }) }
}
