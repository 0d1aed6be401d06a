import type { Fate } from './books.js'
import { idle, World, type Waiting } from './world.js'

const FINE: Fate = { executes: true, says: 'good' }

/** Where a request can come to a halt until somebody lets it go on. */
export type Halt = 'connect' | 'write' | 'answer' | 'said'

interface Held extends Waiting {
  readonly go: () => void
}

/** What is planned for the next requests of one reference. */
export interface Plan {
  readonly fate: Fate
  readonly halt?: Halt | undefined
}

/** Processes that do at once what they can; what becomes of each request is planned before. */
export class Plant extends World {
  readonly #plans = new Map<string, Plan>()
  #held: Held[] = []
  #sleepers: Held[] = []
  #readsFail = false
  #readsHalt = false

  plan(reference: string, plan: Plan): void {
    this.#plans.set(reference, plan)
  }

  planReads({ fail, halt }: { readonly fail: boolean; readonly halt: boolean }): void {
    this.#readsFail = fail
    this.#readsHalt = halt
  }

  /** Lets one of what is held go on. */
  letGo(index: number): void {
    const [held] = this.#held.splice(index % Math.max(this.#held.length, 1), 1)
    if (held !== undefined) this.trace.push(`${held.process} goes on with ${held.what}`)
    held?.go()
  }

  /** Whoever sleeps wakes up in time. */
  async advance(ms: number): Promise<void> {
    const until = this.elapsed + ms
    for (;;) {
      const due = this.#sleepers.filter(({ what }) => Number(what) <= until)
      const next = due.sort((one, other) => Number(one.what) - Number(other.what))[0]
      if (next === undefined) break
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next)
      next.go()
      await idle()
    }
    this.elapsed = Math.max(this.elapsed, until)
  }

  override crash(slot: number): void {
    super.crash(slot)
    this.#held = this.#held.filter(({ process }) => !this.dead.has(process))
    this.#sleepers = this.#sleepers.filter(({ process }) => !this.dead.has(process))
  }

  protected override wait(waiting: Waiting): Promise<void> {
    const { stage, reference = '' } = waiting
    if (stage === 'sleep') return new Promise((go) => this.#sleepers.push({ ...waiting, go }))
    const isHeld = stage === 'said' ? this.#readsHalt : this.#plans.get(reference)?.halt === stage
    return isHeld ? new Promise((go) => this.#held.push({ ...waiting, go })) : Promise.resolve()
  }

  override fate({ reference }: { readonly reference: string }): Fate {
    return this.#plans.get(reference)?.fate ?? FINE
  }

  override readFails(): boolean {
    return this.#readsFail
  }

  override storeFails(): boolean {
    return false
  }
}
