import type { HttpOutcome, HttpRequest, HttpTransport } from '../../src/index.js'
import { answered, bodyOf } from '../support/transport.js'

const MINUTE = 60_000
/** A request may be executed so long after it was written, and what was executed may be missing from searches so long. */
export const LATEST_MS = 10 * MINUTE
const PAID_AFTER_MS = 20 * MINUTE
const HELD = 1_000_000

/** What becomes of one request. */
export interface Fate {
  /** No connection comes about. */
  readonly unreachable?: boolean
  readonly executes: boolean
  /** How long after the write it is executed, and how long a search does not show it then. At most {@link LATEST_MS}. */
  readonly lateMs?: number
  readonly lagMs?: number
  readonly says: Saying
}

/** What is answered; `good` follows from what was done. The refusals are never executed, as a provider documents. */
export type Saying = 'good' | 'lost' | 'cut' | 'error' | 'garbled' | 'foreign' | 'limited' | Refusal
type Refusal = 'rejected' | 'poor' | 'locked' | 'declined'
export const REFUSALS: readonly Saying[] = ['rejected', 'poor', 'locked', 'declined']

/** Something that a provider has done, or certainly will. */
export interface Execution {
  readonly account: string
  readonly reference: string
  readonly amount: number
  readonly path: string
  readonly id: string
  /** Who sent it. */
  readonly process: string
  readonly at: number
  readonly shownAt: number
}

export interface Stage {
  readonly process: string
  readonly stage: 'connect' | 'write' | 'answer' | 'read' | 'said'
  readonly what: string
  /** Of a request that could change something. */
  readonly reference: string | undefined
}

/** Whoever decides when each thing happens, and what. */
export interface Hand {
  /** Resolves when it may go on: never, once its process has died. */
  reach(stage: Stage): Promise<void>
  fate(request: { readonly process: string; readonly reference: string; readonly account: string }): Fate
  /** Whether this read fails. */
  readFails(process: string): boolean
  /** A request is handed over. */
  wrote(request: { readonly process: string; readonly reference: string; readonly amount: number }): void
}

interface Fields {
  readonly reference?: string
  readonly amount?: number
}

const lost = (phase: 'headers' | 'body'): HttpOutcome => ({ kind: 'no_answer', phase, error: new Error('reset') })
const NOT_FOUND: HttpOutcome = answered(404, { error: 'no such thing', code: 'E404' })

/** What the provider really did: nothing else decides whether a run was right. It recognises no request that is repeated. */
export class Books {
  readonly executions: Execution[] = []
  readonly #clock: { now(): number }
  readonly #hand: Hand

  constructor(clock: { now(): number }, hand: Hand) {
    this.#clock = clock
    this.#hand = hand
  }

  of(reference: string): readonly Execution[] {
    return this.executions.filter((execution) => execution.reference === reference)
  }

  /** The network as one process has it; `copies` is how often each request is written. */
  transport(process: string, copies = 1): HttpTransport {
    return {
      send: async (request) => {
        const account = /\/\/(\w+)\./.exec(request.baseUrl)?.[1] ?? ''
        if (request.beforeWrite === undefined) return this.#ask({ process, account }, request)
        const { reference = '', amount = 0 } = bodyOf(request) as Fields
        const reach = (stage: Stage['stage']) =>
          this.#hand.reach({ process, stage, what: `${reference} at ${account}`, reference })
        await reach('connect')
        const fate = this.#hand.fate({ process, reference, account })
        if (fate.unreachable === true) return { kind: 'not_written', phase: 'connect' }
        const permission = await request.beforeWrite().catch(() => undefined)
        // A process can be stopped here; the last question is asked without a pause before the write.
        await reach('write')
        if (permission?.granted !== true || !permission.stillValid())
          return { kind: 'not_written', phase: 'permission' }
        this.#hand.wrote({ process, reference, amount })
        const { path } = request
        const outcome = this.#accept({ process, account, reference, amount, path }, fate)
        for (let copy = 1; copy < copies; copy += 1) this.#accept({ process, account, reference, amount, path }, fate)
        await reach('answer')
        return outcome
      },
      close: () => undefined,
    }
  }

  async #ask({ process, account }: { process: string; account: string }, { path }: HttpRequest): Promise<HttpOutcome> {
    const reach = (stage: Stage['stage']) =>
      this.#hand.reach({ process, stage, what: `${path} at ${account}`, reference: undefined })
    await reach('read')
    const outcome = this.#hand.readFails(process) ? lost('headers') : this.#read(account, path)
    await reach('said')
    return outcome
  }

  #accept(order: Omit<Execution, 'id' | 'at' | 'shownAt'>, fate: Fate): HttpOutcome {
    const { lateMs = 0, lagMs = 0, executes, says } = fate
    const id = `${order.account}-${this.executions.length + 1}`
    const at = this.#clock.now() + lateMs
    if (executes) this.executions.push({ ...order, id, at, shownAt: at + lagMs })
    switch (says) {
      case 'lost':
        return lost('headers')
      case 'cut':
        return lost('body')
      case 'error':
        return answered(502, '<h1>Bad gateway</h1>')
      case 'garbled':
        return answered(200, { ok: true })
      case 'foreign':
        return answered(409, { error: 'duplicate', code: 'E409' })
      case 'limited':
        return answered(429, { error: 'slower', code: 'E429' })
      case 'rejected':
        return answered(422, { error: 'no', code: 'E422' })
      case 'poor':
        return answered(402, { error: 'no money', code: 'E402' })
      case 'locked':
        return answered(401, { error: 'who are you', code: 'E401' })
      case 'declined':
        return answered(200, { ...order, id, status: 'declined' })
      case 'good':
        return this.#made({ ...order, id, at })
    }
  }

  #made(done: Omit<Execution, 'shownAt'>): HttpOutcome {
    const { path, account } = done
    if (path.startsWith('/charges')) return answered(200, this.#charge(done))
    if (path.startsWith('/transfers')) return answered(200, { ...done, status: 'paid' })
    const id = path === '/holds' ? done.id : path.slice('/holds/'.length)
    return this.#read(account, `/holds/${id}`)
  }

  #charge({ id, reference, amount, at }: Pick<Execution, 'id' | 'reference' | 'amount' | 'at'>) {
    return { id, reference, amount, status: this.#clock.now() >= at + PAID_AFTER_MS ? 'paid' : 'waiting' }
  }

  /** A search may lag; what is read by its id is as it is. */
  #read(account: string, path: string): HttpOutcome {
    const now = this.#clock.now()
    const done = this.executions.filter((execution) => execution.account === account && execution.at <= now)
    const [, kind, id = ''] = path.split(/[/?]/)
    if (path.startsWith('/charges?')) {
      const reference = new URLSearchParams(id).get('reference')
      const shown = done.filter((execution) => execution.shownAt <= now && execution.path === '/charges')
      return answered(
        200,
        shown.filter((each) => each.reference === reference).map((each) => this.#charge(each)),
      )
    }
    const found = done.find((execution) => execution.id === id)
    if (found === undefined) return NOT_FOUND
    if (kind === 'charges') return answered(200, this.#charge(found))
    const captured = done.filter((each) => each.path === `/holds/${id}`).reduce((sum, { amount }) => sum + amount, 0)
    return answered(200, { id, amount: HELD, captured })
  }
}
