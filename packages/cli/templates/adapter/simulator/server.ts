import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Books, Refused, type Fields } from './books.js'
import { Callbacks } from './callbacks.js'

// Written from the provider's documentation alone: what it shared with the adapter, it could not judge.

interface Asked {
  readonly id: string
  readonly body: Fields
  readonly query: URLSearchParams
}

const ROUTES: readonly (readonly [string, RegExp, (books: Books, asked: Asked) => object])[] = [
  ['POST', /^\/payments$/, (books, { body }) => books.pay(body)],
  ['GET', /^\/payments$/, (books, { query }) => ({ data: books.named('payment', query.get('reference')) })],
  ['GET', /^\/payments\/(\w+)$/, (books, { id }) => books.find('payment', id)],
  ['POST', /^\/transfers$/, (books, { body }) => books.transfer(body)],
  ['GET', /^\/transfers$/, (books, { query }) => ({ data: books.named('transfer', query.get('reference')) })],
  ['GET', /^\/transfers\/(\w+)$/, (books, { id }) => books.find('transfer', id)],
]

export interface Simulator {
  readonly url: string
  readonly books: Books
  readonly callbacks: Callbacks
  readonly close: () => Promise<void>
}

/** Acme Pay on this machine, with empty books. */
export const startSimulator = async (keys: {
  readonly apiKey: string
  readonly webhookSecret: string
}): Promise<Simulator> => {
  const callbacks = new Callbacks(keys.webhookSecret)
  const books = new Books((type, thing) => callbacks.tell(type, thing))
  const serve = async (request: IncomingMessage): Promise<object> => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
    if (request.headers.authorization !== `Bearer ${keys.apiKey}`) throw new Refused(401, 'invalid_key', 'Who are you?')
    const sent = await text(request)
    const body = sent === '' ? {} : (JSON.parse(sent) as Fields)
    for (const [method, path, handle] of ROUTES) {
      const match = method === request.method ? path.exec(pathname) : null
      if (match !== null) return handle(books, { id: match[1] ?? '', body, query })
    }
    throw new Refused(404, 'not_found', 'There is no such page')
  }
  const server = createServer((request, response) => {
    serve(request)
      .then((body) => answer(response, 200, body))
      .catch((error: unknown) => refuse(response, error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    books,
    callbacks,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const refuse = (response: ServerResponse, error: unknown): void => {
  if (!(error instanceof Refused)) {
    response.destroy(error instanceof Error ? error : undefined)
    return
  }
  answer(response, error.status, { error: { code: error.code, message: error.message } })
}
