import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookRequest } from '@polyrail/core'

/** A merchant's server that takes callbacks, as core would hand them on. */
export const startReceiver = async () => {
  const received: WebhookRequest[] = []
  const server = createServer({ maxHeaderSize: 65_536 }, (incoming, response) => {
    void webhookRequestFrom(incoming).then((taken) => {
      received.push(taken)
      response.end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`
  return {
    url,
    received,
    /** Sends what no simulator sends; a header with two values goes twice. */
    post: async (headers: Readonly<Record<string, string | readonly string[]>>, body: string) => {
      const outgoing = request(url, { method: 'POST', agent: false, headers: { ...headers } as never })
      outgoing.end(body)
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      await once(answer.resume(), 'end')
      return received.at(-1)!
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const webhookRequestFrom = async (incoming: IncomingMessage): Promise<WebhookRequest> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  return {
    header: (name) => {
      const values = incoming.headersDistinct[name] ?? []
      return values.length === 1 ? values[0] : undefined
    },
    body: Buffer.concat(chunks),
  }
}

/** The same without a server. */
export const requestOf = (
  headers: Readonly<Record<string, string | undefined>>,
  body: string | Uint8Array,
): WebhookRequest => ({
  header: (name) => headers[name],
  body: typeof body === 'string' ? Buffer.from(body) : body,
})
