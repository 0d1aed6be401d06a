import type { IncomingMessage } from 'node:http'
import { Refusal, refusable } from '../errors.js'
import type { SimulatedProvider } from '../provider.js'
import { matchPath, type Route, type SimulatedRequest } from '../route.js'

const MAX_BODY_BYTES = 1_048_576
const TOO_LARGE = Symbol('too large')

export interface Endpoint {
  readonly route: Route
  readonly params: ReadonlyMap<string, string>
}

/** The endpoint at this path, or the 404 or 405 that the provider answers. */
export function findEndpoint(provider: SimulatedProvider<unknown>, method: string, url: string): Endpoint | Refusal {
  const path = url.split('?', 1)[0] ?? ''
  const below = path.startsWith(provider.basePath) ? path.slice(provider.basePath.length) : ''
  const candidates = provider.routes.flatMap((route): readonly Endpoint[] => {
    const params = matchPath(route.path, below)
    return params === undefined ? [] : [{ route, params }]
  })
  const endpoint = candidates.find(({ route }) => route.methods.includes(method))
  if (endpoint !== undefined) return endpoint
  return candidates.length > 0
    ? new Refusal(405, `The ${method} method is not supported for this path.`)
    : new Refusal(404, 'Not Found')
}

/** The whole body; `aborted` if the client left before its end. What is too long is read on, but not kept. */
export async function readBody(request: IncomingMessage): Promise<Buffer | typeof TOO_LARGE | 'aborted'> {
  const chunks: Buffer[] = []
  let length = 0
  return await new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= MAX_BODY_BYTES) chunks.push(chunk)
    })
    request.on('end', () => resolve(length > MAX_BODY_BYTES ? TOO_LARGE : Buffer.concat(chunks)))
    request.on('close', () => resolve('aborted'))
    request.on('error', () => resolve('aborted'))
  })
}

/** A request whose body has been read. */
export interface Arrival {
  readonly request: IncomingMessage
  readonly body: Buffer | typeof TOO_LARGE
}

/** Checks what is the same for every endpoint: key, headers, query names, body encoding. */
export function readRequest(
  provider: SimulatedProvider<unknown>,
  { route, params }: Endpoint,
  { request, body }: Arrival,
): SimulatedRequest | Refusal {
  return refusable(() => {
    if (route.kind !== 'token') provider.authorize(request.headers)
    refuseRepeatedHeaders(request)
    if (body === TOO_LARGE) throw new Refusal(413, 'Payload Too Large')
    const query = readQuery(provider, request.url ?? '', route.parameters)
    const fields = takesBody(route) ? provider.readBody(request.headers['content-type'], body) : {}
    if (!takesBody(route) && body.length > 0) throw new Refusal(provider.invalidStatus, 'This request takes no body.')
    return { endpoint: route.name, params, query, fields, sees: () => true }
  })
}

const takesBody = ({ kind }: Route): boolean => kind === 'create' || kind === 'token'

function readQuery(
  { invalidStatus }: SimulatedProvider<unknown>,
  url: string,
  known: readonly string[],
): ReadonlyMap<string, string> {
  const query = new Map<string, string>()
  const start = url.indexOf('?')
  for (const [name, value] of new URLSearchParams(start === -1 ? '' : url.slice(start + 1))) {
    if (!known.includes(name)) throw new Refusal(invalidStatus, `The query parameter ${name} is not known.`)
    if (query.has(name)) throw new Refusal(invalidStatus, `The query parameter ${name} is given twice.`)
    query.set(name, value)
  }
  return query
}

/** node:http keeps the first of two such headers in silence; a sender's mistake must not go unseen. */
function refuseRepeatedHeaders({ rawHeaders }: IncomingMessage): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  for (const name of ['authorization', 'x-access-token', 'content-type']) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw new Refusal(400, `The header ${name} is given twice.`)
  }
}
