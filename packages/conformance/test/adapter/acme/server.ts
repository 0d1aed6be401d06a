import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { About, Executed, ProviderServer } from '@polyrail/conformance'
import { Callbacks } from './callbacks.js'
import { Books, Problem, type Fields } from './books.js'

export const KEY = 'key-of-acme'

interface Request {
  readonly method: string
  readonly url: URL
  readonly body: Fields
  readonly authorization: string | undefined
}

type Handler = (books: Books, request: { readonly id: string; readonly body: Fields; readonly query: Fields }) => object

/** Every endpoint of Acme, by its name. */
const ROUTES: readonly (readonly [string, RegExp, Handler])[] = [
  ['POST', /^\/charges$/, (books, { body }) => books.charge(body)],
  ['GET', /^\/charges$/, (books, { query }) => books.charges(query)],
  ['GET', /^\/charges\/(\w+)$/, (books, { id }) => books.find('charge', id)],
  ['POST', /^\/charges\/(\w+)\/take$/, (books, { id, body }) => books.change(id, 'taken', body)],
  ['POST', /^\/charges\/(\w+)\/release$/, (books, { id, body }) => books.change(id, 'released', body)],
  ['POST', /^\/returns$/, (books, { body }) => books.giveBack(body)],
  ['GET', /^\/returns$/, (books, { query }) => books.named('return', query)],
  ['GET', /^\/returns\/(\w+)$/, (books, { id }) => books.find('return', id)],
  ['POST', /^\/transfers$/, (books, { body }) => books.transfer(body)],
  ['GET', /^\/transfers\/(\w+)$/, (books, { id }) => books.find('transfer', id)],
  ['POST', /^\/transfers\/(\w+)\/stop$/, (books, { id }) => books.stop(id)],
  ['POST', /^\/payees$/, (books, { body }) => books.payee(body)],
  ['GET', /^\/payees$/, (books, { query }) => books.named('payee', query)],
  ['GET', /^\/payees\/(\w+)$/, (books, { id }) => books.find('payee', id)],
  ['POST', /^\/cards$/, (books, { body }) => books.card(body)],
  ['GET', /^\/cards$/, (books, { query }) => books.named('card', query)],
  ['GET', /^\/cards\/(\w+)$/, (books, { id }) => books.find('card', id)],
  ['GET', /^\/purse$/, () => ({ available: '250.00', currency: 'EUR' })],
  ['GET', /^\/entries$/, () => ({ entries: [] })],
]

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const TOKEN_SECONDS = 3600

/** A small provider, as honest as its books: it dedupes nothing, and has no list of transfers. */
export const startAcme = async (): Promise<ProviderServer> => {
  const callbacks = new Callbacks()
  const books = new Books((event, thing) => callbacks.tell(event, thing))
  const serve = ({ method, url, body, authorization = '' }: Request): object => {
    if (method === 'POST' && url.pathname === '/login') return login(books, body)
    if (!books.accepts(authorization.replace('Token ', ''))) throw new Problem(401, 'bad_token', 'Who are you?')
    for (const [verb, path, handler] of ROUTES) {
      const match = verb === method ? path.exec(url.pathname) : null
      if (match !== null)
        return handler(books, { id: match[1] ?? '', body, query: Object.fromEntries(url.searchParams) })
    }
    throw new Problem(404, 'no_such_page', 'Not here')
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '/', headers } = request
    const text = await textOf(request)
    try {
      const body = text === '' ? {} : (JSON.parse(text) as Fields)
      answer(
        response,
        200,
        serve({ method, url: new URL(url, 'http://acme'), body, authorization: headers.authorization }),
      )
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      answer(response, error.status, { problem: { code: error.code, text: error.message } })
    }
  }
  const server = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    executed: (what: Executed) => books.executed(what),
    act: (name: string, about: About) => books.act(name, about),
    callbacks,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const login = (books: Books, { key }: Fields): object => {
  if (key !== KEY) throw new Problem(401, 'bad_key', 'Who are you?')
  return { token: books.newToken(), seconds: TOKEN_SECONDS }
}
