import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a provider was sent: its secrets come back in whatever the test makes of them. */
export interface Sent {
  readonly path: string
  readonly key: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface Echo {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The bytes of the body. */
  readonly body: string
}

export interface EchoProvider extends AsyncDisposable {
  readonly url: string
  answer: (sent: Sent) => Echo
}

/** A provider that answers with any bytes at all, which the faithful simulators refuse to. */
export const startEchoProvider = async (): Promise<EchoProvider> => {
  const provider: Pick<EchoProvider, 'answer'> = { answer: () => ({ body: '{}' }) }
  const server = createServer((request, response) => {
    void sentIn(request).then((sent) => {
      const { status = 200, headers = {}, body } = provider.answer(sent)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(provider, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

const FORM_FIELD = /name="(\w+)"\r\n\r\n([^\r]*)\r\n/g

const sentIn = async (request: IncomingMessage): Promise<Sent> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  const isForm = request.headers['content-type']?.startsWith('multipart/') === true
  const fields: unknown = isForm
    ? Object.fromEntries([...body.matchAll(FORM_FIELD)].map(([, name, value]) => [name, value]))
    : JSON.parse(body === '' ? '{}' : body)
  return {
    path: request.url ?? '',
    key: (request.headers.authorization ?? '').replace(/^Bearer /, ''),
    fields: fields as Sent['fields'],
  }
}
