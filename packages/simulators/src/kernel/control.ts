import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { callbackControls } from './callbacks/controls.js'
import { SimulatorError } from './errors.js'
import { isRecord, type Json } from './json.js'
import { after } from './sequence.js'
import type { Simulator } from './simulator.js'

type Control = (input: Readonly<Record<string, unknown>>, query: URLSearchParams) => unknown

const MAX_INPUT_BYTES = 1_048_576

/** The simulator's controls as JSON over HTTP on loopback, for tests that run in another process. */
export class ControlServer {
  readonly #controls: ReadonlyMap<string, Control>
  #port = 0
  readonly #server = createServer((request, response) => void this.#handle(request, response))

  constructor(simulator: Simulator, actions: ReadonlyMap<string, (input: unknown) => Json>) {
    this.#controls = new Map<string, Control>([
      ['GET /', () => ({ name: simulator.name, url: simulator.url, controls: [...this.#controls.keys()] })],
      ['GET /ledger', (_, query) => ledgerOf(simulator, query)],
      ['GET /requests', (_, query) => after(simulator.requests, query)],
      ['GET /faults', () => simulator.faults.active],
      ['POST /faults', (input) => simulator.faults.add(input)],
      ['DELETE /faults', () => simulator.faults.clear()],
      ['GET /clock', () => nowOf(simulator)],
      ['POST /clock/advance', ({ ms }) => (simulator.clock.advance(Number(ms)), nowOf(simulator))],
      ['POST /clock/set', ({ date }) => (simulator.clock.set(new Date(String(date))), nowOf(simulator))],
      ['POST /connections/refuse', () => simulator.refuseConnections()],
      ['POST /connections/allow', () => simulator.allowConnections()],
      ...callbackControls(simulator.callbacks),
      ...[...actions].map(([name, run]): [string, Control] => [`POST /actions/${name}`, (input) => run(input)]),
    ])
  }

  get port(): number {
    return this.#port
  }

  async open(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
  }

  async #answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: unknown }> {
    try {
      const url = new URL(request.url ?? '/', 'http://control')
      const control = this.#controls.get(`${request.method} ${url.pathname}`)
      if (control === undefined) return { status: 404, body: { message: 'there is no such control; see GET /' } }
      return { status: 200, body: await control(await readInput(request), url.searchParams) }
    } catch (error) {
      const status = error instanceof SimulatorError ? 400 : 500
      const code = error instanceof SimulatorError ? error.code : 'failed'
      return { status, body: { code, message: error instanceof Error ? error.message : String(error) } }
    }
  }
}

const nowOf = ({ clock }: Simulator): unknown => ({ now: clock.now().toISOString() })

function ledgerOf({ ledger }: Simulator, query: URLSearchParams): unknown {
  const reference = query.get('reference')
  return after(reference === null ? ledger.entries : ledger.by(reference), query)
}

async function readInput(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_INPUT_BYTES) throw bad('the input is too long')
    chunks.push(chunk)
  }
  if (length === 0) return {}
  // A page in a browser may post a form to loopback, but no JSON.
  if (request.headers['content-type']?.startsWith('application/json') !== true) throw bad('send application/json')
  try {
    const input: unknown = JSON.parse(Buffer.concat(chunks).toString())
    if (isRecord(input)) return input
  } catch (cause) {
    throw bad(`the input is not JSON: ${String(cause)}`)
  }
  throw bad('the input must be a JSON object')
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_control_request', message)
