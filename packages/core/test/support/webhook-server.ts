import { once } from 'node:events'
import {
  createServer,
  request as open,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerOptions,
} from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { WebhookDelivery } from '../../src/index.js'
import { KEY } from './acme.js'
import { telling } from './telling.js'
import { answer, replies } from './transport.js'
import { payin, until, world, type LogLine, type World } from './world.js'

/** A merchant's server: `sockets` are all connections that it has had. */
export interface WebhookServer extends AsyncDisposable {
  readonly port: number
  readonly url: string
  readonly sockets: readonly Socket[]
}

export const serving = async (listener: RequestListener, options: ServerOptions = {}): Promise<WebhookServer> => {
  const sockets: Socket[] = []
  const server = createServer(options, listener)
  server.on('connection', (socket) => sockets.push(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    sockets,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An account of `telling`, at which `order-1` waits to be paid. */
export const waiting = async (): Promise<World> => {
  const platform = await world({
    transport: replies({ '/charges': [answer(200, { id: 'ch_1', status: 'waiting', reference: 'order-1' })] }),
    providers: [telling({ apiKey: KEY })],
  })
  await platform.payments.payins.create(payin())
  return platform
}

export const paid = async ({ payments }: World): Promise<void> =>
  until(async () => (await payments.payins.retrieve({ reference: 'order-1' }))?.status === 'succeeded')

/** What was said of the server that deliveries come to. */
export const problems = ({ log }: { readonly log: readonly LogLine[] }): readonly string[] =>
  log.filter(({ message }) => message === 'webhooks may not arrive').map(({ fields }) => (fields as Problem).problem)

interface Problem {
  readonly problem: string
}

export const signatureIn = (headers: WebhookDelivery['headers']): string => String(Object.values(headers)[0])

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** In so many chunks, without a length, where it is a list. */
  readonly body?: Uint8Array | readonly Uint8Array[]
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** One request on a connection of its own. */
export const send = async (
  { port }: WebhookServer,
  { method = 'POST', path = '/webhooks/telling', headers = {}, body = [] }: Sent,
): Promise<Answered> => {
  const length = body instanceof Uint8Array ? { 'content-length': String(body.length) } : {}
  const options = { host: '127.0.0.1', port, method, path, agent: false }
  const request = open({ ...options, headers: { ...length, ...headers } as OutgoingHttpHeaders })
  for (const chunk of body instanceof Uint8Array ? [body] : body) request.write(chunk)
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Uint8Array[] = []
  for await (const chunk of response) chunks.push(chunk as Uint8Array)
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }
}

interface Line {
  readonly socket: Socket
  /** All that has come in. */
  readonly received: () => string
  /** Until the server has ended the connection. */
  readonly ended: Promise<void>
}

/** A connection to write on byte by byte. */
export const line = async ({ port }: WebhookServer): Promise<Line> => {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  // Where a server closes without having read all, it resets.
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, received: () => text, ended }
}
