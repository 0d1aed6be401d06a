import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

interface Connection {
  readonly socket: Socket
  /** Everything that has come in, as it came. */
  text: string
}

export interface RawServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly connections: readonly Connection[]
  /** All bytes of all connections. */
  received(): string
}

interface Behaviour {
  readonly onConnect?: (socket: Socket) => void
  /** Called for every whole request; `count` is how many this connection has had. */
  readonly onRequest?: (socket: Socket, text: string, count: number) => void
  readonly tls?: 'localhost' | 'elsewhere'
}

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))

/** A server that knows nothing of HTTP beyond where a request ends. */
export const rawServer = async ({ onConnect, onRequest, tls }: Behaviour = {}): Promise<RawServer> => {
  const connections: Connection[] = []
  const accept = (socket: Socket): void => {
    const connection: Connection = { socket, text: '' }
    connections.push(connection)
    let pending = ''
    let count = 0
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      connection.text += chunk.toString('latin1')
      pending += chunk.toString('latin1')
      for (let end = endOf(pending); end !== undefined; end = endOf(pending)) {
        const request = pending.slice(0, end)
        pending = pending.slice(end)
        onRequest?.(socket, request, ++count)
      }
    })
    onConnect?.(socket)
  }
  const server: Server =
    tls === undefined
      ? createServer({ allowHalfOpen: true }, accept)
      : createTlsServer(
          tls === 'localhost'
            ? { key: fixture('key.pem'), cert: fixture('certificate.pem') }
            : { key: fixture('other-key.pem'), cert: fixture('other-certificate.pem') },
          accept,
        )
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    connections,
    received: () => connections.map(({ text }) => text).join(''),
    [Symbol.asyncDispose]: async () => {
      for (const { socket } of connections) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Where the first whole request ends. */
const endOf = (text: string): number | undefined => {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = Number(/^content-length: (\d+)$/im.exec(text.slice(0, head))?.[1] ?? 0)
  return text.length >= head + 4 + length ? head + 4 + length : undefined
}

export const ok = (body: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/** A port on which nobody listens. */
export const deadPort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
