import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { must } from '../expect.js'
import type { ProviderServer, ServerCallbacks } from '../server.js'

/** What the provider has sent of its own accord, as it came; names of headers in lower case. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Uint8Array
}

/** More than any provider sends, so that nothing is lost here that an account might take. */
const HEADER_BYTES = 1_048_576

/** Of the connection, not of the delivery. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host']

/** Takes everything that a provider's server sends, over a real socket, and lets a case hand it on as it likes. */
export class Mailbox {
  readonly #callbacks: ServerCallbacks
  readonly #received: Delivery[] = []
  readonly #server = http.createServer({ maxHeaderSize: HEADER_BYTES }, (request, response) => {
    deliveryFrom(request).then(
      (delivery) => {
        this.#received.push(delivery)
        response.end()
      },
      () => response.destroy(),
    )
  })

  private constructor(callbacks: ServerCallbacks) {
    this.#callbacks = callbacks
  }

  static async open({ callbacks }: ProviderServer): Promise<Mailbox> {
    must(callbacks !== undefined, 'The world has webhooks, and its server no `callbacks`: see ProviderServer')
    const mailbox = new Mailbox(callbacks)
    const server = mailbox.#server
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    callbacks.sendTo(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/webhooks`)
    return mailbox
  }

  /** Everything that was sent so far, in the order in which it came. */
  async received(): Promise<readonly Delivery[]> {
    await this.#callbacks.idle()
    return [...this.#received]
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}

const deliveryFrom = async (request: IncomingMessage): Promise<Delivery> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) => {
    const [value = ''] = values
    return HOP_BY_HOP.includes(name) ? [] : [[name, values.length === 1 ? value : values] as const]
  })
  return { headers: Object.fromEntries(headers), body: Buffer.concat(chunks) }
}
