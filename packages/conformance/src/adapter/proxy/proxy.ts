import { once } from 'node:events'
import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer, Fault, Seen } from './fault.js'
import { jsonIn, seenIn } from './read.js'

interface Planned {
  readonly endpoint: string
  readonly matches: RegExp
  readonly fault: Fault
  times: number
}

interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/**
 * Stands between an adapter and any server of its provider, and makes the network fail on demand: whatever the
 * provider is, it can lose an answer, cut it, say something else in its place, or never get the request.
 */
export class FaultProxy {
  readonly #target: URL
  readonly #agent = new http.Agent({ keepAlive: true })
  readonly #seen: Seen[] = []
  #planned: Planned[] = []
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #server = http.createServer((request, response) => {
    // Whoever asks sees a connection that ends; nobody else is there to be told.
    this.#handle(request, response).catch(() => request.socket.destroy())
  })

  private constructor(target: string) {
    this.#target = new URL(target)
  }

  /** In front of the server at this base URL. */
  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** What the adapter is given in place of the server's base URL. */
  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${this.#basePath}`
  }

  /** Every request, in the order in which they were read. */
  get requests(): readonly Seen[] {
    return this.#seen
  }

  /** The requests to this endpoint: `POST /payouts`, `GET /payouts/{id}`. */
  to(endpoint: string): readonly Seen[] {
    const matches = pattern(endpoint)
    return this.#seen.filter((seen) => matches.test(nameOf(seen)))
  }

  /** All that are no reads: what could have executed something, or logged in. */
  get writes(): readonly Seen[] {
    return this.#seen.filter(({ method }) => method !== 'GET')
  }

  /** What happens to the next requests to this endpoint; those that were planned first come first. */
  plan(endpoint: string, fault: Fault, times = 1): void {
    this.#planned.push({ endpoint, matches: pattern(endpoint), fault, times })
  }

  /** Forgets what was planned and has not happened. */
  clear(): void {
    this.#planned = []
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#agent.destroy()
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  get #basePath(): string {
    return this.#target.pathname.replace(/\/+$/, '')
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const seen = seenIn(request, body, this.#basePath)
    this.#seen.push(seen)
    const { forward = 1, answer } = this.#take(seen)
    let reply: Reply | undefined
    for (let count = 0; count < forward; count += 1) reply = await this.#forward(request, body)
    if (answer === undefined) send(response, reply)
    else this.#answer(answer, { seen, reply, response })
  }

  #take(seen: Seen): Fault {
    const found = this.#planned.find(({ matches, times }) => times > 0 && matches.test(nameOf(seen)))
    if (found === undefined) return {}
    found.times -= 1
    return found.fault
  }

  async #forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Reply> {
    const { hostname, port, host } = this.#target
    const onward = http.request({
      ...{ hostname, port, method, path: url, agent: this.#agent },
      headers: { ...headers, host },
    })
    const answered = once(onward, 'response') as Promise<[IncomingMessage]>
    onward.end(body)
    const [answer] = await answered
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await bodyOf(answer) }
  }

  #answer(
    answer: Answer,
    {
      seen,
      reply,
      response,
    }: { readonly seen: Seen; readonly reply: Reply | undefined; readonly response: ServerResponse },
  ): void {
    const { socket } = response
    switch (answer.kind) {
      case 'reset':
        socket?.resetAndDestroy()
        return
      case 'close':
        socket?.end()
        return
      case 'silence':
        return
      case 'late':
        this.#later(answer.ms, () => send(response, reply))
        return
      case 'cut':
        cut(response, reply)
        return
      case 'other':
        other(response, answer)
        return
      case 'edited':
        rewrite(response, reply, (text) => JSON.stringify(answer.edit(jsonIn(text), seen)))
        return
      case 'rewritten':
        rewrite(response, reply, answer.rewrite)
    }
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      act()
    }, ms)
    this.#timers.add(timer)
  }
}

const nameOf = ({ method, path }: Seen): string => `${method} ${path}`

/** `POST /payouts/{id}` as a pattern; `*` for the method stands for any. */
const pattern = (endpoint: string): RegExp =>
  new RegExp(
    `^${endpoint
      .replace(/[.+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{\w*\}/g, '[^/]+')
      .replace(/\*/g, '.*')}$`,
  )

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Of the connection, not of the answer. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length']

const headersOf = ({ headers }: Reply, length: number): OutgoingHttpHeaders => ({
  ...Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name))),
  'content-length': length,
})

const send = (response: ServerResponse, reply: Reply | undefined): void => {
  if (reply === undefined) throw new Error('There is nothing to answer: the request was not forwarded')
  response.writeHead(reply.status, headersOf(reply, reply.body.length)).end(reply.body)
}

const cut = (response: ServerResponse, reply: Reply | undefined): void => {
  if (reply === undefined) throw new Error('There is nothing to cut: the request was not forwarded')
  response.writeHead(reply.status, headersOf(reply, reply.body.length))
  response.write(reply.body.subarray(0, reply.body.length >> 1), () => response.socket?.resetAndDestroy())
}

const other = (response: ServerResponse, { status, body, headers }: Answer & { readonly kind: 'other' }): void => {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

const rewrite = (response: ServerResponse, reply: Reply | undefined, change: (text: string) => string): void => {
  if (reply === undefined) throw new Error('There is nothing to change: the request was not forwarded')
  const body = Buffer.from(change(reply.body.toString()))
  response.writeHead(reply.status, headersOf(reply, body.length)).end(body)
}
