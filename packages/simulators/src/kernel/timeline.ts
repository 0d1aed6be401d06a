interface Event {
  readonly at: number
  readonly run: (at: number) => void
}

/** The longest that a timer of Node waits. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * What will happen at a moment of the simulator's clock. Events run when somebody looks (a request, an action, a moved
 * clock), in the order of their moments and with their own moment as "now", so that one long step of the clock has the
 * same result as many short ones.
 */
export class Timeline {
  readonly #now: () => number
  readonly #events: Event[] = []
  #isWatched = false
  #timer: NodeJS.Timeout | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  at(at: number, run: (at: number) => void): void {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      // Latest first, so that the next event due is taken from the end.
      if ((this.#events[middle]?.at ?? 0) > at) low = middle + 1
      else high = middle
    }
    this.#events.splice(low, 0, { at, run })
    if (this.#isWatched && low === this.#events.length - 1) this.#wakeForNext()
  }

  catchUp(): void {
    const now = this.#now()
    for (let next = this.#events.at(-1); next !== undefined && next.at <= now; next = this.#events.at(-1)) {
      this.#events.pop()
      next.run(next.at)
    }
    if (this.#isWatched) this.#wakeForNext()
  }

  /** From now on events also run when real time reaches their moments, without anybody looking. */
  watch(): void {
    this.#isWatched = true
    this.#wakeForNext()
  }

  unwatch(): void {
    this.#isWatched = false
    clearTimeout(this.#timer)
  }

  #wakeForNext(): void {
    clearTimeout(this.#timer)
    const next = this.#events.at(-1)
    if (next === undefined) return
    const waitMs = Math.min(Math.max(next.at - this.#now(), 0), MAX_TIMER_MS)
    this.#timer = setTimeout(() => this.catchUp(), waitMs).unref()
  }
}
