import type { CallbackEvents, Notice } from '../callbacks/style.js'
import type { Route } from '../route.js'
import type { ActiveFault, CallbackFault, Fault, Faults, Stage } from './fault.js'
import { readFault } from './read-fault.js'

interface Scripted {
  readonly fault: Fault
  hits: number
}

/** The script and who is next. A fault is used up when it is taken, whatever comes of it. */
export class FaultBook implements Faults {
  readonly #routes: readonly Route[]
  readonly #events: CallbackEvents
  #scripted: Scripted[] = []

  constructor(routes: readonly Route[], events: CallbackEvents) {
    this.#routes = routes
    this.#events = events
  }

  get active(): readonly ActiveFault[] {
    return this.#scripted
  }

  add(fault: Fault): ActiveFault {
    const scripted: Scripted = { fault: readFault(fault, this.#routes, this.#events), hits: 0 }
    this.#scripted.push(scripted)
    return scripted
  }

  clear(): void {
    this.#scripted = []
  }

  takeForConnection(): Fault | undefined {
    return this.#take((fault) => stageOf(fault) === 'connection')
  }

  takeForHeaders(route: Route): Fault | undefined {
    return this.#take((fault) => stageOf(fault) === 'headers' && agrees(fault, route))
  }

  takeForRequest(route: Route, reference: string | undefined): Fault | undefined {
    return this.#take(
      (fault) =>
        stageOf(fault) === 'body' &&
        agrees(fault, route) &&
        (fault.reference === undefined || fault.reference === reference),
    )
  }

  takeForCallback({ event, reference }: Notice, fits: (fault: CallbackFault) => boolean): Fault | undefined {
    return this.#take(
      (fault) =>
        fault.callback !== undefined &&
        fits(fault.callback) &&
        (fault.on === undefined || fault.on === event) &&
        (fault.reference === undefined || fault.reference === reference),
    )
  }

  #take(agreed: (fault: Fault) => boolean): Fault | undefined {
    const index = this.#scripted.findIndex(({ fault }) => agreed(fault))
    const scripted = this.#scripted[index]
    if (scripted === undefined) return undefined
    scripted.hits += 1
    const { times = 1 } = scripted.fault
    if (times !== 'always' && scripted.hits >= times) this.#scripted.splice(index, 1)
    return scripted.fault
  }
}

function stageOf({ before, callback }: Fault): Stage | 'callback' {
  if (callback !== undefined) return 'callback'
  if (before !== undefined && 'hang' in before) return before.hang
  if (before !== undefined && 'reset' in before) return before.reset
  return 'body'
}

function agrees({ on, lookup }: Fault, route: Route): boolean {
  return (on === undefined || on === route.name) && (lookup === undefined || route.kind === 'lookup')
}
