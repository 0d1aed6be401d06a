import assert from 'node:assert/strict'
import fc, { type Arbitrary, type AsyncCommand } from 'fast-check'
import type { CreatePayin } from '../../src/index.js'
import { LATEST_MS, REFUSALS, type Fate, type Saying } from './books.js'
import { checkRecovered } from './ending.js'
import { ORDERS, OTHER_AMOUNT, type Order } from './platform.js'
import type { Halt, Plan, Plant } from './plant.js'
import { idle, type Process } from './world.js'

/** What the commands know of the plant before they are run: what may be asked of it now. */
export interface Known {
  readonly live: Set<number>
  readonly ordered: Set<string>
}

type Run = (plant: Plant, process: Process) => Promise<void> | void

/** A command to one process, which is skipped while that process is dead. */
class Command implements AsyncCommand<Known, Plant> {
  constructor(
    private readonly name: string,
    private readonly slot: number,
    private readonly does: {
      readonly run: Run
      /** Only what was ordered can be ordered again or looked for. */
      readonly needs?: string
      readonly orders?: string
    },
  ) {}

  check({ live, ordered }: Known): boolean {
    return live.has(this.slot) && (this.does.needs === undefined || ordered.has(this.does.needs))
  }

  async run(known: Known, plant: Plant): Promise<void> {
    const process = plant.processes[this.slot]
    assert.ok(process)
    if (this.does.orders !== undefined) known.ordered.add(this.does.orders)
    await this.does.run(plant, process)
    await idle()
    await plant.model.check()
  }

  toString(): string {
    return `${String(this.slot)}: ${this.name}`
  }
}

/** A process dies in the midst of what it does, or is started again. */
class Life implements AsyncCommand<Known, Plant> {
  constructor(
    private readonly slot: number,
    private readonly dies: boolean,
  ) {}

  check({ live }: Known): boolean {
    return live.has(this.slot) === this.dies
  }

  async run({ live }: Known, plant: Plant): Promise<void> {
    if (this.dies) plant.crash(this.slot)
    else await plant.restart(this.slot, 0)
    if (this.dies) live.delete(this.slot)
    else live.add(this.slot)
    await plant.model.check()
  }

  toString(): string {
    return `${String(this.slot)}: ${this.dies ? 'crash' : 'restart'}`
  }
}

/** Time passes, or something that was held up goes on. */
class Event implements AsyncCommand<Known, Plant> {
  constructor(
    private readonly name: string,
    private readonly happens: (plant: Plant) => Promise<void> | void,
  ) {}

  check(): boolean {
    return true
  }

  async run(_: Known, plant: Plant): Promise<void> {
    await this.happens(plant)
    await idle()
    await plant.model.check()
  }

  toString(): string {
    return this.name
  }
}

const orderOnce = (order: Order, plan: Plan): Run => {
  return (plant, process) => {
    plant.plan(order.reference, plan)
    plant.order(process, order)
  }
}

/** Another content under a reference that the journal knows is refused at once, whatever has become of the first. */
const mismatch = (order: Order): Run => {
  return async (plant, process) => {
    const known = await latest(plant, order.reference)
    const isOther = known !== undefined && amountIn(known.request) !== OTHER_AMOUNT
    const call = plant.order(process, { ...order, amount: OTHER_AMOUNT })
    await idle()
    // It may wait for one of its own content that has not come to the journal yet.
    if (isOther && call.said !== undefined) assert.equal(call.said, 'idempotency_conflict')
  }
}

const amountIn = (request: string): number => {
  const kept = JSON.parse(request) as { readonly command?: CreatePayin } & CreatePayin
  return Number((kept.command ?? kept).amount.amount)
}

const latest = async (plant: Plant, reference: string) =>
  (await plant.operations()).filter((each) => each.reference === reference).at(-1)

const resolve = ({ reference }: Order, reads: Reads): Run => {
  return async (plant, process) => {
    const operation = await latest(plant, reference)
    if (operation === undefined) return
    plant.planReads(reads)
    plant.ask(process, `resolve ${reference}`, () => process.payments.operations.resolve(operation.id))
    await idle()
    plant.planReads(CLEAR)
  }
}

const recover = (reads: Reads): Run => {
  return async (plant, process) => {
    plant.planReads(reads)
    const asked = plant.ask(process, 'recover', () => process.payments.recover())
    await idle()
    plant.planReads(CLEAR)
    if (asked.how === 'done') await checkRecovered(plant.journal)
  }
}

/** A person decides by the truth; what is known already is not decided again. */
const settle = ({ reference }: Order): Run => {
  return async (plant, process) => {
    const operation = await latest(plant, reference)
    if (operation === undefined) return
    const asked = plant.ask(process, `settle ${reference}`, () => plant.settle(process, operation))
    await idle()
    const isOpen = operation.state === 'UNKNOWN' || operation.state === 'MANUAL' || operation.leaseExpired
    if (!isOpen && asked.how !== 'done') assert.equal(asked.how, 'invalid_state')
    const now = await latest(plant, reference)
    if (!isOpen) assert.equal(now?.version, operation.version)
  }
}

interface Reads {
  readonly fail: boolean
  readonly halt: boolean
}
const CLEAR: Reads = { fail: false, halt: false }

const MINUTE = 60_000
export const SLOTS = 2

const slot = fc.nat(SLOTS - 1)
const anOrder = fc.constantFrom(...ORDERS)
const late = fc.constantFrom(0, 0, LATEST_MS / 2, LATEST_MS)
const silent = fc.constantFrom<Saying>('lost', 'lost', 'cut', 'error', 'garbled', 'foreign', 'limited')
const fate: Arbitrary<Fate> = fc.oneof(
  { weight: 2, arbitrary: late.map((lagMs) => ({ executes: true, says: 'good' as const, lagMs })) },
  { weight: 3, arbitrary: fc.record({ executes: fc.boolean(), says: silent, lateMs: late, lagMs: late }) },
  { weight: 1, arbitrary: fc.constantFrom(...REFUSALS).map((says) => ({ executes: false, says })) },
  { weight: 1, arbitrary: fc.constant({ executes: false, says: 'lost' as const, unreachable: true }) },
)
const halt = fc.constantFrom<Halt | undefined>(
  undefined,
  undefined,
  undefined,
  undefined,
  'connect',
  'connect',
  'write',
  'answer',
)
const plan: Arbitrary<Plan> = fc.record({ fate, halt })
// A look whose answer is held up may come to its end long after it was asked.
const reads = fc.record({
  fail: fc.constantFrom(false, false, true),
  halt: fc.boolean(),
})

const shown = ({ fate: { says, executes, unreachable, lateMs = 0, lagMs = 0 }, halt: at }: Plan): string => {
  const done = executes ? `executed after ${String(lateMs)} ms, shown ${String(lagMs)} ms later` : 'not executed'
  return `${unreachable === true ? 'unreachable' : `${done}, says ${says}`}, halts ${at ?? 'nowhere'}`
}

const recoverCommand = fc
  .tuple(slot, reads)
  .map(([at, how]) => new Command(`recover ${JSON.stringify(how)}`, at, { run: recover(how) }))
const time = fc
  .constantFrom(1_000, 10_000, MINUTE, 5 * MINUTE, 20 * MINUTE, 61 * MINUTE, 25 * 60 * MINUTE)
  .map((ms) => new Event(`${String(ms)} ms`, (plant) => plant.advance(ms)))

export const allCommands: Arbitrary<AsyncCommand<Known, Plant>>[] = [
  fc.tuple(slot, anOrder, plan).map(
    ([at, order, planned]) =>
      new Command(`order ${order.reference}, ${shown(planned)}`, at, {
        run: orderOnce(order, planned),
        orders: order.reference,
      }),
  ),
  fc.tuple(slot, anOrder, plan).map(
    ([at, order, planned]) =>
      new Command(`order ${order.reference} again, ${shown(planned)}`, at, {
        run: orderOnce(order, planned),
        needs: order.reference,
      }),
  ),
  fc
    .tuple(slot, anOrder)
    .map(
      ([at, order]) =>
        new Command(`order another ${order.reference}`, at, { run: mismatch(order), needs: order.reference }),
    ),
  fc.tuple(slot, anOrder, reads).map(
    ([at, order, how]) =>
      new Command(`resolve ${order.reference} ${JSON.stringify(how)}`, at, {
        run: resolve(order, how),
        needs: order.reference,
      }),
  ),
  recoverCommand,
  recoverCommand,
  fc
    .tuple(slot, anOrder)
    .map(([at, order]) => new Command(`settle ${order.reference}`, at, { run: settle(order), needs: order.reference })),
  fc.tuple(slot, fc.boolean()).map(([at, dies]) => new Life(at, dies)),
  time,
  time,
  fc.nat(5).map((index) => new Event(`goes on: ${String(index)}`, (plant) => plant.letGo(index))),
]
