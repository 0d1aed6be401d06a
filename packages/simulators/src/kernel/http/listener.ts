import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'

/**
 * The provider's port. A plain TCP server stands in front of node:http, so that a connection can be left hanging or
 * reset before a byte of it is read, and the port can be closed and opened again.
 */
export class Listener {
  readonly #http
  readonly #sockets = new Set<Socket>()
  readonly #busy = new Set<Socket>()
  readonly #screen: (socket: Socket) => boolean
  #server: Server | undefined
  #port = 0

  /** `screen` is asked once per connection; false means that it has taken the connection over. */
  constructor(handle: RequestListener, screen: (socket: Socket) => boolean) {
    this.#screen = screen
    this.#http = createHttpServer((request, response) => {
      this.#busy.add(request.socket)
      response.once('close', () => this.#busy.delete(request.socket))
      handle(request, response)
    })
  }

  get port(): number {
    return this.#port
  }

  async open(port: number = this.#port): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer((socket) => this.#welcome(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    this.#server = server
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  /** Stops listening at once. Requests in progress go on; idle connections end. */
  refuse(): void {
    this.#server?.close()
    this.#server = undefined
    for (const socket of this.#sockets) if (!this.#busy.has(socket)) socket.destroy()
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    for (const socket of this.#sockets) socket.destroy()
    if (server !== undefined) await new Promise((resolve) => server.close(resolve))
  }

  #welcome(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    // A client that resets is nothing unusual here; without a listener it would end the process.
    socket.on('error', () => undefined)
    if (this.#screen(socket)) this.#http.emit('connection', socket)
  }
}
