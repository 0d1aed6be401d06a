import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'

/** One callback as it arrived. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly json: unknown
}

/** A status, or what a receiver does instead of answering. */
export type Reaction = number | 'hang' | 'reset'

export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: readonly Received[]
  /** How the next ones are answered, in order; 200 after the last of them. */
  readonly reactions: Reaction[]
}

/** A merchant's server that takes callbacks. */
export async function startReceiver(...reactions: readonly Reaction[]): Promise<Receiver> {
  const received: Received[] = []
  const open = [...reactions]
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      received.push({ path: request.url ?? '', headers: request.headers, body, json: tryJson(body) })
      react(response, open.shift() ?? 200)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    reactions: open,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function react(response: ServerResponse, reaction: Reaction): void {
  if (reaction === 'hang') return
  if (reaction === 'reset') response.socket?.resetAndDestroy()
  else response.writeHead(reaction, { location: '/elsewhere' }).end('taken')
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
