import type { Clock } from '../clock/clock.js'
import { ProviderUnavailableError, RateLimitedError, type PaymentError } from '../errors/errors.js'
import { Circuit } from './circuit.js'
import type { Verdict } from './classify.js'
import type { Limits } from './limits.js'

/** Who comes when so many wait already is refused at once. */
const LONGEST_QUEUE = 1_000

const LEFT_ALONE = 'gave no clear answers of late, so it is left alone a while'
/** A provider that asks for longer is asked again after this time. */
const LONGEST_HOLD_MS = 60 * 60_000

interface GateContext {
  readonly account: string
  readonly limits: Limits
  readonly clock: Clock
  /** A read that shows whether the provider answers again; rejects where it does not. Undefined where there is none. */
  readonly probe: (() => Promise<unknown>) | undefined
}

/**
 * What is let through to one provider account: so many at once, so many per second, nothing while its circuit is open.
 * It decides before anything is armed, so what it refuses was certainly not sent.
 */
export class Gate {
  readonly #context: GateContext
  readonly #writes: Slots
  readonly #reads: Slots
  readonly #rate: Rate
  /** Until when the provider has asked us to wait; monotonic. */
  #heldUntil = -Infinity
  /** Apart, so that silent links do not stop payouts, nor the other way round. */
  readonly #moving: Circuit
  readonly #creating: Circuit

  constructor(context: GateContext) {
    this.#context = context
    this.#writes = new Slots(context.limits.writes)
    this.#reads = new Slots(context.limits.reads)
    this.#rate = new Rate(context.limits.requestsPerSecond)
    const { clock, probe, limits } = context
    this.#moving = new Circuit({ clock, probe, limits: limits.circuit, movesMoney: true })
    this.#creating = new Circuit({ clock, probe, limits: limits.circuit, movesMoney: false })
  }

  /** Waits for a place to write; the monotonic time `until` is the latest. Rejects where it cannot be had. */
  async forWrite(until: number, movesMoney: boolean): Promise<() => void> {
    if (!(await this.#circuit(movesMoney).isClosed())) throw this.#unavailable(LEFT_ALONE)
    const leave = await this.#writes.enter()
    try {
      if (leave === undefined) throw this.#unavailable('has too many requests waiting')
      // Those before it may have opened the circuit.
      if (!(await this.#circuit(movesMoney).isClosed())) throw this.#unavailable(LEFT_ALONE)
      this.expectTime(until)
      await this.#pace(until)
      return leave
    } catch (error) {
      leave?.()
      throw error
    }
  }

  /** Waits for a place to read. */
  async forRead(): Promise<() => void> {
    const leave = await this.#reads.enter()
    if (leave === undefined) throw this.#unavailable('has too many reads waiting')
    try {
      await this.#pace()
      return leave
    } catch (error) {
      leave()
      throw error
    }
  }

  /** What became of a write. */
  wrote(verdict: Verdict, movesMoney: boolean): void {
    this.#hold(verdict)
    this.#circuit(movesMoney).saw(verdict)
  }

  /** What became of a read. */
  didRead(verdict: Verdict): void {
    this.#hold(verdict)
  }

  /** Throws where it is too late to send: an answer could not come in the caller's time. */
  expectTime(until: number): void {
    if (this.#context.clock.monotonic() > until) throw this.#unavailable('could not be reached in time')
  }

  #circuit(movesMoney: boolean): Circuit {
    return movesMoney ? this.#moving : this.#creating
  }

  #hold(verdict: Verdict): void {
    if (verdict.kind !== 'failed' || verdict.retryAfterMs === undefined) return
    this.#heldUntil = Math.max(
      this.#heldUntil,
      this.#context.clock.monotonic() + Math.min(verdict.retryAfterMs, LONGEST_HOLD_MS),
    )
  }

  /** Waits for the turn of a request; a write also as long as the provider has asked us to. */
  async #pace(until?: number): Promise<void> {
    const { clock, account } = this.#context
    const now = clock.monotonic()
    const turn = this.#rate.peek(now)
    const at = until === undefined ? turn : Math.max(turn, this.#heldUntil)
    if (until !== undefined && at > until) {
      if (at === turn) throw this.#unavailable('has more requests than its rate allows')
      throw new RateLimitedError(`${account} asked us to wait; nothing was sent`, {
        provider: account,
        retryAfterMs: Math.ceil(at - now),
      })
    }
    this.#rate.take(now)
    if (at > now) await clock.sleep(at - now)
  }

  #unavailable(why: string): PaymentError {
    const { account } = this.#context
    return new ProviderUnavailableError(`${account} ${why}; nothing was sent`, { provider: account })
  }
}

/** So many per second, of which as many may begin at once. */
class Rate {
  readonly #gapMs: number
  /** When a request would begin if they came evenly. */
  #evenly = -Infinity

  constructor(perSecond: number | undefined) {
    this.#gapMs = perSecond === undefined ? 0 : 1_000 / perSecond
  }

  /** When the next request may begin. */
  peek(now: number): number {
    return Math.max(now, this.#evenly - Math.max(0, 1_000 - this.#gapMs))
  }

  take(now: number): void {
    this.#evenly = Math.max(this.#evenly, now) + this.#gapMs
  }
}

/** So many at once, the others one after the other as they came. */
class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(size: number) {
    this.#free = size
  }

  /** Gives what to call on leaving; undefined where too many wait. */
  async enter(): Promise<(() => void) | undefined> {
    if (this.#free > 0) this.#free -= 1
    else if (this.#waiting.length >= LONGEST_QUEUE) return undefined
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    let left = false
    return () => {
      if (left) return
      left = true
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}
