import type { Clock } from '../clock/clock.js'
import type { Verdict } from './classify.js'
import type { CircuitLimits } from './limits.js'

/** Of that many calls within that time, half without a clear outcome open the circuit. */
const SAMPLE = 20
const SAMPLE_MS = 30_000
const FAILURES = 5
const REST_MS = 30_000

interface CircuitContext {
  readonly limits: CircuitLimits | false
  /** Unclear outcomes in a row count too: each of them may be money. */
  readonly movesMoney: boolean
  readonly clock: Pick<Clock, 'monotonic'>
  /** A read that shows whether the provider answers again; rejects where it does not. Undefined where there is none. */
  readonly probe: (() => Promise<unknown>) | undefined
}

/** Leaves a provider alone whose outcomes are unclear. It is tried again by a read, never by a payment. */
export class Circuit {
  readonly #context: CircuitContext
  #unclearInARow = 0
  #recent: { readonly at: number; readonly unclear: boolean }[] = []
  /** Until when it rests; undefined while it is closed. */
  #restsUntil: number | undefined
  #probing: Promise<boolean> | undefined

  constructor(context: CircuitContext) {
    this.#context = context
  }

  /** Only outcomes that nobody knows speak against the provider; what was certainly not sent says nothing. */
  saw(verdict: Verdict): void {
    const { clock, limits, movesMoney } = this.#context
    const unclear = verdict.kind === 'failed' && verdict.action === 'unknown'
    if (limits === false || (verdict.kind === 'failed' && !unclear && verdict.httpStatus === undefined)) return
    const now = clock.monotonic()
    this.#unclearInARow = unclear ? this.#unclearInARow + 1 : 0
    this.#recent = [...this.#recent.filter(({ at }) => now - at < SAMPLE_MS), { at: now, unclear }].slice(-SAMPLE)
    const inARow = movesMoney && this.#unclearInARow >= (limits.failures ?? FAILURES)
    const half = this.#recent.filter((call) => call.unclear).length >= SAMPLE / 2
    if (inARow || (half && this.#recent.length === SAMPLE)) this.#rest()
  }

  /** Whether calls may go through; one that has rested is tried first. */
  async isClosed(): Promise<boolean> {
    if (this.#restsUntil === undefined) return true
    if (this.#context.clock.monotonic() < this.#restsUntil) return false
    this.#probing ??= this.#probe().finally(() => (this.#probing = undefined))
    return this.#probing
  }

  async #probe(): Promise<boolean> {
    try {
      await this.#context.probe?.()
      this.#restsUntil = undefined
      return true
    } catch {
      this.#rest()
      return false
    }
  }

  #rest(): void {
    const { clock, limits } = this.#context
    this.#restsUntil = clock.monotonic() + ((limits === false ? undefined : limits.restMs) ?? REST_MS)
    this.#unclearInARow = 0
    this.#recent = []
  }
}
