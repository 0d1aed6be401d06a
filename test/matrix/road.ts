import { Agent, createServer as createHttpServer, request as httpRequest } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A way to a provider that can be closed or broken; every request takes a connection of its own. */
export interface Road extends AsyncDisposable {
  readonly url: string
  /** Nobody listens any more, once so many further requests have come. */
  closeAfter(requests: number): void
  open(): Promise<void>
  /** Resets every connection. */
  breakAll(): void
}

export const startRoad = async (target: string): Promise<Road> => {
  const { hostname, port: targetPort, pathname } = new URL(target)
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  let left = Infinity
  const server = createHttpServer((incoming, outgoing) => {
    left -= 1
    if (left === 0) server.close()
    const { method, url: path, headers } = incoming
    const onward = httpRequest({ agent, hostname, port: targetPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, { ...answer.headers, connection: 'close' })
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  })
  const port = await listenApart(server)
  return {
    url: `http://127.0.0.1:${String(port)}${pathname}`,
    closeAfter(requests) {
      left = requests
      if (left === 0) server.close()
    },
    async open() {
      left = Infinity
      if (!server.listening) await listen(server, port)
    },
    breakAll() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      agent.destroy()
      await closed(server)
    },
  }
}

/** A host that does one thing to every connection. */
export interface Host extends AsyncDisposable {
  readonly port: number
}

const HANDSHAKE_FAILURE = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])

export const HOSTS = {
  /** Answers the first message of a TLS handshake with its refusal. */
  'tls-refused': (socket: Socket) => void socket.once('data', () => socket.end(HANDSHAKE_FAILURE)),
  'no-tls': (socket: Socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  reset: (socket: Socket) => void socket.resetAndDestroy(),
} as const

export const startHost = async (treat: (socket: Socket) => void): Promise<Host> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    treat(socket)
  })
  return {
    port: await listen(server, 0),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await closed(server)
    },
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

/** Below the ports that a system gives by itself: while this one is closed, nobody else must come to listen there. */
const LOWEST_PORT = 20_000
const PORTS = 10_000
let next = process.pid * 100

const listenApart = async (server: Server): Promise<number> => {
  for (;;) {
    next += 1
    const port = LOWEST_PORT + (next % PORTS)
    const taken = await listen(server, port).then(
      () => false,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return true
        throw error
      },
    )
    if (!taken) return port
  }
}

const closed = (server: Server): Promise<void> =>
  server.listening ? new Promise((resolve) => server.close(() => resolve())) : Promise.resolve()
