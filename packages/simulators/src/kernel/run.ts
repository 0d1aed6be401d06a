import { CallbackDesk } from './callbacks/desk.js'
import { NO_CALLBACKS } from './callbacks/style.js'
import { createClock } from './clock.js'
import { ControlServer } from './control.js'
import { FaultBook } from './faults/book.js'
import { exchange } from './http/exchange.js'
import type { Host } from './http/host.js'
import { Listener } from './http/listener.js'
import { LedgerBook } from './ledger.js'
import type { ProviderDefinition, World } from './provider.js'
import { RequestLog } from './request-log.js'
import type { CommonOptions, Simulator } from './simulator.js'
import { Timeline } from './timeline.js'

/** Puts a provider's simulation, its servers and its controls together. */
export async function runSimulator<Options extends CommonOptions, Actions>(
  definition: ProviderDefinition<Options, Actions>,
  options: Options,
): Promise<Simulator<Actions>> {
  const timeline = new Timeline(() => clock.now().getTime())
  const clock = createClock(() => timeline.catchUp())
  const style = definition.callbacks?.(options) ?? NO_CALLBACKS
  const end = new AbortController()
  const callbacks = new CallbackDesk({
    ...{ style, clock, timeline, signal: end.signal },
    takeFault: (notice, fits) => faults.takeForCallback(notice, fits),
  })
  const ledger = new LedgerBook(options.ledgerPath)
  const world: World = { clock, timeline, ledger, callbacks }
  const provider = definition.create(world, options)
  const faults = new FaultBook(provider.routes, style)
  const log = new RequestLog()
  const host: Host = { world, provider, faults, log, callbacks, signal: end.signal }

  const listener = new Listener(
    (request, response) => {
      exchange(host, request, response).catch((error: unknown) => {
        // After the end nobody waits for an answer. Before it, a witness that cannot write ends its process.
        if (!end.signal.aborted) throw error
      })
    },
    (socket) => {
      const before = faults.takeForConnection()?.before
      if (before !== undefined && 'reset' in before) socket.resetAndDestroy()
      return before === undefined
    },
  )

  const simulator: Simulator<Actions> = {
    name: definition.name,
    get url() {
      return `http://127.0.0.1:${listener.port}${provider.basePath}`
    },
    get controlUrl() {
      return `http://127.0.0.1:${control.port}`
    },
    get ledger() {
      timeline.catchUp()
      return ledger
    },
    requests: log.records,
    faults,
    clock,
    callbacks,
    actions: provider.actions,
    async refuseConnections() {
      listener.refuse()
    },
    async allowConnections() {
      await listener.open()
    },
    async close() {
      end.abort()
      await Promise.all([listener.close(), control.close(), callbacks.close()])
      ledger.close()
    },
    async [Symbol.asyncDispose]() {
      await this.close()
    },
  }
  const control = new ControlServer(simulator, provider.controls)

  try {
    await listener.open(options.port ?? 0)
    await control.open(options.controlPort ?? 0)
  } catch (error) {
    await simulator.close()
    throw error
  }
  return simulator
}
