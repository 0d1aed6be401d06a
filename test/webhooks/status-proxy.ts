import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before a provider, and has its queries answer with other statuses than the true ones. */
export interface StatusProxy extends AsyncDisposable {
  readonly url: string
  /** The next answers about that object, one after the other; then the last one of them for ever. */
  readonly answers: (providerId: string, statuses: readonly string[]) => void
}

export const startStatusProxy = async (target: string): Promise<StatusProxy> => {
  const { origin, pathname } = new URL(target)
  const planned = new Map<string, readonly string[]>()
  const server = createServer((request, response) => {
    void forward(request, response).catch(() => response.destroy())
  })
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
    const method = request.method ?? 'GET'
    const body = Buffer.concat(chunks)
    const answer = await fetch(`${origin}${request.url ?? ''}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length === 0 ? {} : { body }),
    })
    const text = await answer.text()
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
    response.end((request.url ?? '').includes('/query-') ? changed(text) : text)
  }
  const changed = (text: string): string => {
    const found = JSON.parse(text) as readonly { readonly id: string }[]
    return JSON.stringify(found.map((object) => ({ ...object, ...next(object.id) })))
  }
  const next = (id: string): { readonly status?: string } => {
    const [status, ...later] = planned.get(id) ?? []
    if (later.length > 0) planned.set(id, later)
    return status === undefined ? {} : { status }
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${String(port)}${pathname}`,
    answers: (providerId, statuses) => void planned.set(providerId, statuses),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
